"""Whether a workbook may be opened: it unpacks within bounds and no cell stands so far out that the grid is huge.

A reader makes a grid from the first cell to the last: two cells at the corners of a sheet would be 17,000 million.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cessie.formats import archive, xml
from cessie.lib.reasons import N_, Refusal

MAX_ROWS = 10_100
MAX_COLUMNS = 200
MAX_UNPACKED = 60 * 2**20
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check(data: bytes) -> None:
    """Refuses ``table.too_large``, ``archive.*`` and ``xml.*``; an old workbook has a guard of its own."""
    if not archive.is_archive(data[:4]):
        return
    told: list[int] = []
    shown: Counter[int] = Counter()
    for name, content in archive.members(data, MAX_UNPACKED):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            shown.update(_excel(content))
        elif name == "xl/sharedStrings.xml":
            told = [_letters(text) for text in xml.parse(content, MAX_UNPACKED)]
        elif name == "content.xml":
            _open_document(content)
        elif name.endswith(".bin") and name.startswith("xl/"):
            words = N_("Binary workbooks (.xlsb) are not read; please save it as .xlsx.")
            raise Refusal("sheet.binary", words)
    if sum(told[index] * times for index, times in shown.items() if index < len(told)) > MAX_UNPACKED:
        raise too_large()


def check_size(height: int, width: int) -> None:
    """Refuses ``table.too_large``: more rows or columns than any batch of invoices has."""
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise too_large()


def too_large() -> Refusal:
    """The refusal of a table that no batch of invoices is."""
    words = N_("The sheet has more than {rows} rows or {columns} columns.")
    return Refusal("table.too_large", words, rows=MAX_ROWS, columns=MAX_COLUMNS)


def _excel(content: bytes) -> Iterator[int]:
    """Which shared strings the cells show: one long text costs as often as it is shown."""
    for element in xml.parse(content, MAX_UNPACKED).iter():
        name = xml.local(element)
        place = element.get("r") or ""
        if name == "row" and place and not (place.isdigit() and int(place) <= MAX_ROWS):
            raise too_large()
        if name == "c" and place:
            match = _CELL.fullmatch(place)
            if match is None or int(match[2]) > MAX_ROWS or _column(match[1]) > MAX_COLUMNS:
                raise too_large()
        if name == "c" and element.get("t") == "s":
            yield from (int(value.text) for value in element if value.text and value.text.isdecimal())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _open_document(content: bytes) -> None:
    """Empty rows and cells to the end of the sheet are written as one that repeats; filled ones may not be many.

    The library lays out every sheet of the file at once, so that all together may be no larger than one.
    """
    grid = text = 0
    for table in xml.parse(content, MAX_UNPACKED).iter("{*}table"):
        rows = height = width = 0
        for row in table.iter("{*}table-row"):
            times = _times(row.get(_repeated("rows")))
            filled, letters = _row(row)
            rows, text = rows + times, text + letters * times
            height, width = rows if filled else height, max(width, filled)
            if height > MAX_ROWS or width > MAX_COLUMNS or text > MAX_UNPACKED:
                raise too_large()
        grid += height * width
        if grid > MAX_ROWS * MAX_COLUMNS:
            raise too_large()


def _row(row: xml.Element) -> tuple[int, int]:
    """How many columns reach to its last filled cell, and how many letters they show."""
    width = filled = letters = 0
    for cell in row:
        times = _times(cell.get(_repeated("columns")))
        width, letters = width + times, letters + _letters(cell) * times
        filled = width if len(cell) or _value(cell) else filled
    return filled, letters


def _letters(element: xml.Element) -> int:
    return sum(len(text) for text in element.itertext() if isinstance(text, str))


def _value(cell: xml.Element) -> bool:
    return any(str(key).endswith("}value-type") for key in cell.attrib)


def _times(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else (1 if not text else MAX_ROWS * MAX_COLUMNS)


def _repeated(what: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:table:1.0}}number-{what}-repeated"
