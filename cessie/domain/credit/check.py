"""Look at an invoice before it is funded: its debtor, the limits, the facility, its client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit import exposure
from cessie.domain.credit.delegated import room_under
from cessie.domain.credit.history import pattern_of
from cessie.domain.credit.rules.checks import Facts, checks, suspected
from cessie.domain.credit.rules.patterns import Bounds, unusual
from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import credited
from cessie.domain.invoices.rules.found import Found
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.parties import queries as parties
from cessie.domain.parties.mark import is_marked
from cessie.domain.users.rules.viewer import system
from cessie.ledger import queries as ledger
from cessie.lib.days import booking_day
from cessie.lib.money import Money

_DESK = system("credit")


def check(*, invoice_id: UUID, at: datetime) -> list[Found]:
    """Every reason of the risk desk against funding the invoice now: M01 to M03, M20 to M29 as far as they need only
    our own books, M32, M34. Changes nothing.

    It looks without locks: what is decided on it is looked at again under them (``reserve``). A credit note asks for
    no money and finds nothing.
    """
    invoice = Invoice.objects.select_related("client__company", "debtor__company").get(pk=invoice_id)
    if invoice.kind != "invoice":
        return []
    day, policy = booking_day(at), policy_at(at)
    _, terms = terms_on(invoice.contract_id, day)
    own = [invoice.pk]
    facility = exposure.facility(invoice.contract_id, terms, at=at, but=own)
    facts = Facts(
        face=Money(invoice.payable_cents - credited([invoice.pk]).get(invoice.pk, (0, 0))[0]),
        debtor=room_under(invoice.contract_id, terms, invoice.debtor_id, day, at=at, but=own)
        if invoice.debtor_id
        else None,
        cover_required=terms.cover_required,
        over_limit=terms.limits.over_limit,
        advance_rate=terms.advance_rate,
        facility=facility.bound,
        facility_room=facility.room if terms.draw_mode == "AUTO_FULL" else None,
        client_debt=max(Money(0), ledger.client_accounts([invoice.contract_id])[invoice.contract_id]),
        arrears_tolerance=terms.arrears_tolerance,
        account_since=_account_since(invoice, at),
        account_change_days=terms.account_change_days,
        insolvent=invoice.debtor_id is not None and is_marked(invoice.debtor_id, "insolvent"),
    )
    return [
        *checks(facts, at),
        *unusual(pattern_of(invoice, day), _bounds(policy)),
        *suspected(_score(invoice.client_id), hold=policy.score_hold, two_people=policy.score_two),
    ]


def _bounds(policy: Policy) -> Bounds:
    return Bounds(
        overdue_days=policy.overdue_days,
        fewest=policy.fewest,
        mads=policy.mads,
        fewest_for_size=policy.fewest_for_size,
        jump=policy.jump,
    )


def _score(client_id: UUID) -> int:
    latest = exposure.suspicion(viewer=_DESK, client_id=client_id)
    return latest.score if latest else 0


def _account_since(invoice: Invoice, at: datetime) -> datetime | None:
    """When the account that a payout would go to was confirmed, if the client had another before."""
    account = parties.payout_account(invoice.client_id, booking_day(at))
    if account is None or account.confirmed_at is None:
        return None
    others = parties.accounts(viewer=_DESK, company_id=invoice.client.company_id)
    return account.confirmed_at if others.filter(confirmed_at__lt=account.confirmed_at).exists() else None
