"""On which day of a replay each thing happens to each invoice: handed over, settled, overdue, given back.

Days count from 0, the first of the replay. What falls after the last day is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cessie.domain.comparison.rules.offers import Offer
from cessie.domain.comparison.rules.sales import Sale, Settled
from cessie.terms.contract import Terms


class Handed(NamedTuple):
    """An invoice that is handed over, with what is open of it then, and the day on which the debtor still owes it."""

    place: int
    open: int


class Paid(NamedTuple):
    """A part of an invoice that is settled."""

    place: int
    part: Settled


@dataclass(frozen=True, slots=True)
class Agenda:
    """By day: ``handed`` and ``matched`` as the factor learns of it, ``seen`` as money comes, ``overdue``, ``back``."""

    handed: tuple[list[Handed], ...]
    seen: tuple[list[Paid], ...]
    matched: tuple[list[Paid], ...]
    overdue: tuple[list[int], ...]
    back: tuple[list[int], ...]


def agenda(sales: Sequence[Sale], offer: Offer, first: date, last: date) -> Agenda:
    """Everything that happens between the two days, both included."""
    days = (last - first).days + 1
    files = _files(offer.every, first, days)
    handed: tuple[list[Handed], ...] = tuple([] for _ in range(days))
    seen: tuple[list[Paid], ...] = tuple([] for _ in range(days))
    matched: tuple[list[Paid], ...] = tuple([] for _ in range(days))
    overdue: tuple[list[int], ...] = tuple([] for _ in range(days))
    back: tuple[list[int], ...] = tuple([] for _ in range(days))
    late, gone = overdue_days(offer.terms), back_days(offer.terms)
    for place, sale in enumerate(sales):
        if sale.debtor in offer.without or sale.issued > last:
            continue
        before = sum(part.cents for part in sale.settled if part.day < first)
        day = max(0, (sale.issued - first).days)
        at = files[day]
        if before == sale.cents or at is None:
            continue
        handed[at].append(Handed(place, sale.cents - before))
        for part in sale.settled:
            if not first <= part.day <= last:
                continue
            when = max((part.day - first).days, day)
            seen[when].append(Paid(place, part))
            if (known := files[when]) is not None:
                matched[known].append(Paid(place, part))
        due = (sale.due - first).days
        for after, found in ((late, overdue), (gone, back)):
            if after is not None and max(at, due + after + 1) < days:
                found[max(at, due + after + 1)].append(place)
    return Agenda(handed, seen, matched, overdue, back)


def overdue_days(terms: Terms) -> int | None:
    """Days past due after which an invoice no longer counts: by eligibility, or where it is definanced; the earlier."""
    rules = [rule.days or 0 for rule in terms.eligibility if rule.code == "OVERDUE"]
    if terms.definancing and terms.definancing.action == "RESERVE":
        rules.append(terms.definancing.days)
    return min(rules, default=None)


def back_days(terms: Terms) -> int | None:
    """Days past due after which an invoice goes back to the client; None where it never does."""
    days = [terms.recourse_days] if terms.recourse != "NONE" else []
    if terms.definancing and terms.definancing.action == "CHARGEBACK":
        days.append(terms.definancing.days)
    return min(days, default=None)


def _files(every: str, first: date, days: int) -> tuple[int | None, ...]:
    """For each day the day on which the factor learns of it; None where that is after the last."""
    found: list[int | None] = []
    after: int | None = None
    for n in reversed(range(days)):
        day = first + timedelta(days=n)
        if every == "day" or (every == "week" and day.weekday() == 0) or (every == "month" and day.day == 1):
            after = n
        found.append(after)
    return tuple(reversed(found))
