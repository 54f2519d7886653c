"""A sheet of rows as its file states it: texts, exact numbers and days, before anybody says what a column means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | Decimal | date | None
#: What each column means, in the order of the columns: a field of ``formats.invoices._columns``, or empty.
Layout = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it; ``first`` is the row number of the first of them as a person counts."""

    format: str
    headers: tuple[str, ...]
    first: int
    rows: tuple[tuple[Cell, ...], ...]
