"""The number of a dossier, and the reference with which its debtor pays."""

from __future__ import annotations

from typing import Final

from cessie.lib.references import make_ogm, make_rf

#: Numbers of a year: 2026000001 is the first of 2026. Ten digits fit in a Belgian structured message.
A_YEAR: Final = 1_000_000


def number_of(year: int, serial: int) -> int:
    """The number; refused (ValueError) beyond 999,999 of a year.

    >>> number_of(2026, 1)
    2026000001
    """
    if not 1 <= serial < A_YEAR:
        raise ValueError("a year has 999,999 numbers of dossiers")
    return year * A_YEAR + serial


def shown(number: int) -> str:
    """As people say it.

    >>> shown(2026000001)
    '2026-000001'
    """
    return f"{number // A_YEAR}-{number % A_YEAR:06d}"


def typed(text: str) -> int | None:
    """The number that somebody typed, with or without its dash; None where it is none.

    >>> typed(" 2026-000001 "), typed("2026000001"), typed("invoice 7")
    (2026000001, 2026000001, None)
    """
    digits = text.strip().replace("-", "")
    return int(digits) if len(digits) == 10 and digits.isascii() and digits.isdigit() else None


def reference_of(number: int, country: str) -> str:
    """A Belgian debtor pays with a structured message (OGM, twelve digits), others with an RF reference (ISO 11649).

    >>> reference_of(2026000001, "BE"), reference_of(2026000001, "NL")
    ('202600000192', 'RF422026000001')
    """
    return make_ogm(number) if country == "BE" else make_rf(str(number))
