"""Fraud reasons that need what came in (factoring-domain 14): F05, F07 to F09, F14, F15, F18, F25, F27.

Receipts and clearances live in later or other rooms: they are handed in as frozen facts. Days are booking days, amounts
cents. Like every sign these are reasons to look, never a verdict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from cessie.domain.credit.rules.fraud import Paid, Signal, Sold, signal
from cessie.domain.parties.rules.names import likeness
from cessie.lib.money import Money
from cessie.lib.reasons import N_

_QUARTER, _YEAR = timedelta(days=90), timedelta(days=365)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Came:
    """Money for one invoice of the client. ``known``: from an account of the debtor that was confirmed, bears his
    name, or paid for him at another client too; ``own``: from an account of the client or of his group."""

    on: date
    cents: int
    buyer: str
    number: str
    payer_iban: str
    payer_name: str
    known: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Ceded:
    """An invoice that the house bought."""

    number: str
    buyer: str
    due: date
    on: date


@dataclass(frozen=True, slots=True)
class Indirect:
    """What a debtor paid to the client instead of to the house."""

    on: date
    cents: int
    number: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A client's year beside his invoices. ``clearances``: how many findings each colleague cleared (no names);
    ``threshold``: the amount in cents from which the debtor must confirm, or none."""

    came: tuple[Came, ...] = ()
    ceded: tuple[Ceded, ...] = ()
    indirect: tuple[Indirect, ...] = ()
    clearances: tuple[int, ...] = ()
    threshold: int | None = None


def watched(sold: Sequence[Sold], paid: Sequence[Paid], seen: Seen, on: date) -> list[Signal]:
    """All that these facts say, in the order of the rules."""
    invoices = [item for item in sold if item.kind == "invoice" and on - _YEAR < item.received <= on]
    found = [
        *_never_paid(seen, on),
        *_self_paid(seen),
        *_mismatch(seen),
        *_diverted(seen, on),
        *_silent(seen, on),
        *_round_trip(seen, paid),
        *_carousel(seen, paid, on),
        *_hugging(invoices, seen),
        *_dilution(sold, on),
        *_insider(seen),
    ]
    return sorted(found, key=lambda one: (one.rule, one.about))


