"""What a minute on the phone is expected to bring: by which the calls are ranked. Pure; a plain formula, not learned.

worth of a minute = what is open x chance / minutes

The chance begins with that of the cause (``causes``: an estimate of the house) and goes down by 3 % a month of age, by
half for each broken promise and by a fifth for each call that reached nobody. A first call takes 8 minutes, a later one
5, one to a person who is treated with care 12.

>>> found = worth(Money(1_000_00), cause="forgot", months=0, broken=0, missed=0, called=0)
>>> found.chance, found.minutes, str(found.a_minute)
(Fraction(7, 10), 8, '87.50 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cessie.domain.collection.rules.causes import CAUSES
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Fact, Reason


@dataclass(frozen=True, slots=True)
class Worth:
    """``a_minute``: what a minute is expected to bring."""

    open: Money
    chance: Fraction
    minutes: int

    @property
    def a_minute(self) -> Money:
        """In whole cents."""
        return Money(half_up(self.open.cents * self.chance / self.minutes), self.open.currency)

    @property
    def reason(self) -> Reason:
        """The formula with its figures."""
        words = N_("{open} is open, the chance is {chance} %, the call takes {minutes} minutes: {worth} a minute.")
        chance = half_up(self.chance * 100)
        facts: dict[str, Fact] = {"open": self.open, "chance": chance, "minutes": self.minutes, "worth": self.a_minute}
        return Reason("collection.worth", words, facts)


def worth(
    open_: Money, *, cause: str, months: int, broken: int, missed: int, called: int, vulnerable: bool = False
) -> Worth:
    """By what is open, why he does not pay, months late, broken promises, calls that reached nobody and that did."""
    chance = Fraction(CAUSES[cause].paying, 100)
    chance *= Fraction(97, 100) ** max(0, months) * Fraction(1, 2) ** broken * Fraction(4, 5) ** missed
    minutes = 12 if vulnerable else 5 if called else 8
    return Worth(max(open_, Money(0, open_.currency)), chance, minutes)
