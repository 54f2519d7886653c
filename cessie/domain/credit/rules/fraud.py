"""Fraud reasons that need only our own data, with weights and a score (factoring-domain 14): F03 to F28 in part.

A signal says what was seen and on which invoices; the score says how soon a person should look. Neither is a verdict,
and the client never reads them.

>>> score([40, 35]), score([]), score([100, 5])
(61, 0, 100)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import prod

from cessie.domain.credit.rules.patterns import tail
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Reason

#: From which score an invoice is held, and needs two people.
HOLD, TWO_PEOPLE = 40, 60
_YEAR, _QUARTER = timedelta(days=365), timedelta(days=90)
#: How many invoices a signal names; the rest is counted.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Signal:
    """One pattern that was seen: its rule, its weight of 100, and the facts."""

    rule: str
    weight: int
    reason: Reason
    about: str = ""  # the debtor or account that it is about, where it is about one


@dataclass(frozen=True, slots=True)
class Sold:
    """An invoice or credit note as the client handed it in; ``seller`` and ``buyer`` name companies."""

    number: str
    kind: str
    seller: str
    buyer: str
    issue_date: date
    received: date
    cents: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A payout to the client: the day, the amount, and when its account was confirmed if it replaced another."""

    on: date
    cents: int
    account_since: date | None


def score(weights: Iterable[int]) -> int:
    """100 x (1 - product of (1 - weight/100)), rounded half up: two weak signs are more than one."""
    return half_up(100 * (1 - prod((1 - Decimal(weight) / 100 for weight in weights), start=Decimal(1))))


def signals(sold: Sequence[Sold], paid: Sequence[Paid], links: Mapping[str, Sequence[str]], on: date) -> list[Signal]:
    """All that speaks against one client's year, in the order of the rules.

    ``sold``: his invoices and credit notes of 365 days; ``links``: by the debtor's name, what he and the client share.
    """
    year = [item for item in sold if on - _YEAR < item.received <= on]
    invoices = [item for item in year if item.kind == "invoice"]
    found = [
        *_linked(invoices, links),
        *_rebilled(year),
        *_credited(year, on),
        *_spike(invoices, on),
        *_round(invoices),
        *_series(invoices),
        *_revived(invoices, on),
        *_weekend(invoices),
        *_drift(invoices, on),
        *_account(paid),
    ]
    return sorted(found, key=lambda one: one.rule)


def signal(rule: str, weight: int, words: str, /, about: str = "", **facts: str | int | Money | date) -> Signal:
    """A signal in words."""
    return Signal(rule, weight, Reason(rule, words, facts), about)


def _some(items: Sequence[Sold]) -> str:
    names = [item.number for item in items[:_NAMED]]
    return ", ".join(names) + (" …" if len(items) > _NAMED else "")


def _linked(invoices: Sequence[Sold], links: Mapping[str, Sequence[str]]) -> Iterator[Signal]:
    for debtor in sorted({item.buyer for item in invoices} & links.keys()):
        words = N_("The client and the debtor {debtor} share: {what}.")
        yield signal("F03", 40, words, about=debtor, debtor=debtor, what=", ".join(links[debtor]))
        return


def _rebilled(year: Sequence[Sold]) -> Iterator[Signal]:
    """F06: a credit note, and within ten days an invoice to the same debtor of the same amount within one percent."""
    notes = [item for item in year if item.kind == "credit_note"]
    pairs = [
        item
        for note in notes
        for item in year
        if item.kind == "invoice"
        and item.buyer == note.buyer
        and timedelta(0) <= item.issue_date - note.issue_date <= timedelta(days=10)
        and abs(item.cents - note.cents) * 100 <= note.cents
    ]
    if pairs:
        words = N_("{n} invoices followed a credit note of the same amount within ten days: {which}.")
        yield signal("F06", 35, words, n=len(pairs), which=_some(pairs))


def _credited(year: Sequence[Sold], on: date) -> Iterator[Signal]:
    """F12: credit notes above five percent of what was handed in."""
    recent = [item for item in year if item.received > on - _QUARTER]
    notes = [item for item in recent if item.kind == "credit_note"]
    whole = sum(item.cents for item in recent if item.kind == "invoice")
    credited = sum(item.cents for item in notes)
    if notes and whole and credited * 20 > whole:
        words = N_("Credit notes of {credited} in 90 days, on invoices of {whole}: {which}.")
        yield signal("F12", 25, words, credited=Money(credited), whole=Money(whole), which=_some(notes))


