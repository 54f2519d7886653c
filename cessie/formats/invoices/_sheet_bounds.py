"""Whether a workbook may be opened: it unpacks within bounds and no cell stands so far out that the grid is huge.

A reader makes a grid from the first cell to the last: two cells at the corners of a sheet would be 17,000 million.
"""

from __future__ import annotations

import re

from cessie.formats import archive, xml
from cessie.lib.reasons import N_, Refusal

MAX_ROWS = 10_100
MAX_COLUMNS = 200
MAX_UNPACKED = 60 * 2**20
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check(data: bytes) -> None:
    """Refuses ``table.too_large``, ``archive.*`` and ``xml.*``; an old workbook is bounded by its own format."""
    if not archive.is_archive(data[:4]):
        return
    for name, content in archive.members(data, MAX_UNPACKED):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _excel(content)
        elif name == "content.xml":
            _open_document(content)
        elif name.endswith(".bin") and name.startswith("xl/"):
            words = N_("Binary workbooks (.xlsb) are not read; please save it as .xlsx.")
            raise Refusal("sheet.binary", words)


def too_large() -> Refusal:
    """The refusal of a table that no batch of invoices is."""
    words = N_("The sheet has more than {rows} rows or {columns} columns.")
    return Refusal("table.too_large", words, rows=MAX_ROWS, columns=MAX_COLUMNS)


def _excel(content: bytes) -> None:
    for element in xml.parse(content, MAX_UNPACKED).iter():
        name = xml.local(element)
        place = element.get("r") or ""
        if name == "row" and place and not (place.isdigit() and int(place) <= MAX_ROWS):
            raise too_large()
        if name == "c" and place:
            match = _CELL.fullmatch(place)
            if match is None or int(match[2]) > MAX_ROWS or _column(match[1]) > MAX_COLUMNS:
                raise too_large()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _open_document(content: bytes) -> None:
    """Empty rows and cells to the end of the sheet are written as one that repeats; filled ones may not be many."""
    for row in xml.parse(content, MAX_UNPACKED).iter("{*}table-row"):
        width, filled = 0, 0
        for cell in row:
            width += _times(cell.get(_repeated("columns")))
            filled = width if len(cell) or _value(cell) else filled
        if filled > MAX_COLUMNS or (filled and _times(row.get(_repeated("rows"))) > MAX_ROWS):
            raise too_large()


def _value(cell: xml.Element) -> bool:
    return any(str(key).endswith("}value-type") for key in cell.attrib)


def _times(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else (1 if not text else MAX_ROWS * MAX_COLUMNS)


def _repeated(what: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:table:1.0}}number-{what}-repeated"
