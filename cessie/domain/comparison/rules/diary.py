"""What a replay writes down day by day, and the outcome made of it. Cents."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from cessie.domain.comparison.rules.outcome import KINDS, Month, Outcome


class Diary:
    """The running sums of one replay; a month is closed with ``end_month``."""

    def __init__(self, name: str, first: date, last: date) -> None:
        self.name, self.first, self.last = name, first, last
        self.days = (last - first).days + 1
        self.base = self.drawn = self.collected = 0
        self._received = self._premiums = self._vat = 0
        self._costs = dict.fromkeys(KINDS, 0)
        self._funds: list[int] = []
        self._bases: list[int] = []
        self._freed: list[int] = []
        self._collected_on = [0] * self.days
        self._month_from = first
        self._at_month_start = (0, 0, 0, 0)
        self._months: list[Month] = []
        self._sold, self._left_out = [0, 0], [0, 0]

    def draw(self, cents: int) -> None:
        """The company is paid."""
        self.drawn += cents

    def receive(self, cents: int) -> None:
        """A customer paid what was sold: the company would have had it today."""
        self._received += cents

    def collect(self, cents: int) -> None:
        """The factor has it and knows what it is for."""
        self.collected += cents
        self._collected_on[len(self._funds)] += cents

    def cost(self, kind: str, net: int, vat: int) -> None:
        """Something is charged."""
        self._costs[kind] += net
        self._vat += vat

    def cost_of(self, kind: str) -> int:
        """What was charged of a kind so far."""
        return self._costs[kind]

    def pay_insurer(self, cents: int) -> None:
        """A premium that the company pays itself, from its own money."""
        self._costs["insurance"] += cents
        self._premiums += cents

    def sell(self, cents: int) -> None:
        """An invoice is sold."""
        _count(self._sold, cents)

    def leave_out(self, cents: int) -> None:
        """An invoice is not bought: its customer pays the company as before."""
        _count(self._left_out, cents)

    def floating(self, days: int) -> int:
        """What was collected so shortly before that it bears interest still."""
        at = len(self._funds)
        return sum(self._collected_on[max(0, at - days + 1) : at + 1]) if days else 0

    def note(self, *, funds: int, base: int) -> None:
        """How a day ended: ``base`` bears interest for it."""
        self.base = base
        self._funds.append(funds)
        self._bases.append(base)
        self._freed.append(self.drawn - self._received - self._premiums)

    def bases(self) -> tuple[date, list[int]]:
        """The first day of the month under way, and what bore interest on each of its days."""
        return self._month_from, self._bases[(self._month_from - self.first).days :]

    def end_month(self, last: date) -> None:
        """Close the month; what is charged after this belongs to the next."""
        since = (self._month_from - self.first).days
        now = (self.drawn, self._received, sum(self._costs.values()), self._vat)
        drawn, received, cost, vat = (after - before for after, before in zip(now, self._at_month_start, strict=True))
        funds, freed = self._funds[since:], self._freed[since:]
        self._months.append(
            Month(self._month_from, last, drawn, received, cost, vat, _mean(funds), _mean(freed), min(freed))
        )
        self._at_month_start, self._month_from = now, last + timedelta(days=1)

    def outcome(self) -> Outcome:
        """Everything, once the last month is closed."""
        (sold, sold_cents), (left_out, left_out_cents) = self._sold, self._left_out
        return Outcome(
            self.name, self.first, self.last, dict(self._costs), self._vat, _mean(self._funds), _mean(self._freed),
            tuple(self._months), sold, sold_cents, left_out, left_out_cents, tuple(self._freed),
        )  # fmt: skip


def _count(sums: list[int], cents: int) -> None:
    sums[0] += 1
    sums[1] += cents


def _mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))
