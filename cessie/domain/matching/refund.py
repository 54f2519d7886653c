"""Give a debtor back what he paid too much or twice, to the account from which it came (P19)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import knows_no_house
from cessie.domain.credit import locks
from cessie.domain.matching.allocate import lock_receipt
from cessie.domain.matching.models import Match, Use
from cessie.domain.matching.tasks import credit_task_key
from cessie.domain.parties.accounts import add_account
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.queries import clients_of
from cessie.domain.payments.debtor_credit import free_debtor_credit
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.formats.payments.pain001 import fitting
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def refund_key(match_id: UUID) -> str:
    """Under which the refund of a match's overpayment is ordered: once."""
    return f"refund:{match_id}"


def refund(*, match_id: UUID, by: Viewer, at: datetime) -> Order:
    """Order the overpayment of a match back to its payer's own account; again gives the same order.

    The account is the one of the bank line. One that the house did not know is noted with the debtor, and a second
    person confirms it before the money may leave; the batch takes two people as every payment.
    Refused: no right (``NotAllowed``), a match without an overpayment that stands (``NotFound``), a bank line that
    names no account, credit that is used or promised already, a debtor who may not hear of the house: his bank would
    show him who pays (``matching.refund_tells``).
    """
    by.require("payments.order")
    with transaction.atomic():
        match = Match.objects.select_related("receipt__line").filter(pk=match_id, state="posted").first()
        uses = Use.objects.filter(match_id=match_id, kind="overpayment", live=True)
        use = uses.select_related("debtor__company").first()
        if match is None or use is None or use.debtor is None:
            raise NotFound("matching.no_overpayment", N_("No overpayment of this match stands to a debtor's credit."))
        receipt = lock_receipt(match.receipt_id)
        locks.take(contract_ids=(), debtor_ids=[use.debtor.pk])
        former = Order.objects.filter(key=refund_key(match.pk)).first()
        if former is not None:
            return former
        _require_told(use.debtor, at)
        amount = Money(use.amount_cents, receipt.currency)
        _require_credit(use.debtor, amount)
        line = receipt.line
        if not line.counterparty_iban:
            raise Refusal("matching.no_payer_account", N_("The bank does not say from which account the money came."))
        holder = line.counterparty_name or use.debtor.company.name
        account = add_account(
            company_id=use.debtor.company_id, iban=line.counterparty_iban, holder=holder, by=by, at=at
        )
        new = order(
            key=refund_key(match.pk),
            rule="P19",
            amount=amount,
            payee_id=account.pk,
            debtor_id=use.debtor.pk,
            text=fitting(line.structured or line.text or "")[:140],
            by=by,
            at=at,
        )
        close(key=credit_task_key(match.pk), decision="refunded", by=by, at=at)
        record(action="matching.refund", subject=match, by=by, at=at, data={"order": new.pk, "amount": amount})
    return new


def _require_told(debtor: Debtor, at: datetime) -> None:
    if knows_no_house(list(clients_of(debtor.pk)), booking_day(at)):
        words = N_(
            "{debtor} may not hear of the house, and his bank would name it. Undo the match, give the money to the "
            "client, and let him pay it back."
        )
        raise Refusal("matching.refund_tells", words, debtor=debtor.company.name)


def _require_credit(debtor: Debtor, amount: Money) -> None:
    rest = free_debtor_credit(debtor.pk, amount.currency)
    if rest < amount:
        words = N_("Only {rest} of the debtor's credit is free, not {amount}.")
        raise Refusal("matching.no_credit_left", words, rest=rest, amount=amount)
