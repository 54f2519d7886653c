"""The debtor has paid: what was held back goes to the client's account (P09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.models import Cession
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Released:
    """``amount`` went to the client's account, nothing if there was nothing to release.

    ``payable``: what may be paid out to the client now, after his debt and what is ordered; ``key`` names this release.
    """

    invoice_id: UUID
    contract_id: UUID
    client_id: UUID
    number: str
    key: str
    amount: Money
    payable: Money


def release(*, invoice_id: UUID, by: Viewer, at: datetime) -> Released:
    """Release the holdback of a bought invoice on which nothing is open any more; again releases nothing.

    An invoice that was open again (a returned payment) and is held back again can be released again. Locks: the
    contract, the invoice. Refused: an invoice that was never bought (``NotFound``).
    """
    by.require("purchase.release")
    with transaction.atomic():
        cession = Cession.objects.select_related("contract").filter(invoice_id=invoice_id).first()
        if cession is None:
            raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
        contract = lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        currency = contract.currency
        held = ledger.holdbacks([invoice_id], currency=currency)[invoice_id]
        still_open = ledger.bought_amounts([invoice_id], currency=currency)[invoice_id]
        amount = Money(0, currency) if still_open else held
        key = f"{invoice_id}/{_former(invoice_id) + (1 if amount else 0)}"
        if amount:
            of = Dims(contract=contract.pk, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice_id)
            event = Event(key, booking_day(at), text=invoice.number)
            post([purchase.release_holdback(event=event, amount=amount, of=of)], by=by.key, at=at)
            record(
                action="purchase.release",
                subject=cession,
                by=by,
                at=at,
                client_id=invoice.client_id,
                data={"invoice": str(invoice_id), "amount": amount},
            )
        payable = free_credit(contract.pk, currency)
    return Released(invoice_id, contract.pk, invoice.client_id, invoice.number, key, amount, payable)


def _former(invoice_id: UUID) -> int:
    """How often the holdback of this invoice was released before; asked under its row lock."""
    return sum(booking.kind == "holdback_release" for booking in ledger.bookings(invoice=invoice_id))
