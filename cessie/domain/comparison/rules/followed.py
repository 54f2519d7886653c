"""Ledgers of open items laid one after the other: which invoices came, and when what of each was settled.

>>> one = Item("invoice", "F1", "D1", "Made up", date(2026, 1, 5), date(2026, 2, 5), 100_00, 100_00)
>>> credit = Item("credit_note", "C1", "D1", "Made up", date(2026, 2, 1), None, 0, 30_00)
>>> jan, feb = date(2026, 1, 31), date(2026, 2, 28)
>>> found = follow([Stock(jan, [one]), Stock(feb, [credit])], {("D1", "F1"): ((date(2026, 2, 6), 70_00),)})
>>> [(each.kind, each.day.isoformat(), each.cents) for each in found]
[('invoice', '2026-01-05', 10000), ('credit_note', '2026-02-28', 3000), ('payment', '2026-02-06', 7000)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cessie.formats.values.client_ledger import Movement


class Item(NamedTuple):
    """A line of a ledger: ``open`` and ``gross`` in cents, never below 0. ``kind``: invoice, credit_note, cash."""

    kind: str
    number: str
    debtor: str
    name: str
    issued: date
    due: date | None
    open: int
    gross: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What was open on a day."""

    day: date
    items: Iterable[Item]


Key = tuple[str, str]
Came = Mapping[Key, tuple[tuple[date, int], ...]]


class _Follower:
    def __init__(self, came: Came) -> None:
        self.found: list[Movement] = []
        self.invoices: dict[Key, tuple[Item, int]] = {}
        self.credits: dict[Key, int] = {}
        self.came = {key: list(days) for key, days in came.items()}

    def take(self, stock: Stock) -> None:
        """One ledger more: what is open of less than before was settled since."""
        now: dict[Key, int] = {}
        credits: dict[Key, int] = {}
        for item in stock.items:
            key = (item.debtor, item.number)
            if item.kind == "invoice":
                now[key] = item.open
                if key not in self.invoices:
                    gross = max(item.gross, item.open)
                    due = max(item.due, item.issued) if item.due else None
                    self.invoices[key] = (item, gross)
                    if gross:
                        self._say("invoice", item, item.number, item.issued, gross, due)
            elif item.kind == "credit_note":
                credits[key] = item.open
                self.credits.setdefault(key, max(item.gross, item.open))
        by_credit = self._used(credits)
        for key, (item, before) in self.invoices.items():
            after = now.get(key, 0)
            if after < before:
                part = min(before - after, by_credit[item.debtor])
                by_credit[item.debtor] -= part
                if part:
                    self._say("credit_note", item, f"{item.number}~{len(self.found)}", stock.day, part)
                for day, cents in self._paid(key, before - after - part, stock.day):
                    self._say("payment", item, "", day, cents)
            self.invoices[key] = (item, after)

    def _used(self, credits: Mapping[Key, int]) -> dict[str, int]:
        """By debtor what of his credit notes was set against invoices since."""
        used: dict[str, int] = defaultdict(int)
        for key, before in self.credits.items():
            after = credits.get(key, 0)
            used[key[0]] += max(0, before - after)
            self.credits[key] = after
        return used

    def _paid(self, key: Key, cents: int, until: date) -> Iterator[tuple[date, int]]:
        """The days on which money is known to have come; the rest on the day of the ledger."""
        known = self.came.get(key, [])
        while cents and known and known[0][0] <= until:
            day, came = known.pop(0)
            part = min(cents, came)
            yield day, part
            cents -= part
        if cents:
            yield until, cents

    def _say(self, kind: str, item: Item, number: str, day: date, cents: int, due: date | None = None) -> None:
        of = "" if kind == "invoice" else item.number
        self.found.append(Movement(kind, number, item.debtor, item.name, day, cents, due, of))  # type: ignore[arg-type]  # a word of the list


def follow(stocks: Iterable[Stock], came: Came) -> list[Movement]:
    """The movements between ledgers in the order of their days. ``came``: money by debtor and number, the oldest first.

    A credit note counts once it is set against invoices; of what was settled before the first ledger only the sum is
    known.
    """
    follower = _Follower(came)
    for stock in stocks:
        follower.take(stock)
    return follower.found
