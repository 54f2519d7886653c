"""What letters of every kind have in common, one file a language: how figures and days are written, and the frame.

A module is named for its language and has ``PHRASES``.

>>> phrases("nl").money(Money(1_234_567_89)), phrases("fr").money(Money(-5)), phrases("fr").day(date(2026, 2, 1))
('€\\xa01.234.567,89', '−0,05\\xa0€', '1er février 2026')
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from datetime import date
from functools import cache

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around what a letter says; ``amount`` and ``thousands`` are how the language writes figures."""

    months: tuple[str, ...]
    first_day: str  # how the first of a month is written
    amount: str  # with {figure}
    thousands: str
    decimal: str
    colon: str
    greeting: str
    closing: str
    unsigned: str
    account: str  # heading of the box
    payee: str
    iban: str
    bic: str
    give: str
    as_invoiced: str
    scan: str
    total: str
    more: str
    reference: str
    attached: str
    again: str
    page: str

    def day(self, day: date) -> str:
        """A day as the language writes it in a letter."""
        return f"{self.first_day if day.day == 1 else day.day} {self.months[day.month - 1]} {day.year}"

    def money(self, money: Money) -> str:
        """An amount as the language writes it, with a blank that does not break."""
        whole, _, cents = f"{abs(money).decimal:.2f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", self.thousands)
        sign = "−" if money.cents < 0 else ""
        if money.currency != "EUR":
            return f"{sign}{grouped}{self.decimal}{cents}\u00a0{money.currency}"
        return sign + self.amount.format(figure=f"{grouped}{self.decimal}{cents}").replace(" ", "\u00a0")


@cache
def phrases(language: str) -> Phrases:
    """The words of a language of this folder."""
    found: Phrases = importlib.import_module(f"{__name__}.{language}").PHRASES
    return found


def languages() -> tuple[str, ...]:
    """Every language of this folder."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__)))


def figures(day: date) -> str:
    """A day in a list."""
    return f"{day:%d/%m/%Y}"
