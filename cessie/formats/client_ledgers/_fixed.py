"""Fields at fixed places, as the layouts of factors have them: upper case ASCII, padded, lines end CR LF."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from cessie.lib.reasons import N_, Fact, Reason


def wrong(line: int, code: str, words: str, **facts: Fact) -> Reason:
    """A problem with its line."""
    return Reason(code, words, {"line": line, "column": "", **facts})


def lines_of(data: bytes) -> list[str]:
    """The lines of the file, the last empty one left out."""
    return re.split(r"\r\n|\r|\n", data.decode("latin-1").removesuffix("\x1a").removesuffix("\n").removesuffix("\r"))


def text(value: str, width: int) -> str:
    """Upper case ASCII, filled up with blanks, cut where it is too long.

    >>> text("Café Éclair", 8)
    'CAFE ECL'
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().upper()
    return "".join(c if c.isprintable() and c != ";" else " " for c in plain)[:width].ljust(width)


def number(value: int, width: int) -> str:
    """Digits filled up with zeros on the left; refused (ValueError) where they have no room."""
    told = f"{value:0{width}d}"
    if len(told) > width:
        raise ValueError(f"{value} has no room in {width} places")
    return told


def cents(told: str) -> int | None:
    """An amount in cents, None where there is none to read."""
    bare = told.strip()
    return int(bare) if bare.lstrip("-").isascii() and bare.lstrip("-").isdigit() else None


def day(told: str, order: str) -> date | None:
    """A day written DDMMYYYY (``dmy``) or YYYYMMDD (``ymd``)."""
    if not (told.isascii() and told.isdigit() and len(told) == 8):
        return None
    parts = (told[4:], told[2:4], told[:2]) if order == "dmy" else (told[:4], told[4:6], told[6:])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def unreadable(number: str, debtor: str, due: str, found: date | None, place: int) -> Reason | None:
    """What a record of a document lacks beside its amount: its number, its debtor, or a due day that is one."""
    if not number or not debtor:
        what = "debtor" if number else "document"
        return wrong(place, "client_ledger.empty", N_("The record names no document, or no debtor."), what=what)
    if due.strip("0 ") and found is None:
        return wrong(place, "client_ledger.day", NO_DAY, value=due)
    return None


NO_DAY = N_("{value} is no day.")
NO_AMOUNT = N_("{value} is no amount in cents.")
OTHER_CURRENCY = N_("The amount is in {currency}; only EUR can be financed.")