def _spike(invoices: Sequence[Sold], on: date) -> Iterator[Signal]:
    """F17: the last 30 days above the mean and three deviations of the eleven months before."""
    months = Counter(dict.fromkeys(range(12), 0))
    for item in invoices:
        months[min((on - item.received).days // 30, 11)] += item.cents
    before = [months[n] for n in range(1, 12)]
    usual = half_up(Decimal(sum(before)) / len(before))
    variance = sum((cents - usual) ** 2 for cents in before) // len(before)
    above = months[0] - usual
    if sum(1 for cents in before if cents) >= 6 and above > 0 and above**2 > 9 * variance:
        words = N_("{now} in the last 30 days; {usual} in a usual month.")
        yield signal("F17", 15, words, now=Money(months[0]), usual=Money(usual))


def _round(invoices: Sequence[Sold]) -> Iterator[Signal]:
    """F19: more than four in ten amounts are whole hundreds, of fifty at least."""
    rounded = [item for item in invoices if item.cents % 100_00 == 0]
    if len(invoices) >= 50 and len(rounded) * 10 > len(invoices) * 4:
        words = N_("{n} of {all} invoices are whole hundreds: {which}.")
        yield signal("F19", 10, words, n=len(rounded), all=len(invoices), which=_some(rounded))


def _series(invoices: Sequence[Sold]) -> Iterator[Signal]:
    """F20: within one series a later day carries a lower number, in more than one of ten."""
    rows = sorted((item.issue_date, tail(item.number), item) for item in invoices if tail(item.number))
    falls = [
        later[2]
        for earlier, later in pairwise(rows)
        if later[0] > earlier[0] and later[1][:-1] == earlier[1][:-1] and later[1][-1] < earlier[1][-1]
    ]
    if len(rows) >= 10 and len(falls) * 10 > len(rows):
        words = N_("{n} invoices carry a lower number than an older one: {which}.")
        yield signal("F20", 10, words, n=len(falls), which=_some(falls))


def _revived(invoices: Sequence[Sold], on: date) -> Iterator[Signal]:
    """F21: a debtor without invoices for most of the year, and now one above nine in ten of the client's amounts."""
    if len(invoices) < 10:
        return
    large = sorted(item.cents for item in invoices)[(len(invoices) * 9) // 10]
    by_debtor: dict[str, list[Sold]] = defaultdict(list)
    for item in invoices:
        by_debtor[item.buyer].append(item)
    for debtor, items in sorted(by_debtor.items()):
        items.sort(key=lambda item: item.received)
        last = items[-1]
        quiet = len(items) > 1 and last.received - items[-2].received > timedelta(days=270)
        if quiet and last.received > on - timedelta(days=30) and last.cents > large:
            words = N_("The debtor {debtor} was silent until {which}, which is among the largest.")
            yield signal("F21", 15, words, debtor=debtor, which=last.number)
            return


def _weekend(invoices: Sequence[Sold]) -> Iterator[Signal]:
    """F23: a third of the invoices issued on Saturdays and Sundays."""
    late = [item for item in invoices if item.issue_date.weekday() >= 5]
    if len(invoices) >= 20 and len(late) * 3 > len(invoices):
        words = N_("{n} of {all} invoices are dated at a weekend: {which}.")
        yield signal("F23", 5, words, n=len(late), all=len(invoices), which=_some(late))


def _drift(invoices: Sequence[Sold], on: date) -> Iterator[Signal]:
    """F26: the largest debtor's share rose by fifteen points within 60 days."""
    edge = on - timedelta(days=60)
    now, before = ([i for i in invoices if (i.received > edge) == late] for late in (True, False))
    if len(now) < 5 or len(before) < 5:
        return
    top = max({item.buyer for item in now}, key=lambda buyer: (_of(now, buyer), buyer))
    share, former = _of(now, top), _of(before, top)
    if share - former >= 15:
        words = N_("{debtor} makes {share} percent of the last 60 days, {former} before.")
        yield signal("F26", 10, words, debtor=top, share=share, former=former)


def _of(items: Sequence[Sold], buyer: str) -> int:
    """The debtor's share of the amounts, in percent."""
    return sum(i.cents for i in items if i.buyer == buyer) * 100 // (sum(i.cents for i in items) or 1)


def _account(paid: Sequence[Paid]) -> Iterator[Signal]:
    """F28: the first payout to a changed account is among the largest."""
    if len(paid) < 5:
        return
    large = sorted(item.cents for item in paid)[(len(paid) * 9) // 10]
    last = max(paid, key=lambda item: item.on)
    fresh = last.account_since is not None and last.on - last.account_since <= timedelta(days=30)
    if fresh and last.cents >= large:
        words = N_("The first payout to an account changed on {since} is among the largest: {amount}.")
        yield signal("F28", 40, words, since=last.account_since or last.on, amount=Money(last.cents))


def circles(sold: Iterable[Sold], on: date) -> dict[str, tuple[str, ...]]:
    """F13: companies that sell in a circle of two to four within 90 days, each edge within a tenth of the others.

    Returns each seller in a circle with the whole circle. Only companies that both sell and buy can be in one.
    """
    edges: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in sold:
        if item.kind == "invoice" and on - _QUARTER < item.received <= on:
            edges[item.seller][item.buyer] += item.cents
    both = edges.keys() & {buyer for bought in edges.values() for buyer in bought}
    found: dict[str, tuple[str, ...]] = {}
    for start in sorted(both):
        circle = _circle(start, (start,), (), edges, both)
        if circle:
            found[start] = circle
    return found


def _circle(
    start: str, way: tuple[str, ...], sums: tuple[int, ...], edges: Mapping[str, Mapping[str, int]], both: set[str]
) -> tuple[str, ...]:
    for buyer, cents in sorted(edges[way[-1]].items()):
        amounts = (*sums, cents)
        if max(amounts) * 10 > min(amounts) * 11:
            continue
        if buyer == start and len(way) > 1:
            return way
        if buyer in both and buyer not in way and len(way) < 4:
            found = _circle(start, (*way, buyer), amounts, edges, both)
            if found:
                return found
    return ()


def circular(way: Sequence[str]) -> Signal:
    """The signal for a company in a circle."""
    words = N_("Companies invoice each other in a circle, for nearly the same amounts: {way}.")
    return signal("F13", 50, words, way=" → ".join([*way, way[0]]))
