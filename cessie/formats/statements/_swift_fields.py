"""The fields of MT940 and MT942 that carry money, days and accounts: read strictly, in every spelling that banks use.

Source: SWIFT user handbook, MT940 and MT942, with the spellings of Dutch, German, Swiss and Polish banks: amounts as
``65,``, ``127,50``, ``000000000127,50`` or (old Rabobank) ``300.00``; the entry date may be missing or four blanks; the
mark is C, D, RC (a credit reversed, so a debit) or RD, with a funds letter behind it (``RDR1027,25``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cessie.formats.statements._swift_lines import Field
from cessie.formats.values import Balance, StatementAccount
from cessie.lib.references import looks_like_iban, normal_iban

_AMOUNT = re.compile(r"[0-9]{1,15}(?:,[0-9]{0,3}|\.(?:[0-9]{2})?)?")
_BALANCE = re.compile(r"(C|D)([0-9]{6})([A-Z]{3})([0-9.,]+)")
_FLOOR = re.compile(r"([A-Z]{3})[CD]? ?([0-9.,]+)")
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4}|    )?(?P<mark>R?[CD]|E[CD])(?P<funds>[A-Z])?(?P<amount>[0-9][0-9.,]*) ?"
    r"(?P<type>[A-Z][A-Z0-9 ]{3})(?P<rest>.*)"
)
_CURRENCY = re.compile(r"(.*?)\s*([A-Z]{3})")
_CENTURY = 80  # YY from here on is 19YY
_HALF_YEAR = 6


@dataclass(frozen=True, slots=True)
class Line61:
    """A statement line; ``booked`` is None where the bank gives only the value date."""

    booked: date | None
    value: date
    amount: Decimal
    reversal: bool
    expected: bool
    type: str
    reference: str
    bank_reference: str | None
    more: tuple[str, ...]


def amount(text: str, where: Field) -> Decimal:
    """An unsigned amount, exactly as written but for its leading zeros."""
    if not _AMOUNT.fullmatch(text):
        raise where.refuse()
    return Decimal(text.replace(",", "."))


def day(text: str, where: Field) -> date:
    """YYMMDD."""
    found = _day(text)
    if found is None:
        raise where.refuse()
    return found


@lru_cache(maxsize=1024)  # a file names few days, each many times
def _day(text: str) -> date | None:
    year = int(text[:2])
    try:
        return date(year + (1900 if year >= _CENTURY else 2000), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def balance(where: Field) -> tuple[Balance, str]:
    """A balance of fields 60, 62, 64, 65, and its currency; negative when we owe the bank."""
    found = _BALANCE.fullmatch(where.first)
    if found is None:
        raise where.refuse()
    number = amount(found[4], where)
    return Balance(date=day(found[2], where), amount=-number if found[1] == "D" else number), found[3]


def floor(where: Field) -> str:
    """The currency of field 34F, the smallest amount that an interim report shows."""
    found = _FLOOR.fullmatch(where.first)
    if found is None:
        raise where.refuse()
    amount(found[2], where)
    return found[1]


def account(where: Field) -> tuple[StatementAccount, str | None]:
    """The account of field 25, with the currency that some banks write behind it.

    >>> account(Field(1, "25", ["NL20INGB0001234567EUR"]))[0].iban, account(Field(1, "25", ["20070000/01EUR"]))[1]
    ('NL20INGB0001234567', 'EUR')
    """
    written, currency = where.first.strip(), None
    if not (normal_iban(written) and len(written) < 30) and (found := _CURRENCY.fullmatch(written)):
        written, currency = found[1], found[2]
    bare = re.sub(r"[\s.\-]", "", written).upper()
    iban = bare if looks_like_iban(bare) and not bare[:2].isdigit() else None
    return StatementAccount(iban=iban, currency=currency, other=None if iban else written or None), currency


def statement_line(where: Field) -> Line61:
    """Field 61 with its supplementary lines."""
    found = _LINE.fullmatch(where.first)
    if found is None:
        raise where.refuse()
    value = day(found["value"], where)
    number = amount(found["amount"], where)
    mark = found["mark"]
    reversal = mark[0] == "R"
    credit = (mark[-1] == "C") != reversal
    reference, _, bank = found["rest"].strip().partition("//")
    return Line61(
        booked=_entry_day(found["entry"], value, where),
        value=value,
        amount=number if credit else -number,
        reversal=reversal,
        expected=mark[0] == "E",
        type=found["type"].strip(),
        reference=reference.strip(),
        bank_reference=bank if (bank := bank.strip()) != "NONREF" and bank else None,
        more=tuple(line.strip() for line in where.lines[1:] if line.strip()),
    )


def _entry_day(text: str | None, value: date, where: Field) -> date | None:
    """MMDD in the year that brings it nearest to the value date."""
    if text is None or not text.strip():
        return None
    months = int(text[:2]) - value.month
    year = value.year + (months < -_HALF_YEAR) - (months > _HALF_YEAR)
    return day(f"{year % 100:02d}{text}", where)
