"""A chargeback was a mistake: the house has the claim again (reversal of P15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.charge_back import standing
from cessie.domain.purchase.models import Cession
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def undo_charge_back(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Money:
    """Reverse what was charged back of an invoice, how much; again does nothing. What was released is held back again
    by ``hold_again``, which the caller lets follow in the same transaction. Locks: the contract, the invoice.

    Refused: no right or no person (``NotAllowed``), no note, an invoice that was never bought (``NotFound``).
    """
    by.require("purchase.bend")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        cession = Cession.objects.filter(invoice_id=invoice_id).first()
        if cession is None:
            raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
        contract = lock_contract(cession.contract_id)
        lock_invoices([invoice_id])
        entries = standing(invoice_id, ledger.bookings(invoice=invoice_id))
        amount = Money.total((abs(entry.lines[0].amount) for entry in entries), contract.currency)
        if entries:
            day = booking_day(at)
            post([reversal(entry, booking_date=day, text=note.strip()) for entry in entries], by=by.key, at=at)
            facts = {"invoice": str(invoice_id), "amount": amount}
            record(
                action="purchase.undo_charge_back", subject=cession, by=by, at=at, client_id=contract.client_id,
                data=facts,
            )  # fmt: skip
    return amount