def _some(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")


def _never_paid(seen: Seen, on: date) -> Iterator[Signal]:
    """F05: three bought invoices or more are a month over their due date, or paid, none by the debtor that is known."""
    known = {item.buyer for item in seen.came if item.known}
    paid = {(item.buyer, item.number) for item in seen.came}
    by_buyer: dict[str, list[str]] = defaultdict(list)
    for item in sorted(seen.ceded, key=lambda each: (each.due, each.number)):
        if (item.buyer, item.number) in paid or item.due < on - timedelta(days=30):
            by_buyer[item.buyer].append(item.number)
    for buyer, numbers in sorted(by_buyer.items()):
        if buyer not in known and len(numbers) >= 3:
            words = N_("None of {n} invoices to {debtor} was paid from an account that is known as his: {which}.")
            yield signal("F05", 30, words, about=buyer, n=len(numbers), debtor=buyer, which=_some(numbers))


def _self_paid(seen: Seen) -> Iterator[Signal]:
    """F07: the client, or one of his group, paid for his debtor."""
    own: dict[str, list[str]] = defaultdict(list)
    for item in seen.came:
        if item.own:
            own[item.buyer].append(item.number)
    for buyer, numbers in sorted(own.items()):
        words = N_("Invoices to {debtor} were paid from an account of the client or of his group: {which}.")
        yield signal("F07", 50, words, about=buyer, debtor=buyer, which=_some(sorted(numbers)))


def _mismatch(seen: Seen) -> Iterator[Signal]:
    """F08: somebody else, whose account is not known, paid for the debtor."""
    others: dict[str, dict[str, str]] = defaultdict(dict)
    for item in seen.came:
        if item.payer_name and not item.known and not item.own:
            others[item.buyer].setdefault(item.payer_name, item.number)
    for buyer, payers in sorted(others.items()):
        strange = sorted(name for name in payers if likeness(name, buyer) < Decimal("0.6"))
        if strange:
            words = N_("{payer} paid for {debtor} from an account that is not known: {which}.")
            which = _some([payers[name] for name in strange])
            yield signal("F08", 15, words, about=buyer, payer=_some(strange), debtor=buyer, which=which)


def _diverted(seen: Seen, on: date) -> Iterator[Signal]:
    """F09: more than two percent of what was paid in 90 days went to the client."""
    recent = [item for item in seen.indirect if item.on > on - _QUARTER]
    diverted = sum(item.cents for item in recent)
    whole = diverted + sum(item.cents for item in seen.came if item.on > on - _QUARTER)
    if diverted * 50 > whole:
        words = N_("In 90 days debtors paid {diverted} of {whole} to the client instead of to the house: {which}.")
        which = _some(sorted(item.number for item in recent))
        yield signal("F09", 35, words, diverted=Money(diverted), whole=Money(whole), which=which)


def _silent(seen: Seen, on: date) -> Iterator[Signal]:
    """F09: a debtor who paid regularly is silent for longer than his mean gap and three deviations, though new
    invoices were bought since and older ones are due."""
    days: dict[str, set[date]] = defaultdict(set)
    for item in seen.came:
        days[item.buyer].add(item.on)
    for buyer, paid_on in sorted(days.items()):
        gaps = [(later - earlier).days for earlier, later in pairwise(sorted(paid_on))]
        if len(gaps) < 5:
            continue
        mean = Decimal(sum(gaps)) / len(gaps)
        variance = sum((gap - mean) ** 2 for gap in gaps) / len(gaps)
        last = max(paid_on)
        above = (on - last).days - mean
        new = any(item.buyer == buyer and item.on > last for item in seen.ceded)
        due = any(item.buyer == buyer and last < item.due < on for item in seen.ceded)
        if above > 3 and above**2 > 9 * variance and new and due:
            words = N_("{debtor} paid every {usual} days and not since {last}, while new invoices came.")
            yield signal("F09", 35, words, about=buyer, debtor=buyer, usual=round(mean), last=last)


def _round_trip(seen: Seen, paid: Sequence[Paid]) -> Iterator[Signal]:
    """F14: within three days after a payout 80 to 105 percent of it came back from an account of the client's side or
    one that is not known."""
    sums: Counter[tuple[date, str]] = Counter()
    for item in seen.came:
        if item.own or not item.known:
            sums[item.on, item.payer_iban] += item.cents
    for payout in sorted(paid, key=lambda each: (each.on, each.cents)):
        for (day, iban), cents in sorted(sums.items()):
            if timedelta(0) <= day - payout.on <= timedelta(days=3) and 80 <= cents * 100 // payout.cents <= 105:
                words = N_("After the payout of {paid} on {day}, {back} came in on {then} from {iban}.")
                facts: dict[str, Money | date | str] = {
                    "paid": Money(payout.cents),
                    "day": payout.on,
                    "back": Money(cents),
                    "then": day,
                    "iban": iban,
                }
                yield signal("F14", 45, words, about=iban, **facts)
                return


def _carousel(seen: Seen, paid: Sequence[Paid], on: date) -> Iterator[Signal]:
    """F15: over 60 days what comes in follows what was paid out one, two or three days before (correlation above
    0.7), and invoices take longer to be paid than before."""
    begin = on - timedelta(days=60)
    out: Counter[date] = Counter()
    for payout in paid:
        out[payout.on] += payout.cents
    received: Counter[date] = Counter()
    for item in seen.came:
        received[item.on] += item.cents
    days = [begin + timedelta(days=n) for n in range(1, 61)]
    if sum(1 for day in days if received[day]) < 8:
        return
    came = [received[day] for day in days]
    squared = max(_correlation([out[day - timedelta(days=lag)] for day in days], came) for lag in (1, 2, 3))
    due = {(item.buyer, item.number): item.on for item in seen.ceded}
    turn = [(item.on, (item.on - due[item.buyer, item.number]).days) for item in seen.came
            if (item.buyer, item.number) in due]  # fmt: skip
    late, early = ([n for day, n in turn if (day > begin) == recent] for recent in (True, False))
    slower = bool(late and early) and sum(late) * len(early) > sum(early) * len(late)
    if squared > Decimal("0.49") and slower:
        words = N_("In 60 days money came in one to three days after each payout, and invoices turn more slowly.")
        yield signal("F15", 30, words)


def _correlation(one: Sequence[int], other: Sequence[int]) -> Decimal:
    """The square of the correlation, 0 where it is not positive: whole numbers until the last step."""
    n = len(one)
    both = n * sum(a * b for a, b in zip(one, other, strict=True)) - sum(one) * sum(other)
    spread = (n * sum(a * a for a in one) - sum(one) ** 2) * (n * sum(b * b for b in other) - sum(other) ** 2)
    return Decimal(both * both) / spread if both > 0 and spread else Decimal(0)


def _hugging(invoices: Sequence[Sold], seen: Seen) -> Iterator[Signal]:
    """F18: five invoices or more within five percent below the amount from which debtors confirm, and more than three
    times as many as within five percent above it."""
    if not seen.threshold:
        return
    edge = seen.threshold
    below = [item for item in invoices if edge * 95 <= item.cents * 100 < edge * 100]
    above = sum(1 for item in invoices if edge * 100 <= item.cents * 100 < edge * 105)
    if len(below) >= 5 and len(below) > 3 * above:
        words = N_("{n} invoices are just below {edge}, from which debtors confirm: {which}.")
        which = _some([item.number for item in below])
        yield signal("F18", 20, words, n=len(below), edge=Money(edge), which=which)


def _dilution(sold: Sequence[Sold], on: date) -> Iterator[Signal]:
    """F25: credit notes of three months are more than one and a half times their share of the year."""

    def share(days: int) -> tuple[int, int]:
        recent = [item for item in sold if on - timedelta(days=days) < item.received <= on]
        parts = [sum(i.cents for i in recent if i.kind == kind) for kind in ("credit_note", "invoice")]
        return parts[0], parts[1]

    (late, of_late), (year, of_year) = share(91), share(365)
    older = any(item.received <= on - timedelta(days=182) for item in sold)
    if older and of_late and of_year and late * of_year * 2 > year * of_late * 3:
        words = N_("Credit notes are {now} per mille of the last three months, {usual} of the year.")
        yield signal("F25", 15, words, now=late * 1000 // of_late, usual=year * 1000 // of_year)


def _insider(seen: Seen) -> Iterator[Signal]:
    """F27: one colleague cleared more than six in ten of the client's doubts, of ten at least."""
    whole, most = sum(seen.clearances), max(seen.clearances, default=0)
    if whole >= 10 and most * 10 > whole * 6:
        words = N_("One colleague cleared {n} of the {all} doubts about this client's invoices.")
        yield signal("F27", 40, words, n=most, all=whole)
