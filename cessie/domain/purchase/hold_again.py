"""A payment is gone again: what was released of the holdback is held back anew (P02), as example 14 shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.models import Cession
from cessie.domain.purchase.parts import to_stay_held
from cessie.domain.purchase.release import SURCHARGE
from cessie.domain.purchase.release_credited import CREDITED
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.queries import Booking
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money


def hold_again(*, invoice_id: UUID, by: Viewer, at: datetime) -> Money:
    """Hold back what ``release`` gave back of an invoice that is open again; how much. Again does nothing.

    The client's account bears it: what was paid out to him he owes until the debtor pays. An invoice that was never
    bought, released or that is paid needs nothing; one that is released in parts keeps free what its debtor paid for.
    A surcharge for a late payment goes back too: it is reckoned anew when the debtor pays. Locks: the contract, the
    invoice.
    """
    by.require("purchase.release")
    with transaction.atomic():
        cession = Cession.objects.select_related("contract").filter(invoice_id=invoice_id).first()
        if cession is None:
            return Money(0)
        contract = lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        nothing = Money(0, contract.currency)
        if not ledger.bought_amounts([invoice_id], currency=contract.currency)[invoice_id]:
            return nothing
        booked = ledger.bookings(invoice=invoice_id)
        stays = to_stay_held([invoice_id], currency=contract.currency).get(invoice_id)
        if stays is None:
            given = _sum(booked, f"P09 holdback_release {invoice_id}/", nothing)
            lacks = given - _sum(booked, f"P02 holdback_set {invoice_id}/again/", nothing)
        else:
            lacks = stays - ledger.holdbacks([invoice_id], currency=contract.currency)[invoice_id]
        amount = max(nothing, lacks)
        if amount:
            of = Dims(contract=contract.pk, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice_id)
            count = sum(entry.key.startswith(f"P02 holdback_set {invoice_id}/again/") for entry in booked)
            event = Event(f"{invoice_id}/again/{count + 1}", booking_day(at), text=invoice.number)
            unearned = [reversal(entry, booking_date=booking_day(at), text=invoice.number) for entry in charged(booked)]
            post([*unearned, purchase.hold_back(event=event, amount=amount, of=of)], by=by.key, at=at)
            facts = {"invoice": str(invoice_id), "amount": amount}
            record(action="purchase.hold_again", subject=cession, by=by, at=at, client_id=invoice.client_id, data=facts)
    return amount


def charged(booked: tuple[Booking, ...]) -> list[Booking]:
    """Surcharges that stand: not reversed."""
    undone = {entry.reverses for entry in booked}
    return [entry for entry in booked if entry.kind == SURCHARGE and entry.entry_id not in undone]


def _sum(booked: tuple[Booking, ...], key: str, nothing: Money) -> Money:
    """What the entries under a key moved on the client's account; what credit notes freed stays free."""
    found = (entry for entry in booked if entry.key.startswith(key) and CREDITED not in entry.key)
    return sum((abs(line.amount) for entry in found for line in entry.lines if line.account == "2100"), nothing)
