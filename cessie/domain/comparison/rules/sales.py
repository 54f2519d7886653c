"""A company's sales with what became of each: the ledger that offers are laid over. Amounts in whole cents of euro.

Money and credit notes go to the invoice that they name, then to the debtor's oldest that is open; what nobody is owed
is left aside and told.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cessie.formats.values.client_ledger import Movement
from cessie.lib.reasons import N_, Refusal


class Settled(NamedTuple):
    """A part of an invoice that was paid, or credited, on a day."""

    day: date
    cents: int
    credit: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """An invoice with everything that settled it, in the order of days."""

    number: str
    debtor: str
    issued: date
    due: date
    cents: int
    settled: tuple[Settled, ...]


@dataclass(frozen=True, slots=True)
class Sales:
    """All invoices in the order of their days. ``aside``: cents that settle nothing; ``last``: the last movement."""

    sales: tuple[Sale, ...]
    names: Mapping[str, str]
    first: date
    last: date
    aside: int = 0


@dataclass(slots=True)
class _Open:
    movement: Movement
    left: int
    settled: list[Settled] = field(default_factory=list)


def sales_of(movements: Iterable[Movement], *, days: int) -> Sales:
    """The sales in a ledger; where it knows no due date, ``days`` after the invoice. Refused: no invoice in it."""
    ordered = sorted(movements, key=lambda each: (each.day, each.kind != "invoice", each.place))
    found: list[_Open] = []
    of_debtor: dict[str, deque[_Open]] = defaultdict(deque)
    by_number: dict[tuple[str, str], _Open] = {}
    names: dict[str, str] = {}
    aside = 0
    for each in ordered:
        names.setdefault(each.debtor, each.debtor_name)
        if each.kind == "invoice":
            made = _Open(each, each.cents)
            found.append(made)
            of_debtor[each.debtor].append(made)
            by_number.setdefault((each.debtor, each.number), made)
        else:
            aside += _settle(each, by_number.get((each.debtor, each.of or each.number)), of_debtor[each.debtor])
    if not found:
        raise Refusal("comparison.no_invoice", N_("The ledger holds no invoice."))
    sales = tuple(_sale(each, days) for each in found)
    return Sales(sales, names, ordered[0].day, ordered[-1].day, aside)


def _settle(each: Movement, named: _Open | None, others: deque[_Open]) -> int:
    """What of the money or credit is left when the one it names and then the oldest are settled."""
    rest = each.cents
    if named is not None:
        rest = _take(named, rest, each)
    while rest and others:
        if not others[0].left:
            others.popleft()
            continue
        rest = _take(others[0], rest, each)
    return rest


def _take(open_: _Open, rest: int, each: Movement) -> int:
    part = min(rest, open_.left)
    if part:
        open_.left -= part
        open_.settled.append(Settled(each.day, part, each.kind == "credit_note"))
    return rest - part


def _sale(open_: _Open, days: int) -> Sale:
    of = open_.movement
    due = of.due or of.day + timedelta(days=days)
    return Sale(of.number, of.debtor, of.day, due, of.cents, tuple(open_.settled))
