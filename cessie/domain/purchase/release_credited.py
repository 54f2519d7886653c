"""The client credited part of a bought invoice: what is held back falls with it (P09, EX07), and rises again if that
is undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_of
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.models import Cession, Item
from cessie.domain.purchase.parts import to_stay_held
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.terms.reserve import release_on_credit_note

#: What stands between an invoice and the credit in the key of such a release: it is not one of a closed invoice.
CREDITED = "/credited/"


def release_credited(*, invoice_id: UUID, credit_id: UUID, by: Viewer, at: datetime) -> Money:
    """Release what the smaller invoice would not hold back, once for each credit; how much. Again does nothing.

    ``credit_id``: the settlement that took the credit note off. A closed invoice is left to ``release``, which gives
    all back. An invoice that was never bought needs nothing. Locks: the contract, the invoice.
    """
    by.require("purchase.release")
    with transaction.atomic():
        cession = Cession.objects.filter(invoice_id=invoice_id).first()
        if cession is None:
            return Money(0)
        contract = lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        nothing = Money(0, contract.currency)
        event_key = f"{invoice_id}{CREDITED}{credit_id}"
        if ledger.entry_id(f"P09 holdback_release {event_key}") is not None:
            return nothing
        if not ledger.bought_amounts([invoice_id], currency=contract.currency)[invoice_id]:
            return nothing
        amount = _freed(cession, invoice_id, contract.currency)
        if amount:
            of = Dims(contract=contract.pk, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice_id)
            event = Event(event_key, booking_day(at), text=invoice.number)
            post([purchase.release_holdback(event=event, amount=amount, of=of)], by=by.key, at=at)
            facts = {"invoice": str(invoice_id), "amount": amount}
            action = "purchase.release_credited"
            record(action=action, subject=cession, by=by, at=at, client_id=invoice.client_id, data=facts)
    return amount


def hold_credited(*, invoice_id: UUID, credit_id: UUID, note: str, by: Viewer, at: datetime) -> Money:
    """The credit was undone: what it freed is held back again, by the reversal of its release; how much."""
    by.require("purchase.release")
    with transaction.atomic():
        cession = Cession.objects.filter(invoice_id=invoice_id).first()
        released = ledger.entry_id(f"P09 holdback_release {invoice_id}{CREDITED}{credit_id}")
        if cession is None or released is None or ledger.entry_id(f"reversal of {released}") is not None:
            return Money(0)
        lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        (original,) = ledger.bookings(entry_ids=[released])
        entry = reversal(original, booking_date=booking_day(at), text=note)
        post([entry], by=by.key, at=at)
        facts = {"invoice": str(invoice_id), "amount": entry.amount}
        record(action="purchase.hold_credited", subject=cession, by=by, at=at, client_id=invoice.client_id, data=facts)
    return entry.amount


def _freed(cession: Cession, invoice_id: UUID, currency: str) -> Money:
    """What a purchase of what remains invoiced would not hold back of what is held now, or what is more than the share
    that is not paid where the contract releases in parts."""
    held = ledger.holdbacks([invoice_id], currency=currency)[invoice_id]
    stays = to_stay_held([invoice_id], currency=currency).get(invoice_id)
    if stays is not None:
        return max(Money(0, currency), held - stays)
    item = Item.objects.select_related("proposal").get(proposal_id=cession.proposal_id, invoice_id=invoice_id)
    terms = terms_of(item.proposal.version_id)
    credited = sum(
        -line.amount.cents
        for booking in ledger.bookings(invoice=invoice_id)
        if booking.rule == "P13"
        for line in booking.lines
        if line.account == "1100"
    )
    return release_on_credit_note(
        face=Money(item.face_cents - credited, currency),
        approved=Money(item.approved_cents, currency),
        advance_rate=terms.advance_for(),
        held=held,
    )
