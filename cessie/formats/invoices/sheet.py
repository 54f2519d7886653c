"""Invoices in an Excel or OpenDocument sheet, one a row, with the same columns as CSV: .xlsx, .xls, .ods.

Values only: no formula, macro or link is followed. What a hostile file could blow up (the archive, the size that a
sheet claims, one text in every cell) is looked at before it is opened, and an old workbook is written anew first.
Refuses: ``table.*``, ``sheet.*``, ``archive.*``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real

import python_calamine

from cessie.formats import archive
from cessie.formats.invoices import _columns, _old_workbook, _rows, _sheet_bounds
from cessie.formats.values import InvoiceDocument, Refused
from cessie.formats.values.table import Cell, Layout, Table
from cessie.lib.reasons import N_, Refusal

NAME = "sheet"
KIND = "invoice"
MAX_BYTES = 10 * 2**20
#: The header is looked for in so many rows: above it may stand a title.
MAX_TITLE = 20

__all__ = ["KIND", "MAX_BYTES", "NAME", "looks_like", "read", "read_laid_out", "table"]


def looks_like(head: bytes, name: str) -> bool:
    """An old Excel file by its first bytes; a new one is told from other archives by ``archive.is_workbook``."""
    return head.startswith(b"\xd0\xcf\x11\xe0") or (archive.is_archive(head) and archive.may_be_workbook(head, name))


def read(data: bytes) -> list[InvoiceDocument | Refused]:
    """Every invoice of the first sheet with rows, or what is wrong with them."""
    return read_laid_out(data, {})


def read_laid_out(data: bytes, layouts: Mapping[str, Layout]) -> list[InvoiceDocument | Refused]:
    """The same with the columns that were explained before, by the signature of the header."""
    found = table(data)
    return _rows.documents(found, layouts.get(_columns.signature(found.headers)))


def table(data: bytes) -> Table:
    """The header and its rows: of the first sheet that has any."""
    _sheet_bounds.check(data)
    for rows in _sheets(data):
        filled = [number for number, row in enumerate(rows) if sum(cell not in (None, "") for cell in row) >= 3]
        if not filled:
            continue
        start = max(filled[:MAX_TITLE], key=lambda number: len([f for f in _columns.guess(_texts(rows[number])) if f]))
        headers = _texts(rows[start])
        while headers and not headers[-1]:
            headers = headers[:-1]
        return Table(NAME, headers, start + 2, tuple(tuple(row[: len(headers)]) for row in rows[start + 1 :]))
    raise Refusal("sheet.empty", N_("The workbook holds no sheet with rows."))


def alike(data: bytes, headers: Sequence[str]) -> tuple[str, ...]:
    """The names of the sheets that have these columns, by one of their first rows: none where there is one sheet."""
    safe = data if archive.is_archive(data[:4]) else _old_workbook.rebuilt(data)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(safe))
    if len(book.sheet_names) < 2:
        return ()
    found = []
    for index, name in enumerate(book.sheet_names):
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False, nrows=MAX_TITLE)
        heads = (_texts([_cell(value) for value in row])[: len(headers)] for row in rows)
        found += [name] if tuple(headers) in heads else []
    return tuple(found)


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.strip() if isinstance(cell, str) else "" for cell in row)


def _sheets(data: bytes) -> Iterator[list[tuple[Cell, ...]]]:
    try:
        safe = data if archive.is_archive(data[:4]) else _old_workbook.rebuilt(data)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(safe))
        for index in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(index)
            _sheet_bounds.check_size(sheet.total_height, sheet.total_width)
            yield [tuple(_cell(value) for value in row) for row in sheet.to_python(skip_empty_area=False)]
    except python_calamine.PasswordError:
        raise Refusal("sheet.encrypted", N_("The workbook asks for a password; please send it without one.")) from None
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise _old_workbook.broken(str(error)[:200]) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own end, which is no Exception to Python
            raise
        raise _old_workbook.broken("damaged records") from None


def _cell(value: object) -> Cell:
    """Sheets keep numbers in binary: the shortest decimal that is the same number is what the person typed."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, Real):
        return Decimal(str(value))
    return "" if value is None or isinstance(value, time | timedelta) else str(value)
