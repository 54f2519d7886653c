"""What was claimed beside the invoices, in the books: P41 when it is demanded, P42 when it is given up or paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.invoices.models import Invoice
from cessie.law.imputation import Beside
from cessie.ledger.demands import PARTS, Part, beside, claim_key
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.queries import Booking, bookings, entry_id
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import managed
from cessie.lib.money import Money


def demands(touch: Touch, items: Sequence[TouchItem], on: date) -> list[Entry]:
    """The entries that make the books hold what the touch claims: P41 for more, P42 for less than before."""
    before, whose = beside([item.invoice_id for item in items]), _whose(touch, items)
    entries = []
    for item in items:
        now = {"interest": item.interest_cents, "costs": item.costs_cents}
        for part, kind in PARTS.items():
            more = Money(now[part], item.currency) - _part(before[item.invoice_id], part)
            event, of = Event(_name(touch, item, part), on), _of(touch, item.invoice_id, part, whose)
            if more.cents > 0:
                entries.append(managed.demand(event=event, amount=more, of=of, kind=kind))
            elif more.cents < 0 and now[part]:  # a message that claims nothing leaves what was claimed
                entries.append(managed.discharge(event=event, amount=-more, of=of, kind="demand_waived"))
    return entries


def withdrawals(touch: Touch, items: Sequence[TouchItem], on: date) -> list[Entry]:
    """The entries that take back what a touch did to the claims when it was written, because it never left: what it
    demanded is demanded no more, as far as it was not paid meanwhile, and what it lowered stands as before."""
    stands, whose, entries = beside([item.invoice_id for item in items]), _whose(touch, items), []
    for item in items:
        for part, kind in PARTS.items():
            name = _name(touch, item, part)
            if (demanded := _booked(f"P41 {kind} {name}")) is not None:
                amount = min(_amount(demanded), _part(stands[item.invoice_id], part))
                if amount:
                    event, of = Event(f"{name}/undone", on), _of(touch, item.invoice_id, part, whose)
                    entries.append(managed.discharge(event=event, amount=amount, of=of, kind="demand_waived"))
            elif (lowered := _booked(f"P42 demand_waived {name}")) is not None:
                entries.append(reversal(lowered, booking_date=on, text=""))
    return entries


def _booked(key: str) -> Booking | None:
    found = entry_id(key)
    return bookings(entry_ids=[found])[0] if found is not None else None


def _amount(booked: Booking) -> Money:
    return next(line.amount for line in booked.lines if line.account == "9030")


def _part(claims: Beside, part: Part) -> Money:
    return claims.interest if part == "interest" else claims.costs


def _name(touch: Touch, item: TouchItem, part: Part) -> str:
    return f"{touch.pk}/{item.invoice_id}/{part}"


def _whose(touch: Touch, items: Sequence[TouchItem]) -> Mapping[UUID, tuple[UUID, UUID]]:
    """By invoice: its contract and client."""
    keys = [item.invoice_id for item in items]
    if touch.contract_id is not None and touch.client_id is not None:
        return dict.fromkeys(keys, (touch.contract_id, touch.client_id))
    rows = Invoice.objects.filter(pk__in=keys).values_list("pk", "contract_id", "client_id")
    return {key: (contract, client) for key, contract, client in rows}


def _of(touch: Touch, invoice_id: UUID, part: Part, whose: Mapping[UUID, tuple[UUID, UUID]]) -> Dims:
    return Dims(*whose[invoice_id], touch.debtor_id, invoice_id, reference=claim_key(invoice_id, part))
