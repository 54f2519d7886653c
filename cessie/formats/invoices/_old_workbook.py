"""An old workbook (.xls: BIFF records in a compound file, MS-XLS and MS-CFB) made safe before a library opens it.

Both layers can be made to cost any amount of memory: chains of sectors that bite their tail, a sheet that claims 65,536
columns, a table of strings that claims to hold thousands of millions, one long string shown in every cell, macros that
unpack without end. So the records are walked here, within bounds, and what the library opens is a new file that holds
only records that carry values; formulas, names, macros and drawings are not in it. Refuses ``table.too_large`` and
``sheet.*``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from cessie.formats.invoices._compound import Compound, written
from cessie.formats.invoices._sheet_bounds import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, too_large
from cessie.lib.reasons import N_, Refusal

_FORMULA, _SST, _CONTINUE, _LABEL_SST, _MANY_RK, _SHEET, _FILEPASS = 0x06, 0xFC, 0x3C, 0xFD, 0xBD, 0x85, 0x2F
#: Begin and end of a sheet, code page, epoch of days, formats of numbers.
_FRAME: Final = frozenset({0x809, 0x409, 0x209, 0x09, 0x0A, 0x42, 0x22, 0x41E, 0x1E, 0xE0, 0x43, 0x243, 0x443})
#: Records that carry a value; each begins with its row and column (two bytes each) but the text of a formula (207).
_CELLS: Final = frozenset({_FORMULA, 0x203, 0x03, 0x02, 0x204, 0x04, 0xD6, 0x205, 0x05, 0x27E, 0x7E, _LABEL_SST})
_TEXT_OF_FORMULA: Final = 0x207
_IGNORED: Final = struct.pack("<H", 0xFFFF)
#: Sheets of one workbook, and filled cells of all of them: the library reads every sheet when it opens the file.
MAX_SHEETS = 50
MAX_CELLS = 1_000_000

Record = tuple[int, int, int]
"""Type, and where its content begins and ends."""


def rebuilt(data: bytes) -> bytes:
    """The workbook with nothing but its values, in a compound file of our own."""
    file = Compound(data)
    if "encryptedpackage" in file:
        raise _encrypted()
    name = next((name for name in ("workbook", "book") if name in file), None)
    if name is None:
        raise broken("no workbook inside")
    content = bytearray(file.read(name))
    records = list(_records(content))
    if any(kind == _FILEPASS for kind, _, _ in records):
        raise _encrypted()
    _check_sheets(content, records)
    _check_text(content, records)
    _keep_values(content, records)
    return written("Workbook", bytes(content))


def broken(detail: str) -> Refusal:
    """The refusal of what is no workbook."""
    return Refusal("sheet.broken", N_("The workbook cannot be read: {detail}"), detail=detail)


def _encrypted() -> Refusal:
    return Refusal("sheet.encrypted", N_("The workbook asks for a password; please send it without one."))


def _records(content: bytearray) -> Iterator[Record]:
    place, end, cells = 0, len(content), 0
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", content, place)
        if place + 4 + length > end:
            return  # cut short, or the padding of the last sector
        cells += kind in _CELLS
        if cells > MAX_CELLS:
            raise too_large()
        yield kind, place + 4, place + 4 + length
        place += 4 + length


def _check_sheets(content: bytearray, records: list[Record]) -> None:
    """Few sheets, each told once, none with a value beyond the bounds; together no larger than one may be."""
    told = [
        struct.unpack_from("<I", content, start)[0]
        for kind, start, end in records
        if kind == _SHEET and end - start >= 4
    ]
    if len(told) > MAX_SHEETS or len(set(told)) < len(told):
        raise too_large()
    grid = height = width = 0
    for kind, start, end in records:
        if kind == 0x0A:
            grid, height, width = grid + height * width, 0, 0
        elif kind in _CELLS or kind == _MANY_RK:
            if end - start < 6:
                raise broken("a cell without a place")
            row, column = struct.unpack_from("<HH", content, start)
            column += (end - start - 12) // 6 if kind == _MANY_RK else 0
            height, width = max(height, row + 1), max(width, column + 1)
            if row >= MAX_ROWS or column >= MAX_COLUMNS:
                raise too_large()
    if grid + height * width > MAX_ROWS * MAX_COLUMNS:
        raise too_large()


def _check_text(content: bytearray, records: list[Record]) -> None:
    """The strings are as many as the file says, and shown in all cells they stay within bounds."""
    at = next((n for n, (kind, _, _) in enumerate(records) if kind == _SST), None)
    if at is None:
        return
    parts = [bytes(content[records[at][1] : records[at][2]])]
    for kind, start, end in records[at + 1 :]:
        if kind != _CONTINUE:
            break
        parts.append(bytes(content[start:end]))
    lengths = _lengths(parts)
    shown = 0
    for kind, start, end in records:
        if kind == _LABEL_SST and end - start >= 10:
            index = struct.unpack_from("<I", content, start + 6)[0]
            if index >= len(lengths):
                raise broken("a cell shows a string that is not there")
            shown += lengths[index]
    if shown > MAX_UNPACKED:
        raise too_large()


def _lengths(parts: list[bytes]) -> list[int]:
    """Characters of every shared string (XLUnicodeRichExtendedString), whose text may go on in the next record."""
    if len(parts[0]) < 8:
        raise broken("a table of strings without its count")
    count = struct.unpack_from("<I", parts[0], 4)[0]
    if count > sum(map(len, parts)) // 3:
        raise broken("a table of strings that is shorter than it claims")
    strings = _Strings(parts)
    return [strings.skip() for _ in range(count)]


class _Strings:
    """A reader over the records of the table of strings; the one thing here that changes."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts, self.part, self.place = parts, 0, 8

    def skip(self) -> int:
        """Go past one string; how many characters it has."""
        count = int.from_bytes(self._take(2), "little")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        more = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        self._characters(count, flags & 1)
        self._take(4 * runs + more, keep=False)
        return count

    def _characters(self, left: int, wide: int) -> None:
        while left:
            here = (len(self.parts[self.part]) - self.place) >> wide
            if here >= left:
                self.place += left << wide
                return
            left -= here
            self._next()
            wide = self._take(1)[0] & 1  # each part says anew how wide its characters are

    def _take(self, count: int, *, keep: bool = True) -> bytes:
        found = b""
        while count:
            if self.place >= len(self.parts[self.part]):
                self._next()
            piece = self.parts[self.part][self.place : self.place + count]
            self.place, count = self.place + len(piece), count - len(piece)
            found += piece if keep else b""
        return found

    def _next(self) -> None:
        self.part, self.place = self.part + 1, 0
        if self.part >= len(self.parts) or not self.parts[self.part]:
            raise broken("a table of strings that is shorter than it claims")


def _keep_values(content: bytearray, records: list[Record]) -> None:
    """Everything that carries no value is given a type that no reader knows; of a formula only its value stays."""
    strings = False
    for kind, start, end in records:
        strings = kind == _SST or (strings and kind == _CONTINUE)
        wanted = kind in _FRAME or kind in _CELLS or kind in {_MANY_RK, _SHEET, _TEXT_OF_FORMULA} or strings
        if not wanted:
            content[start - 4 : start - 2] = _IGNORED
        elif kind == _FORMULA and end - start >= 22:
            content[start + 20 : start + 22] = b"\0\0"
