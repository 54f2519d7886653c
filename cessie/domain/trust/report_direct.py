"""The debtor paid the principal himself: told by one button, and withdrawn if it was wrong."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock
from cessie.domain.trust.models import Direct
from cessie.domain.trust.rules.states import DIRECT
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def report_direct(
    *, contract_id: UUID, reference: UUID, amount: Money, paid_date: date, note: str = "", by: Viewer, at: datetime
) -> Direct:
    """Note that ``amount`` was paid to the principal on the claim. Nothing is booked: it never was the house's to hold.

    It counts for the claim, and for the commission as the contract says. The same amount on the same day for the same
    claim is told once. By a bookkeeper of the principal or the desk. Refused: not his contract (``NotFound``), nothing
    or less, a day to come.
    """
    contract = Contract.objects.filter(pk=contract_id).first()
    if contract is None or not by.sees_client(contract.client_id):
        raise NotFound("trust.unknown_contract", N_("There is no such contract of this principal."))
    _require(contract.client_id, by)
    if amount.cents <= 0:
        raise Refusal("trust.amount", N_("The amount is above zero."))
    if paid_date > booking_day(at):
        raise Refusal("trust.day_to_come", N_("{day} is still to come."), day=paid_date)
    lock(contract.pk)
    row, is_new = Direct.objects.get_or_create(
        reference=reference, paid_date=paid_date, amount_cents=amount.cents, state=DIRECT.initial,
        defaults={
            "client_id": contract.client_id, "contract": contract, "currency": amount.currency, "note": note.strip(),
            "reported_at": at, "reported_by": by.key,
        },
    )  # fmt: skip
    if is_new:
        facts = {"reference": str(reference), "amount": amount, "paid": paid_date}
        record(action="trust.report_direct", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


@transaction.atomic
def withdraw_direct(*, direct_id: UUID, by: Viewer, at: datetime) -> Direct:
    """It was not so. Again does nothing. Refused: not there for him (``NotFound``), one that a remittance reckoned
    with."""
    row = Direct.objects.select_for_update(of=("self",)).filter(pk=direct_id).first()
    if row is None or not by.sees_client(row.client_id):
        raise NotFound("trust.unknown_direct", N_("There is no such payment."))
    _require(row.client_id, by)
    if row.state == "withdrawn":
        return row
    if row.remittance is not None:
        raise Refusal("trust.reckoned", N_("Remittance {number} has reckoned with it."), number=row.remittance.number)
    row.state = DIRECT.after(row.state, "withdraw")
    row.withdrawn_at, row.withdrawn_by = at, by.key
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    record(action="trust.withdraw_direct", subject=row, by=by, at=at, client_id=row.client_id)
    return row


def _require(client_id: UUID, by: Viewer) -> None:
    if by.kind == "client":
        by.require_client(client_id)
    else:
        by.require("matching.decide")
