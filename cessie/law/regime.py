"""By which rule a claim bears interest: what a country's file answers, and the rate of each day by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cessie.law.facts import Deadlines
from cessie.law.facts import Part as Part
from cessie.law.guards import Finding, finding
from cessie.law.rates import Rate, Rates
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: The rate of a new semester in percent, from the rate of the central bank in force before it.
Formula = Callable[[Decimal], Decimal]
#: A procedure takes its named days and words, and gives its dates; a day that it needs and lacks is a KeyError.
Procedure = Callable[[Mapping[str, date], Mapping[str, str]], Deadlines]
FORTY = Money(40_00)
NOTHING = Money(0)
DIRECTIVE = "Directive 2011/7/EU, art. 3 and 6"
#: The orders of imputation: each part as a payment settles it.
COSTS_FIRST: Final[tuple[Part, ...]] = ("costs", "interest", "principal")
INTEREST_FIRST: Final[tuple[Part, ...]] = ("interest", "principal", "costs")
PRINCIPAL_FIRST: Final[tuple[Part, ...]] = ("principal", "interest", "costs")


@dataclass(frozen=True, slots=True)
class Regime:
    """Interest from ``first`` on: a contract's rate, or the rows of a kind (``rates_of``) plus a margin in points.

    Neither: the claim bears none. ``yearly`` adds unpaid interest to the base after each full year; ``fixed`` is the
    fixed sum for one invoice; ``order`` is how a payment is imputed.
    """

    first: date
    rates_of: tuple[str, str] | None
    order: tuple[Part, ...]
    sources: tuple[str, ...]
    contract_rate: Decimal | None = None
    margin: Decimal = Decimal(0)
    yearly: bool = False
    fixed: Money = NOTHING
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()

    def between(self, rates: Rates, first: date, last: date) -> Iterator[tuple[date, date, Decimal, Rate | None]]:
        """The days cut where the rate changes, with the rate in percent a year; refused where one is not known."""
        if self.contract_rate is not None:
            yield first, last, self.contract_rate, None
        elif self.rates_of:
            for start, end, row in rates.between(*self.rates_of, first, last):
                yield start, end, row.percent + self.margin, row


def day_after(day: date) -> date:
    """The first day of interest after a due date (LAW-GEN-01)."""
    return day + timedelta(days=1)


def below_statute(
    rates: Rates, of: tuple[str, str], agreed: Decimal | str | None, first: date, last: date
) -> tuple[Finding, ...]:
    """A remark where the agreed rate of a business lies under the statute's: the clause may be grossly unfair."""
    if not isinstance(agreed, Decimal) or last < first:
        return ()
    row = rates.find(*of, first)
    if row is None or agreed >= row.percent:
        return ()
    words = N_("The agreed rate {agreed} lies below the statutory {rate}: the clause may be grossly unfair.")
    return (finding(None, "law.below_statute", words, agreed=f"{agreed} %", rate=f"{row.percent} %"),)
