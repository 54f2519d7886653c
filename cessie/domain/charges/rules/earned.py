"""What a contract's funds in use have earned in a month: interest and the surcharge over the limit (domain 4.3).

A contract may change within the month: each version counts for its days, the month is summed exactly and rounded once.

>>> full = InterestTerms(margin=Decimal("1.60"), reset="MONTH_START")
>>> span = Span(date(2026, 6, 1), date(2026, 6, 30), full, Money(10**9))
>>> rates = {"EURIBOR_3M": [Fixing(date(2026, 6, 1), Decimal("2.035"))]}
>>> drawn = [Step(date(2026, 6, 5), "P04", Money(121_440_00)), Step(date(2026, 6, 20), "P08", Money(-60_000_00)),
...          Step(date(2026, 6, 25), "P04", Money(10_000_00))]
>>> found = earned([span], Money(0), drawn, rates)
>>> found.interest, found.surcharge
(Money(cents=25823, currency='EUR'), Money(cents=0, currency='EUR'))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cessie.domain.charges.rules.rates import missing
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.interest import (
    Balance,
    Fixing,
    InterestTerms,
    Movement,
    Segment,
    balances_of,
    interest,
    segments,
    surcharge_at,
)

#: Posting rules under which money comes in: float days count for them.
RECEIPTS: Final = frozenset({"P08", "P17", "P21", "P34f"})
#: What the house charges: a contract on drawn money alone bears no interest on it.
CHARGES: Final = frozenset({"P03", "P12"})


class NoRate(Refusal):
    """A day bears interest and its reference rate is not known: nobody guesses."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days (both included) under one version of the contract; ``limit``: above it the surcharge runs."""

    first: date
    last: date
    terms: InterestTerms
    limit: Money


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the funds in use on a value date, debit positive, and the posting rule behind it."""

    value_date: date
    rule: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Earned:
    """What the days earned, and the segments that show how; each with the percent of the surcharge that held."""

    interest: Money
    surcharge: Money
    parts: tuple[tuple[Segment, Decimal], ...]

    def to_json(self) -> list[dict[str, Any]]:
        """The segments that bear something, for whoever asks why."""
        return [
            {
                "first": s.first.isoformat(), "last": s.last.isoformat(), "days": s.days, "base": s.base.cents,
                "rate": str(s.rate), "over": s.over.cents, "surcharge": str(percent), "year": s.year,
            }
            for s, percent in self.parts
            if s.base
        ]  # fmt: skip


def earned(
    spans: Sequence[Span], opening: Money, steps: Sequence[Step], rates: Mapping[str, Sequence[Fixing]]
) -> Earned:
    """Interest and surcharge over the spans; ``opening``: funds in use at the end of the day before the first step.

    Refused (``NoRate``) where a day that bears interest has no known rate; days without funds in use need none.
    """
    parts: list[tuple[Segment, Decimal]] = []
    for span in spans:
        terms = span.terms
        movements = [Movement(s.value_date, s.amount, s.rule in RECEIPTS) for s in steps]
        balances = balances_of(movements, opening, float_days=terms.float_days)
        known = rates.get(terms.reference, ())
        if any(balance.amount.cents > 0 for balance in balances):
            _require(_bearing(span, balances), terms, known)
        found = segments(balances, known, terms, span.first, span.last, limit=span.limit) if known else []
        parts += [(segment, terms.surcharge) for segment in found]
    total = interest([segment for segment, _percent in parts]) if parts else Money(0, opening.currency)
    return Earned(total, surcharge_at(parts) if parts else Money(0, opening.currency), tuple(parts))


def _bearing(span: Span, balances: Sequence[Balance]) -> Sequence[tuple[date, date]]:
    """The stretches of the span on which something is in use, as first and last day."""
    stretches = []
    for balance, after in zip(balances, [*balances[1:], None], strict=True):
        first = max(span.first, balance.since)
        last = min(span.last, date.fromordinal(after.since.toordinal() - 1)) if after else span.last
        if balance.amount.cents > 0 and first <= last:
            stretches.append((first, last))
    return stretches


def _require(stretches: Sequence[tuple[date, date]], terms: InterestTerms, known: Sequence[Fixing]) -> None:
    for first, last in stretches:
        lacking = missing(known, terms, first, last)
        if lacking:
            raise NoRate(
                "charges.no_rate", N_("No confirmed value of {reference} is known for {day}."),
                reference=terms.reference, day=lacking[0],
            )  # fmt: skip
