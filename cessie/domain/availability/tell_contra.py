"""What the client owes one of his debtors, who may set it off against the invoices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.models import Contra
from cessie.domain.contracts.queries import lock
from cessie.domain.parties.models import Relation
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def tell_contra(
    *, contract_id: UUID, debtor_id: UUID, amount: Money, note: str = "", by: Viewer, at: datetime
) -> Contra:
    """Note what the client owes the debtor now; it takes the place of what was told before.

    The client's people tell more, never less: what lowers it the credit desk says. Lock: the contract. Refused: not
    his (``NotFound``), a debtor with whom the client has nothing to do (``NotFound``), a negative amount, less than is
    known from a client.
    """
    with transaction.atomic():
        contract = lock(contract_id)
        if not by.sees_client(contract.client_id):
            raise NotFound("contracts.unknown", N_("There is no such contract."))
        desk = by.may("availability.set_aside")
        if not desk:
            by.require_client(contract.client_id)
        if not Relation.objects.filter(client_id=contract.client_id, debtor_id=debtor_id).exists():
            raise NotFound("parties.unknown_debtor", N_("There is no such debtor."))
        former = Contra.objects.filter(contract=contract, debtor_id=debtor_id).order_by("-told_at", "-pk").first()
        if amount.cents < 0:
            raise Refusal("availability.negative", N_("The amount cannot be negative."))
        if former is not None and amount.cents < former.amount_cents and not desk:
            raise Refusal("availability.contra_lower", N_("Only the credit desk lowers what you owe a customer."))
        row = Contra.objects.create(
            contract=contract, debtor_id=debtor_id, amount_cents=amount.cents, currency=amount.currency,
            note=note.strip(), told_at=at, told_by=by.key,
        )  # fmt: skip
        facts = {"debtor": str(debtor_id), "amount": amount}
        record(action="availability.tell_contra", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row
