"""What was claimed beside the invoices, in the books: P41 when it is demanded, P42 when it is given up or paid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID, uuid5

from cessie.domain.dunning.models import Touch, TouchItem
from cessie.ledger.demands import demanded
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.queries import bookings, entry_id
from cessie.ledger.rules import managed
from cessie.lib.money import Money

Part = Literal["interest", "costs"]
#: What is demanded beside an invoice, with the kind of its entry.
PARTS: Final[Mapping[Part, Literal["interest_demanded", "costs_demanded"]]] = {
    "interest": "interest_demanded",
    "costs": "costs_demanded",
}
_CLAIMS: Final = UUID("6f1d5c1e-6a0c-5b8e-9a43-2c9d7b1f0e55")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is demanded beside one invoice and still owed."""

    interest: Money = Money(0)
    costs: Money = Money(0)

    @property
    def total(self) -> Money:
        """Both."""
        return self.interest + self.costs


def claim_key(invoice_id: UUID, part: Part) -> UUID:
    """The claim of the books (``Dims.reference``) that is a part beside an invoice.

    >>> claim_key(UUID(int=1), "costs") == claim_key(UUID(int=1), "interest")
    False
    """
    return uuid5(_CLAIMS, f"{invoice_id}/{part}")


def beside(invoice_ids: Collection[UUID]) -> dict[UUID, Beside]:
    """What the books say is demanded beside each invoice and not paid or given up."""
    keys = {(invoice, part): claim_key(invoice, part) for invoice in invoice_ids for part in PARTS}
    found = demanded(keys.values())
    return {invoice: Beside(found[keys[invoice, "interest"]], found[keys[invoice, "costs"]]) for invoice in invoice_ids}


def demands(touch: Touch, items: Sequence[TouchItem], on: date) -> list[Entry]:
    """The entries that make the books hold what the touch claims: P41 for more, P42 for less than before."""
    before = beside([item.invoice_id for item in items if not item.rides])
    entries = []
    for item in items:
        if item.rides:
            continue
        now = {"interest": item.interest_cents, "costs": item.costs_cents}
        for part, kind in PARTS.items():
            had = getattr(before[item.invoice_id], part)
            more = Money(now[part], item.currency) - had
            event = Event(f"{touch.pk}/{item.invoice_id}/{part}", on)
            of = _of(touch, item.invoice_id, part)
            if more.cents > 0:
                entries.append(managed.demand(event=event, amount=more, of=of, kind=kind))
            elif more.cents < 0 and now[part]:  # a message that claims nothing leaves what was claimed
                entries.append(managed.discharge(event=event, amount=-more, of=of, kind="demand_waived"))
    return entries


def withdrawals(touch: Touch, items: Iterable[TouchItem], on: date) -> list[Entry]:
    """The entries that take back what a touch demanded when it was written, because it never left."""
    entries = []
    for item in items:
        for part, kind in PARTS.items():
            key = entry_id(f"P41 {kind} {touch.pk}/{item.invoice_id}/{part}")
            if key is not None:
                (booked,) = bookings(entry_ids=[key])
                amount = next(line.amount for line in booked.lines if line.account == "9030")
                event = Event(f"{touch.pk}/{item.invoice_id}/{part}/undone", on)
                of = _of(touch, item.invoice_id, part)
                entries.append(managed.discharge(event=event, amount=amount, of=of, kind="demand_waived"))
    return entries


def _of(touch: Touch, invoice_id: UUID, part: Part) -> Dims:
    return Dims(touch.contract_id, touch.client_id, touch.debtor_id, invoice_id, reference=claim_key(invoice_id, part))
