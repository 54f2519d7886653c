"""From movements to what is open, and back: two ways in which ledgers are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cessie.formats.values.client_ledger import ClientLedger, Movement, OpenItem
from cessie.lib.reasons import Reason


def as_ledger(found: Iterable[OpenItem | Reason]) -> ClientLedger:
    """The open items as movements of their own days, or everything that is wrong."""
    movements, problems = list[Movement](), list[Reason]()
    for item in found:
        if isinstance(item, Reason):
            problems.append(item)
            continue
        kind, number, debtor, name, _, issued, due, cents, *_ = item
        told = "payment" if kind == "cash" else kind
        movements.append(Movement(told, number, debtor, name, issued, abs(cents), due, "", item.place))
    return ClientLedger((), tuple(problems)) if problems else ClientLedger(tuple(movements))


def open_of(ledger: ClientLedger) -> Iterator[OpenItem | Reason]:
    """What is open once every movement is done: a payment or credit note lowers the invoice that it names; what names
    none, or has more than it, stays open by itself."""
    yield from ledger.problems
    invoices: dict[tuple[str, str], Movement] = {}
    left: dict[tuple[str, str], int] = {}
    for movement in ledger.movements:
        if movement.kind == "invoice":  # a number may be owed in parts, or again after a payment went back
            key = (movement.debtor, movement.number)
            left[key] = left.get(key, 0) + movement.cents
            invoices.setdefault(key, movement)
    whole = dict(left)
    for movement in ledger.movements:
        key = (movement.debtor, movement.of)
        if movement.kind == "invoice":
            continue
        rest = movement.cents - min(movement.cents, left.get(key, 0))
        if key in left:
            left[key] -= movement.cents - rest
        if rest or movement.kind == "credit_note":
            gross = -movement.cents if movement.kind == "credit_note" else -rest
            kind = "credit_note" if movement.kind == "credit_note" else "cash"
            yield _item(movement, kind, -rest, gross)
    for key, movement in invoices.items():
        yield _item(movement, "invoice", left[key], whole[key])


def _item(m: Movement, kind: str, still: int, gross: int) -> OpenItem:
    return OpenItem(kind, m.number, m.debtor, m.debtor_name, "", m.day, m.due, still, gross, place=m.place)  # type: ignore[arg-type]  # one of the three
