"""File a claim on the insurer for what is doubtful on an invoice."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.claims import LIVE
from cessie.domain.credit.delegated import insured_limits
from cessie.domain.credit.insured import policy_of
from cessie.domain.credit.losses import locked
from cessie.domain.credit.models import Claim, Policy
from cessie.domain.credit.rules.conditions import waits_until
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


def file_claim(
    *, invoice_id: UUID, policy_id: UUID | None = None, note: str, reference: str = "", by: Viewer, at: datetime
) -> Claim:
    """File a claim for what is doubtful on an invoice; the claim that stands already is given again.

    ``policy_id``: that of the day on which the invoice was bought if none is named. The waiting period runs from today.
    Refused as ``doubt``; nothing doubtful; no policy in force then, no insured limit then; a contract without cover.
    """
    with transaction.atomic():
        invoice = locked(invoice_id, note, by)
        known = Claim.objects.filter(invoice_id=invoice_id, state__in=LIVE).first()
        if known is not None:
            return known
        bought = _bought_on(invoice_id)
        limits = insured_limits(invoice.contract_id, bought, debtor_ids=[invoice.debtor_id])
        limit = limits.get(invoice.debtor_id)
        claimed = ledger.balance("1110", Dims(invoice=invoice_id), currency=invoice.face.currency)
        if not limit:
            raise Refusal("credit.not_insured", N_("The debtor was not insured when this invoice was bought."))
        policy = policy_then(policy_id, invoice.contract_id, bought)
        if not claimed:
            raise Refusal("credit.not_doubtful", N_("Nothing on this invoice is doubtful: write it down first."))
        row = Claim.objects.create(
            number=next_number(policy),
            policy=policy,
            invoice_id=invoice_id,
            contract_id=invoice.contract_id,
            insured_limit_cents=limit.cents,
            claimed_cents=claimed.cents,
            reference=reference.strip(),
            filed_at=at,
            filed_by=by.key,
            waits_until_date=waits_until(booking_day(at), months=policy.waiting_months, days=policy.waiting_days),
            note=note.strip(),
        )
        facts = {"invoice": str(invoice_id), "claimed": claimed, "insured_limit": limit}
        record(action="credit.file_claim", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


def _bought_on(invoice_id: UUID) -> date:
    return next(entry.booking_date for entry in ledger.bookings(invoice=invoice_id) if entry.rule == "P01")


def policy_then(policy_id: UUID | None, contract_id: UUID, day: date) -> Policy:
    """The policy that is named, else that under which the contract stood on a day; refused where there is none."""
    found = policy_of(contract_id, day) if policy_id is None else Policy.objects.filter(pk=policy_id).first()
    if found is None:
        raise Refusal("credit.no_policy", N_("There was no credit insurance for this contract on {day}."), day=day)
    return found


def next_number(policy: Policy) -> str:
    """The next number under the policy; its row is locked so that no two claims take the same."""
    Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    return f"{policy.number}-{Claim.objects.filter(policy__number=policy.number).count() + 1:04d}"
