"""How days and amounts stand in a French FEC (Livre des procédures fiscales, article A. 47 A-1), for all that read one.

Debit and credit stand in two columns or as amount and side (``Montant``, ``Sens``), as the article allows; the text is
UTF-8 or the ISO 8859-15 that the article names as well.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

_AMOUNT = re.compile(r"[+-]?[0-9]{1,13}([,.][0-9]{1,2})?")
_SIDES: Final = {"D": 1, "+1": 1, "C": -1, "-1": -1}


def looks_like(head: bytes) -> bool:
    """Whether the first line has the article's names."""
    return head.lstrip(b"\xef\xbb\xbf").startswith(b"JournalCode") and b"EcritureNum" in head


def lines_of(data: bytes) -> Iterator[str]:
    """The lines, one at a time: a year of a company is not held twice."""
    try:
        data.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "iso8859-15"
    return (line.rstrip("\r\n") for line in io.TextIOWrapper(io.BytesIO(data), encoding, newline=None))


def mark_of(header: str) -> str:
    """What stands between the fields: a tab or a bar, as the article allows."""
    return "\t" if "\t" in header else "|"


def day_of(text: str) -> date | None:
    """A day written as AAAAMMJJ.

    >>> day_of("20251231"), day_of("20251331")
    (datetime.date(2025, 12, 31), None)
    """
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if re.fullmatch(r"[0-9]{8}", text) else None
    except ValueError:
        return None


def cents_of(cells: Mapping[str, str]) -> int | None:
    """What a line moves, debit positive; None where it has no amount that can be read.

    >>> cents_of({"Debit": "12,5", "Credit": "0"}), cents_of({"Montant": "3.00", "Sens": "C"}), cents_of({"Debit": "x"})
    (1250, -300, None)
    """
    if "Montant" in cells:
        amount, side = _amount(cells["Montant"]), _SIDES.get(cells.get("Sens", "").upper())
        return None if amount is None or side is None else amount * side
    debit, credit = _amount(cells.get("Debit", "") or "0"), _amount(cells.get("Credit", "") or "0")
    return None if debit is None or credit is None else debit - credit


def on_both_sides(cells: Mapping[str, str]) -> bool:
    """Whether a line has an amount as debit and as credit, which the article does not know."""
    sides = [_amount(cells.get(name, "") or "0") for name in ("Debit", "Credit")]
    return "Montant" not in cells and all(sides)


def _amount(text: str) -> int | None:
    if not _AMOUNT.fullmatch(text):
        return None
    whole, _, part = text.replace(",", ".").partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * 100 + int(part.ljust(2, "0") or "0"))
