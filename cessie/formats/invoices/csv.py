"""Invoices as CSV, one a row: the layout of docs/formats.md, or columns that a client has explained once.

Any of ``; , | tab`` separates; UTF-8, UTF-16 and Windows-1252 are told apart. Refuses: ``table.*``, ``csv.*``.
"""

from __future__ import annotations

import csv as rows_of_text
import io
from collections.abc import Mapping

from cessie.formats.invoices import _columns, _rows
from cessie.formats.values import InvoiceDocument, Refused
from cessie.formats.values.table import Layout, Table
from cessie.lib.reasons import N_, Refusal

NAME = "csv"
KIND = "invoice"
MAX_BYTES = 10 * 2**20
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
SEPARATORS = ";,\t|"
_BINARY = (b"\0\0\0", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8")

__all__ = ["KIND", "MAX_BYTES", "NAME", "looks_like", "read", "read_laid_out", "table"]


def looks_like(head: bytes, name: str) -> bool:
    """By its header: the columns that are needed are there; or by its name, where they are of somebody's own making."""
    cells = _header(head)
    return len(cells) >= 3 and (not _columns.missing(_columns.guess(cells)) or name.lower().endswith(".csv"))


def _header(head: bytes) -> list[str]:
    if head.startswith(_BINARY) or head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith((b"<", b"{", b":", b"%")):
        return []
    line = next((line for line in _text(head[:8192]).splitlines() if line.strip()), "")
    return _split(line, _separator(line))


def read(data: bytes) -> list[InvoiceDocument | Refused]:
    """Every invoice of the file, or what is wrong with its rows."""
    return read_laid_out(data, {})


def read_laid_out(data: bytes, layouts: Mapping[str, Layout]) -> list[InvoiceDocument | Refused]:
    """The same with the columns that were explained before, by the signature of the header."""
    found = table(data)
    return _rows.documents(found, layouts.get(_columns.signature(found.headers)))


def table(data: bytes) -> Table:
    """The header and its rows, as texts."""
    text = _text(data)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if not lines:
        raise Refusal("csv.empty", N_("The file holds no rows."))
    separator = _separator(lines[0])
    reader = rows_of_text.reader(io.StringIO(text), delimiter=separator, strict=True)
    headers: tuple[str, ...] = ()
    first, rows = 0, list[tuple[str, ...]]()
    try:
        for row in reader:
            if not headers:
                headers = tuple(cell.strip() for cell in row) if any(cell.strip() for cell in row) else ()
                first = reader.line_num + 1
                continue
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS or any(len(cell) > MAX_CELL for cell in row):
                words = N_("The file has more than {rows} rows, {columns} columns or {letters} letters in a cell.")
                raise Refusal("table.too_large", words, rows=MAX_ROWS, columns=MAX_COLUMNS, letters=MAX_CELL)
            rows.append(tuple(cell.strip() for cell in row))
    except rows_of_text.Error as error:
        words = N_("Line {line} of the file cannot be read: {detail}")
        raise Refusal("csv.broken", words, line=reader.line_num, detail=str(error)) from None
    return Table(NAME, headers, first, tuple(rows))


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and error.start > len(data) - 4 and error.end == len(data):
                return data[: error.start].decode("utf-8-sig")  # the head ends within a letter
    return data.decode("latin-1")


def _separator(line: str) -> str:
    return max(SEPARATORS, key=lambda mark: len(_split(line, mark)))


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(rows_of_text.reader([line], delimiter=separator), [])
    except rows_of_text.Error:
        return []
