"""What the verbs of this app share: who may, the locks, the booking of a settlement and its undoing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import Sum

from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.managed.models import Managed, Receipt, Settlement
from cessie.domain.managed.rules.states import MONEY, SETTLEMENT
from cessie.domain.managed.tasks import task_key
from cessie.domain.matching.rules.disposal import Disposal
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.ledger import queries as ledger
from cessie.ledger.demands import Part, beside, claim_key
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import managed as rules
from cessie.ledger.rules.managed import Discharge, Settle
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: The kinds of entries, by that of the settlement, where it is no payment on the creditor's own account.
_SETTLES: Final[Mapping[str, Settle]] = {"credit_note": "managed_credited", "collected": "managed_collected"}
_BESIDE: Final[Mapping[str, Discharge]] = {"forgone": "demand_given_up", "collected": "demand_collected"}


class TooMuch(Refusal):
    """More than is open, or than came in."""


def require(client_id: UUID, by: Viewer) -> None:
    """A bookkeeper of the creditor, the desk that matches, or a job; others find nothing (``NotFound``)."""
    if not by.sees_client(client_id):
        raise NotFound("managed.unknown", N_("There is no such thing."))
    if by.kind == "client":
        by.require_client(client_id)
    else:
        by.require("matching.decide")


def locked_receipt(receipt_id: UUID, by: Viewer) -> Receipt:
    """The money under its lock, by whoever may decide about it."""
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("line__statement")
    row = rows.filter(pk=receipt_id).first()
    if row is None or not by.sees_client(row.client_id):
        raise NotFound("managed.unknown_receipt", N_("There is no such receipt."))
    require(row.client_id, by)
    return row


def locked_invoices(ids: Collection[UUID], client_id: UUID) -> dict[UUID, Payable]:
    """Managed invoices of the client, locked in the order of their keys; ``NotFound`` where one is not of them."""
    found = {row.id: row for row in lock(ids) if row.client_id == client_id}
    known = Managed.objects.filter(invoice_id__in=found).values_list("invoice_id", flat=True)
    if set(known) != set(ids):
        raise NotFound("managed.unknown_invoice", N_("There is no such managed invoice of this client."))
    return found


def left_of(receipt: Receipt) -> Money:
    """What of the money settled nothing and was not taken back."""
    used = (
        receipt.settlements.filter(state="posted").exclude(kind="forgone").aggregate(sum=Sum("amount_cents"))["sum"]
        or 0
    )
    back = receipt.returns.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return Money(receipt.amount_cents - used - back, receipt.currency)


def book(rows: Iterable[Settlement], invoices: dict[UUID, Payable], *, by: Viewer, at: datetime) -> None:
    """Keep settlements and post them (P40; P42 for claims beside), none beyond what is open or claimed (``TooMuch``).
    The invoices are locked."""
    new = list(rows)
    still: dict[tuple[UUID, str], Money] = {
        (key, ""): amount for key, amount in ledger.managed_amounts(list(invoices)).items()
    }
    for key, claims in beside({row.invoice_id for row in new if row.towards}).items():
        still |= {(key, "interest"): claims.interest, (key, "costs"): claims.costs}
    for row in new:
        amount, invoice = Money(row.amount_cents, row.currency), invoices[row.invoice_id]
        left = still[row.invoice_id, row.towards]
        if amount.cents <= 0 or amount > left:
            words = N_("{amount} is more than the {open} that is open on {number}.")
            raise TooMuch("managed.more_than_open", words, amount=amount, open=left, number=invoice.number)
        still[row.invoice_id, row.towards] -= amount
    Settlement.objects.bulk_create(new)
    post([entry_of(row, invoices[row.invoice_id], booking_day(at)) for row in new], by=by.key, at=at)


def rows_of(found: Disposal, *, currency: str, paid: date, by: Viewer, at: datetime, **same: Any) -> list[Settlement]:
    """The settlements of a payment, not kept yet: of invoices, of claims beside them, and of what is claimed no more.

    ``same``: what they have in common (``receipt``, ``part``, ``rule``, ``reasons``).
    """
    parts: list[tuple[UUID, str, str, Money]] = [(key, "payment", "", cash) for key, cash in found.allocations.items()]
    for kind, claims in (("payment", found.beside), ("forgone", found.given_up)):
        for key, both in claims.items():
            parts += [(key, kind, "interest", both.interest), (key, kind, "costs", both.costs)]
    return [
        Settlement(
            invoice_id=key, kind=kind, towards=towards, amount_cents=amount.cents, currency=currency, paid_date=paid,
            made_at=at, made_by=by.key, **same,
        )
        for key, kind, towards, amount in parts
        if amount
    ]  # fmt: skip


def dims_of(row: Settlement, invoice: Payable) -> Dims:
    """What the entry of a settlement is about: the invoice with its bank line, or the claim beside it."""
    of = Dims(invoice.contract_id, invoice.client_id, invoice.debtor_id, invoice.id)
    if row.towards:
        return of.but(reference=claim_key(invoice.id, cast(Part, row.towards)))  # a constraint holds the words
    return of.but(reference=row.receipt.line_id if row.receipt else row.reference)


def entry_of(row: Settlement, invoice: Payable, day: date) -> Entry:
    """P40 of a settlement of an invoice, P42 of one of a claim beside it."""
    event, of = Event(f"settlement/{row.pk}", day, row.paid_date, invoice.number), dims_of(row, invoice)
    amount = Money(row.amount_cents, row.currency)
    if row.towards:
        return rules.discharge(event=event, amount=amount, of=of, kind=_BESIDE.get(row.kind, "demand_settled"))
    return rules.settle(event=event, amount=amount, of=of, kind=_SETTLES.get(row.kind, "managed_settled"))


def take_back(rows: Collection[Settlement], *, note: str, by: Viewer, at: datetime) -> None:
    """Reverse what these settlements posted; their invoices, which are locked, are open again, and what was claimed
    beside them stands again."""
    keys = [ledger.entry_id(entry_key(row)) for row in rows]
    booked = ledger.bookings(entry_ids=[key for key in keys if key is not None])
    if len(booked) != len(rows):
        raise AssertionError("each settlement was posted")
    post([reversal(entry, booking_date=booking_day(at), text=note) for entry in booked], by=by.key, at=at)
    undone(rows, note=note, by=by, at=at)


def undone(rows: Iterable[Settlement], *, note: str, by: Viewer, at: datetime) -> None:
    """These settlements, whose entries are reversed with it, settle nothing any more."""
    for row in rows:
        row.state = SETTLEMENT.after(row.state, "undo")
        row.undone_at, row.undone_by, row.undone_note = at, by.key, note
        row.save(update_fields=["state", "undone_at", "undone_by", "undone_note"])


def entry_key(row: Settlement) -> str:
    """Under which key the entry of a settlement stands in the books."""
    if row.towards:
        return f"P42 {_BESIDE.get(row.kind, 'demand_settled')} settlement/{row.pk}"
    return f"P40 {_SETTLES.get(row.kind, 'managed_settled')} settlement/{row.pk}"


def restate(receipt: Receipt, *, by: Viewer, at: datetime) -> Money:
    """Bring the money to the state in which it is now: settled once nothing of it is left. What is left."""
    left = left_of(receipt)
    if not left and receipt.state != "settled":
        receipt.state, receipt.candidates, receipt.reasons = MONEY.after(receipt.state, "settle"), [], []
        close(key=task_key(receipt), decision="settled", by=by, at=at)
    elif left and receipt.state == "settled":
        receipt.state = MONEY.after(receipt.state, "reopen")
    receipt.save(update_fields=["state", "candidates", "reasons"])
    return left
