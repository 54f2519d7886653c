"""What a principal is told of a month: his account as the books have it, and each dossier with its phase. Pure.

Each figure of a dossier is kept as it stands at the end of the month; what happened within it is the difference to the
statement before. So the months of a year always sum to the year, also where something became known late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cessie.domain.collection.rules.build_up import Parts
from cessie.domain.collection.rules.states import DOSSIER
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class AtEnd:
    """A dossier at the end of a day: ``received`` in whatever way, less what went back; ``paid``: what that settled;
    ``billed``: costs that partners made; ``open``: what is still owed."""

    dossier: UUID
    phase: str
    received: Money
    paid: Parts
    billed: Money
    open: Money

    def to_json(self) -> dict[str, Any]:
        """As a statement keeps it."""
        parts = [self.paid.principal.cents, self.paid.interest.cents, self.paid.costs.cents]
        return {
            "dossier": str(self.dossier), "phase": self.phase, "received": self.received.cents, "paid": parts,
            "billed": self.billed.cents, "open": self.open.cents,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AtEnd:
        """As it was kept."""
        principal, interest, costs = (Money(cents) for cents in data["paid"])
        return cls(
            UUID(data["dossier"]), data["phase"], Money(data["received"]), Parts(principal, interest, costs),
            Money(data["billed"]), Money(data["open"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Within:
    """What a month brought in a dossier, and how it stands after it."""

    dossier: UUID
    phase: str
    received: Money
    settled: Parts
    billed: Money
    open: Money


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved the principal's account on a day, of a dossier or of none; above zero in his favour."""

    kind: str
    day: date
    dossier: UUID | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Line:
    """A movement on the principal's account; ``balance``: what is owed to him after it, below zero by him."""

    kind: str
    day: date
    dossier: UUID | None
    amount: Money
    balance: Money


def within(now: Sequence[AtEnd], before: Iterable[AtEnd]) -> tuple[Within, ...]:
    """The month of each dossier; one of which nothing was told before began in it."""
    former = {each.dossier: each for each in before}
    return tuple(_within(each, former.get(each.dossier)) for each in now)


def _within(now: AtEnd, before: AtEnd | None) -> Within:
    if before is None:
        return Within(now.dossier, now.phase, now.received, now.paid, now.billed, now.open)
    return Within(
        now.dossier, now.phase, now.received - before.received, now.paid - before.paid, now.billed - before.billed,
        now.open,
    )  # fmt: skip


def account(opening: Money, moves: Iterable[Movement]) -> tuple[tuple[Line, ...], Money]:
    """The lines with their balances, and the closing balance.

    >>> came = Movement("trust_receipt", date(2026, 5, 6), UUID(int=1), Money(100_00))
    >>> lines, closing = account(Money(5_00), [came])
    >>> lines[0].balance.cents, closing.cents
    (10500, 10500)
    """
    balance, lines = opening, []
    for each in moves:
        balance += each.amount
        lines.append(Line(each.kind, each.day, each.dossier, each.amount, balance))
    return tuple(lines), balance


def phase_after(events: Iterable[str]) -> str:
    """The state of a dossier after what happened in it; what moves no state is passed over.

    >>> phase_after(["find_amicable", "note", "go_to_court"])
    'to_court'
    """
    state = DOSSIER.initial
    for event in events:
        if DOSSIER.allows(state, event):
            state = DOSSIER.after(state, event)
    return state


def over(since: date, today: date) -> tuple[date, ...]:
    """The first days of the months that are over by today, from that of ``since`` on.

    >>> over(date(2026, 4, 14), date(2026, 6, 1))
    (datetime.date(2026, 4, 1), datetime.date(2026, 5, 1))
    """
    found, month = [], since.replace(day=1)
    while last_day(month) < today:
        found.append(month)
        month = last_day(month) + timedelta(days=1)
    return tuple(found)


def last_day(month: date) -> date:
    """Of the month that begins on a day."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
