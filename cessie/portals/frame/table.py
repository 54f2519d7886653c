"""Lists as files for a spreadsheet: semicolons, the reader's decimal mark, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import formats

from cessie.lib.money import Money
from cessie.lib.sheets import no_formula

Cell = str | int | date | Money | None


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return str(cell.decimal).replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))
    if isinstance(cell, date):
        return cell.isoformat()
    return no_formula(cell) if isinstance(cell, str) else str(cell)


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A CSV to download: UTF-8 with its mark, so that spreadsheets read the accents."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(head)
    writer.writerows([_shown(cell) for cell in row] for row in rows)
    return answer
