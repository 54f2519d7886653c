"""Amounts and days as files write them: strict about form, so that nothing is guessed about money.

Refuses: ``field.amount``, ``field.day``, ``field.number``, each with the place in the file and the text found there.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from cessie.lib.reasons import N_, Refusal

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?", re.DOTALL)
TOTAL_DIGITS = 18


def amount(text: str, place: str, decimals: int = 5, *, signed: bool = True) -> Decimal:
    """An XML decimal exactly as written: no comma, no exponent, at most 18 digits and ``decimals`` after the point.

    >>> amount("12.50", "here")
    Decimal('12.50')
    """
    form = _DECIMAL.fullmatch(text)
    if form and len(text) <= TOTAL_DIGITS and len(text.partition(".")[2]) <= decimals and (signed or text[0] != "-"):
        return Decimal(text)
    value = Decimal(text) if form else None
    if value is not None:  # longer, or with zeros in front: looked at closely
        digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
        fits = len(digits) <= TOTAL_DIGITS and isinstance(exponent, int) and -exponent <= decimals
        if fits and (signed or not value.is_signed()):
            return value
    raise Refusal(
        "field.amount",
        N_("{place}: {text} is not an amount that can be read."),
        place=place,
        text=shown(text),
    )


def number(text: str, place: str) -> Decimal:
    """A quantity, price or rate: an XML decimal of up to 30 digits.

    >>> number("0.00001234", "here")
    Decimal('0.00001234')
    """
    if _DECIMAL.fullmatch(text) and len(text) <= 32:
        return Decimal(text)
    raise Refusal("field.number", N_("{place}: {text} is not a number."), place=place, text=shown(text))


def day(text: str, place: str) -> date:
    """The day of an XML date or date-time as written; a zone or time behind it is left out.

    >>> day("2026-11-24T09:15:00+01:00", "here")
    datetime.date(2026, 11, 24)
    """
    match = _DAY.fullmatch(text.strip())
    if match:
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            pass
    raise Refusal("field.day", N_("{place}: {text} is not a day of the calendar."), place=place, text=shown(text))


def shown(text: str) -> str:
    """A piece of a file for a message: short, on one line, without control characters."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:41])
    return f"“{clean[:40]}…”" if len(text) > 40 else f"“{clean}”"


def compact(text: str | None) -> str | None:
    """Without blanks, dots and dashes, in capitals: identifiers and account numbers.

    >>> compact("BE68 5390-0754.7034")
    'BE68539007547034'
    """
    return ("".join(text.split()).replace(".", "").replace("-", "").upper() or None) if text else None
