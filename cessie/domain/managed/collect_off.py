"""What an agency collected settles its invoices and claims (P40, P42), and no longer once it is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final, cast
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.managed.door import TooMuch, dims_of, entry_key, entry_of, undone
from cessie.domain.managed.models import Managed, Settlement
from cessie.domain.managed.rules.kinds import Towards
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.demands import PARTS, Part, beside
from cessie.ledger.entry import Entry, Event
from cessie.ledger.post import post
from cessie.ledger.queries import Booking
from cessie.ledger.reverse import reversal
from cessie.ledger.rules.managed import demand
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_

#: An invoice, the part of it that was paid, and the day.
Share = tuple[UUID, Towards, date]
NOTE: Final = "third-party money was divided anew"


@transaction.atomic
def collect_off(*, reference: UUID, shares: Mapping[Share, Money], by: Viewer, at: datetime) -> tuple[Settlement, ...]:
    """Bring the books to what was collected for a claim of an agency (``reference``): these shares, and no other.

    What is settled already stays; what is so no more is reversed. Interest and costs that nobody had demanded so far
    are demanded with it (P41). Invoices that the house does not manage are passed over. Again changes nothing. Locks:
    the invoices. Refused: no right (``NotAllowed``), more than is open on an invoice (``TooMuch``).
    """
    by.require("managed.manage")
    rows = Settlement.objects.filter(reference=reference, state="posted")
    keys = {key for key, _part, _day in shares} | set(rows.values_list("invoice_id", flat=True))
    known = set(Managed.objects.filter(invoice_id__in=keys).values_list("invoice_id", flat=True))
    invoices = {row.id: row for row in lock(known)}
    posted = {(row.invoice_id, cast(Towards, row.towards), row.paid_date): row for row in rows}
    wanted = {key: amount for key, amount in shares.items() if key[0] in invoices and amount.cents > 0}
    gone = [row for key, row in posted.items() if wanted.get(key) != Money(row.amount_cents, row.currency)]
    stays = posted.keys() - {(row.invoice_id, row.towards, row.paid_date) for row in gone}
    new = [
        Settlement(
            invoice_id=key, kind="collected", towards=towards, amount_cents=amount.cents, currency=amount.currency,
            paid_date=paid, reference=reference, rule="collected", made_at=at, made_by=by.key,
        )
        for (key, towards, paid), amount in sorted(wanted.items())
        if (key, towards, paid) not in stays
    ]  # fmt: skip
    if gone or new:
        _book(new, gone, invoices, by, at)
        client = next(iter(invoices.values())).client_id
        facts = {"reference": str(reference), "settled": len(new), "reversed": len(gone)}
        about = (new or gone)[0]
        record(action="managed.collect_off", subject=about, by=by, at=at, client_id=client, data=facts)
    return tuple(new)


def _book(
    new: Collection[Settlement], gone: Collection[Settlement], invoices: Mapping[UUID, Payable], by: Viewer,
    at: datetime,
) -> None:  # fmt: skip
    """Post all of it at once: what is gone is reversed with what was demanded for it, then the new is booked."""
    today = booking_day(at)
    booked, topped = _booked(map(entry_key, gone)), _booked(_demand_key(row) for row in gone if row.towards)
    if len(booked) != len(gone):
        raise AssertionError("each settlement was posted")
    _require_open(new, gone, invoices)
    undone(gone, note=NOTE, by=by, at=at)
    Settlement.objects.bulk_create(new)
    entries = [reversal(entry, booking_date=today, text=NOTE) for entry in (*booked, *topped)]
    entries += _demanded(new, gone, topped, invoices, today)
    entries += [entry_of(row, invoices[row.invoice_id], today) for row in new]
    post(entries, by=by.key, at=at)


def _booked(keys: Iterable[str]) -> list[Booking]:
    found = [ledger.entry_id(key) for key in keys]
    return list(ledger.bookings(entry_ids=[key for key in found if key is not None]))


def _demand_key(row: Settlement) -> str:
    return f"P41 {PARTS[cast(Part, row.towards)]} settlement/{row.pk}"


def _require_open(new: Iterable[Settlement], gone: Iterable[Settlement], invoices: Mapping[UUID, Payable]) -> None:
    """No more than the invoice itself has open once what is gone is reversed."""
    left = defaultdict(lambda: Money(0), ledger.managed_amounts(list(invoices)))
    for row in gone:
        left[row.invoice_id] += Money(0 if row.towards else row.amount_cents, row.currency)
    for row in new:
        amount = Money(0 if row.towards else row.amount_cents, row.currency)
        if amount > left[row.invoice_id]:
            words = N_("{amount} is more than the {open} that is open on {number}.")
            number = invoices[row.invoice_id].number
            raise TooMuch("managed.more_than_open", words, amount=amount, open=left[row.invoice_id], number=number)
        left[row.invoice_id] -= amount


def _demanded(
    new: Iterable[Settlement], gone: Iterable[Settlement], topped: Iterable[Booking],
    invoices: Mapping[UUID, Payable], today: date,
) -> Iterator[Entry]:  # fmt: skip
    """P41 of what is paid beside an invoice and was not demanded so far, so that it is settled out of something."""
    left: dict[tuple[UUID, str], Money] = {}
    for key, claims in beside(list(invoices)).items():
        left |= {(key, "interest"): claims.interest, (key, "costs"): claims.costs}
    for row in gone:
        if row.towards:
            left[row.invoice_id, row.towards] += Money(row.amount_cents, row.currency)
    of_claim = {dims_of(row, invoices[row.invoice_id]).reference: (row.invoice_id, row.towards) for row in gone}
    for entry in topped:
        line = next(line for line in entry.lines if line.account == "9030")
        left[of_claim[line.dims.reference]] -= line.amount
    for row in new:
        if not row.towards:
            continue
        amount, there = Money(row.amount_cents, row.currency), left[row.invoice_id, row.towards]
        if amount > there:
            event = Event(f"settlement/{row.pk}", today, row.paid_date, invoices[row.invoice_id].number)
            of, kind = dims_of(row, invoices[row.invoice_id]), PARTS[cast(Part, row.towards)]
            yield demand(event=event, amount=amount - there, of=of, kind=kind)
        left[row.invoice_id, row.towards] = max(Money(0), there - amount)
