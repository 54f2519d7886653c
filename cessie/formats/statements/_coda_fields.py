"""Lines and fields of CODA 2 (Febelfin, version 2.6, annex I). Positions are 1-based and inclusive, as there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.values import StatementAccount
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.lib.references import looks_like_iban, normal_iban

WIDTH = 128


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number, padded to 128 characters."""

    number: int
    text: str

    def at(self, first: int, last: int) -> str:
        """The raw characters of these positions."""
        return self.text[first - 1 : last]

    def word(self, first: int, last: int) -> str | None:
        """The field without its padding; None if blank."""
        return self.at(first, last).strip() or None

    def _refuse(self, first: int, last: int, words: str) -> Refusal:
        found = fields.shown(self.at(first, last))
        return Refusal("coda.field", words, line=self.number, first=first, last=last, text=found)

    def digits(self, first: int, last: int) -> int:
        """A number with leading zeros."""
        raw = self.at(first, last)
        if not (raw.isascii() and raw.isdigit()):
            raise self._refuse(first, last, N_("Line {line}, positions {first} to {last}: {text} is no number."))
        return int(raw)

    def day(self, first: int) -> date | None:
        """DDMMYY as 20YY; zeros or blanks are none."""
        raw = self.at(first, first + 5)
        if raw in {"000000", "      "}:
            return None
        if re.fullmatch(r"[0-9]{6}", raw):
            try:
                return date(2000 + int(raw[4:]), int(raw[2:4]), int(raw[:2]))
            except ValueError:
                pass
        raise self._refuse(first, first + 5, N_("Line {line}, positions {first} to {last}: {text} is no day."))

    def amount(self, sign: int, first: int) -> Decimal:
        """Twelve digits and three decimals, negative if the sign position says 1 (debit)."""
        mark = self.at(sign, sign)
        if mark not in {"0", "1"}:
            raise self._refuse(sign, sign, N_("Line {line}, position {first}: {text} is neither credit nor debit."))
        value = Decimal(self.digits(first, first + 14)).scaleb(-3)
        return -value if mark == "1" else value


def lines_of(data: bytes) -> tuple[list[Line], list[Reason]]:
    """The lines of a file; a shorter one is filled with blanks and reported, a longer one refused."""
    text = _decode(data).replace("\0", " ")  # some banks fill with NUL, which no database keeps
    rows = [row.removesuffix("\r") for row in text.rstrip("\x1a\r\n ").split("\n")]
    result: list[Line] = []
    warnings: list[Reason] = []
    for number, row in enumerate(rows, 1):
        if len(row) > WIDTH and row[WIDTH:].strip():
            words = N_("Line {line} has {length} characters instead of 128.")
            raise Refusal("coda.length", words, line=number, length=len(row))
        if len(row) < WIDTH:
            words = N_("Line {line} has only {length} of 128 characters; what is missing was read as blank.")
            warnings.append(Reason("coda.short_line", words, {"line": number, "length": len(row)}))
        result.append(Line(number, row[:WIDTH].ljust(WIDTH)))
    return result, warnings


def _decode(data: bytes) -> str:
    """ASCII; else UTF-8 if every line then has its width; else windows-1252 (CODA names no character set)."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
        if text.isascii() or all(len(row.rstrip("\r")) in (0, WIDTH) for row in text.rstrip("\x1a\n ").split("\n")):
            return text
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def own_account(structure: str, field: str) -> StatementAccount:
    """The account of records 1 and 8: 37 characters, laid out by the structure digit (section 7.5)."""
    if structure == "0":
        number, currency = field[:12], field[13:16]
    elif structure == "2":
        number, currency = field[:31], field[34:37]
    else:
        number, currency = field[:34], field[34:37]
    number = number.strip()
    iban = structure in {"2", "3"} or looks_like_iban(number)
    return StatementAccount(
        iban=number if iban else None,
        currency=currency.strip() or None,
        other=None if iban or not number else number,
    )


def other_account(field: str) -> tuple[str | None, str | None]:
    """IBAN or another number of the counterparty (record 2.3): the structure digit does not hold there."""
    iban = normal_iban(field[:34])
    if iban:
        return iban, None
    if field[12:13] == " " and field[:12].strip().isdigit():
        return None, field[:12].strip()
    return None, field[:34].strip() or None
