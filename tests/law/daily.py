"""The interest of a claim recomputed one day at a time, from the rows of the file alone: nothing of the engine is used.

Whole numbers of 10^-24 cent stand in for exact fractions; what is lost by the day is far from any half cent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

RATES = Path(__file__).resolve().parents[2] / "cessie" / "law" / "rates.csv"
ONE = 10**24
#: Country and segment: the kind of the rate, points on top (hundredths), whether the year's interest joins the base.
RULES = {
    ("BE", "b2b"): ("BE", "b2b_late_interest", 0, False),
    ("BE", "b2g"): ("BE", "b2b_late_interest", 0, False),
    ("NL", "b2b"): ("NL", "b2b_late_interest", 0, True),
    ("NL", "b2g"): ("NL", "b2b_late_interest", 0, True),
    ("NL", "b2c"): ("NL", "legal_interest", 0, True),
    ("FR", "b2b"): ("FR", "b2b_late_interest", 0, False),
    ("FR", "b2g"): ("EU", "ecb_mro_semester_reference", 800, False),
    ("FR", "b2c"): ("FR", "legal_interest_professionals", 0, False),
    ("LU", "b2b"): ("LU", "b2b_late_interest", 0, False),
    ("DE", "b2b"): ("DE", "b2b_late_interest", 0, False),
    ("DE", "b2c"): ("DE", "b2c_late_interest", 0, False),
}


class Asked(NamedTuple):
    """A random claim, plain: cents, days, payments as (day, cents)."""

    country: str
    segment: str
    cents: int
    due: date
    until: date
    payments: tuple[tuple[date, int], ...]
    day_count: str

    def question(self) -> dict[str, object]:
        """The same as JSON asks it."""
        return {
            "what": "interest",
            "country": self.country,
            "segment": self.segment,
            "principal": euros(self.cents),
            "due": self.due.isoformat(),
            "until": self.until.isoformat(),
            "payments": [[day.isoformat(), euros(cents)] for day, cents in self.payments],
            "day_count": self.day_count,
        }


def euros(cents: int) -> str:
    """Cents as JSON writes an amount."""
    return f"{cents // 100}.{cents % 100:02}"


@lru_cache(maxsize=32)
def by_day(country: str, kind: str, points: int) -> dict[date, int]:
    """Each day's rate in hundredths of a percent."""
    found: dict[date, int] = {}
    with RATES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if (row["country"], row["kind"]) == (country, kind):
                day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
                whole, _, part = row["percent"].partition(".")
                while day <= last:
                    found[day] = int(whole) * 100 + int((part + "00")[:2]) + points
                    day += timedelta(days=1)
    return found


@lru_cache(maxsize=32)
def span(country: str, kind: str, points: int) -> tuple[date, date]:
    """The first and the last day of a rate."""
    known = by_day(country, kind, points)
    return min(known), max(known)


def nearest(value: int) -> int:
    """Whole cents, halves up; the dust of the days is swept first."""
    swept = (value + ONE // 10**12 // 2) // (ONE // 10**12)
    return (swept * 2 + 10**12) // (2 * 10**12)


def recomputed(asked: Asked) -> tuple[int, int]:
    """Interest in all, and what is still owed without the fixed sum, in cents."""
    country, kind, points, yearly = RULES[asked.country, asked.segment]
    rates = by_day(country, kind, points)
    principal, grown, fresh, paid_interest = asked.cents, 0, 0, 0
    money = dict.fromkeys((day for day, _ in asked.payments), 0)
    for day, cents in asked.payments:
        money[day] += cents
        if day <= asked.due:
            principal = max(0, principal - cents)
    start = today = asked.due + timedelta(days=1)
    while today <= asked.until:
        if yearly and today != start and _birthday(start, today):
            grown, fresh = grown + fresh, 0
        year = 366 if asked.day_count == "act/act" and today.year % 4 == 0 else 365  # 2013 to 2026: no century
        fresh += (principal * ONE + grown) * rates[today] // (10_000 * year)
        if money.get(today):
            owed = nearest(grown + fresh)
            to_interest = min(owed, money[today])
            paid_interest += to_interest
            principal = max(0, principal - (money[today] - to_interest))
            rest = (owed - to_interest) * ONE  # the fresh interest is paid before the grown one
            grown = min(grown, rest)
            fresh = rest - grown
        today += timedelta(days=1)
    left = nearest(grown + fresh)
    return paid_interest + left, principal + left


def _birthday(start: date, today: date) -> bool:
    if (start.month, start.day) == (2, 29) and today.year % 4:
        return (today.month, today.day) == (3, 1)
    return (today.month, today.day) == (start.month, start.day)


def random_claims(chance: Random, country: str | None = None) -> Iterator[Asked]:
    """Claims without end: days around semesters, leap days and month ends come more often."""
    rules = [rule for rule in RULES if country in (None, rule[0])]
    while True:
        code, segment = chance.choice(rules)
        kind = RULES[code, segment]
        first, last = span(*kind[:3])
        due = _day(chance, first, last - timedelta(days=2))
        most = chance.choice((1, 40, 400, 1500, 4700))
        until = min(last, due + timedelta(days=chance.randint(1, most)))
        cents = chance.choice((chance.randint(1, 99), chance.randint(100, 10_000_00), chance.randint(1, 10**9)))
        days = sorted(_day(chance, due - timedelta(days=5), until) for _ in range(chance.choice((0, 0, 1, 3))))
        payments = tuple((day, chance.randint(1, max(1, cents // 2))) for day in days if day <= until)
        yield Asked(code, segment, cents, due, until, payments, chance.choice(("act/365", "act/365", "act/act")))


def _day(chance: Random, first: date, last: date) -> date:
    day = first + timedelta(days=chance.randint(0, max(0, (last - first).days)))
    edge = chance.choice((None, None, (1, 1), (6, 30), (7, 1), (12, 31), (2, 28), (3, 1), (2, 29)))
    if edge and (edge != (2, 29) or day.year % 4 == 0):
        day = day.replace(month=edge[0], day=edge[1])
    return max(first, min(last, day))
