"""What people type, read as it is meant in their language, or refused in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal

#: Digits, in groups of three parted by one mark or not parted; at most two decimals behind another mark.
_AMOUNT = re.compile(r"([0-9]{1,3}(?:([.,' ])[0-9]{3}(?:\2[0-9]{3})*)?|[0-9]+)(?:(?!\2)([.,])([0-9]{1,2}))?")


def amount_of(text: str, currency: str = EUR) -> Money:
    """An amount as typed in any of our languages; refused where it could mean two things.

    >>> amount_of("1.234,50"), amount_of("1234.5"), amount_of("1 234")
    (Money(cents=123450, currency='EUR'), Money(cents=123450, currency='EUR'), Money(cents=123400, currency='EUR'))
    """
    plain = re.sub(r"[\s\u00a0\u202f€]", " ", text).strip()
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise Refusal("typed.no_amount", N_("{text} is no amount."), text=text)
    whole, _group, _mark, cents = found.groups()
    if cents is None and re.fullmatch(r"\d{1,3}[.,]\d{3}", whole):
        raise Refusal("typed.two_meanings", N_("{text} could mean two amounts: write the cents too."), text=text)
    return Money.parse(f"{re.sub(r'[^0-9]', '', whole)}.{cents or '00'}", currency)


def percent_of(text: str) -> Decimal:
    """A percentage, with a point or a comma.

    >>> percent_of("1,25")
    Decimal('1.25')
    """
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Refusal("typed.no_percent", N_("{text} is no percentage."), text=text.strip()[:20])
    return value


def day_of(text: str) -> date:
    """A day of a form (ISO 8601, as browsers send it)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("typed.no_day", N_("{text} is no day."), text=text) from None
