"""Sheets of invoices for whoever explains their columns: what they say, what they seem to mean, what comes of it."""

from __future__ import annotations

from cessie.formats.archive import is_archive, is_workbook
from cessie.formats.invoices import _columns, _rows, csv, sheet
from cessie.formats.invoices._columns import FIELDS, guess, missing, signature
from cessie.formats.invoices._rows import RowsRead
from cessie.formats.values.table import Layout, Table
from cessie.formats.xml import HEAD_BYTES

__all__ = ["FIELDS", "NEEDED", "RowsRead", "guess", "is_table", "missing", "read", "signature", "table"]

NEEDED = _columns.NEEDED


def is_table(data: bytes, name: str) -> bool:
    """Whether the file is a sheet of rows, whatever its columns are called."""
    head = data[:HEAD_BYTES]
    if is_archive(head):
        return is_workbook(data)
    return sheet.looks_like(head, name) or csv.looks_like(head, name)


def table(data: bytes) -> Table:
    """The header and the rows; raises ``Refusal``."""
    head = data[:HEAD_BYTES]
    return sheet.table(data) if is_archive(head) or sheet.looks_like(head, "") else csv.table(data)


def read(found: Table, layout: Layout) -> RowsRead:
    """The invoices under this layout, or everything that is wrong; needs a layout in which nothing is ``missing``."""
    return _rows.rows(found, layout)
