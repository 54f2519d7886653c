"""A file of reference rates: one value a line, as the desk keeps it in a spreadsheet; all of it or nothing.

>>> read("reference;valid_from;value;source\\nEURIBOR_3M;2026-06-01;2,035;emmi\\n")
(Given(reference='EURIBOR_3M', valid_from=datetime.date(2026, 6, 1), value=Decimal('2.035'), source='emmi'),)
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO

from cessie.domain.charges.rules.rates import HIGHEST, LOWEST, REFERENCES
from cessie.lib.reasons import N_, Reason, Refusal

COLUMNS = ("reference", "valid_from", "value", "source")
MOST = 5000  # rows


@dataclass(frozen=True, slots=True)
class Given:
    """A value in percent a year from a day on, and where it was read."""

    reference: str
    valid_from: date
    value: Decimal
    source: str


class BadRates(Refusal):
    """Rows of the file cannot be read: ``reasons`` has each with its row, the words are the first one's."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(reasons[0].code, reasons[0].message, **reasons[0].facts)
        self.reasons = tuple(reasons)


def read(text: str) -> tuple[Given, ...]:
    """The values of a CSV with a head line (``COLUMNS``), with semicolons or commas; refused as ``BadRates``."""
    lines = text.lstrip("\ufeff")
    mark = ";" if ";" in lines.split("\n", 1)[0] else ","
    rows = csv.DictReader(StringIO(lines), delimiter=mark)
    if not rows.fieldnames or set(COLUMNS) - {name.strip() for name in rows.fieldnames}:
        wanted = ", ".join(COLUMNS)
        raise BadRates([Reason("rates.columns", N_("The file needs the columns {columns}."), {"columns": wanted})])
    found: list[Given] = []
    wrong: list[Reason] = []
    for number, row in enumerate(rows, 2):
        cells = {
            name.strip(): (cell or "").strip() for name, cell in row.items() if name and not isinstance(cell, list)
        }
        problems = [Reason(f"{no.code}", no.message, {**no.facts, "row": number}) for no in _wrong(cells)]
        wrong += problems
        if not problems:
            day, value = date.fromisoformat(cells["valid_from"]), _value(cells["value"])
            found.append(Given(cells["reference"].upper(), day, value, cells["source"]))
        if number > MOST:
            wrong.append(Reason("rates.many", N_("Row {row}: more rows than a file may have."), {"row": number}))
            break
    if not found and not wrong:
        wrong.append(Reason("rates.none", N_("The file holds no rate.")))
    if wrong:
        raise BadRates(wrong)
    return tuple(found)


def _wrong(cells: dict[str, str]) -> Iterator[Reason]:
    if cells["reference"].upper() not in REFERENCES:
        said = N_("Row {row}: there is no reference rate {reference}.")
        yield Reason("rates.reference", said, {"reference": cells["reference"]})
    try:
        date.fromisoformat(cells["valid_from"])
    except ValueError:
        yield Reason("rates.day", N_("Row {row}: {text} is no day (2026-12-31)."), {"text": cells["valid_from"]})
    try:
        if not LOWEST <= _value(cells["value"]) <= HIGHEST:
            yield Reason("rates.value", N_("Row {row}: {text} percent cannot be a rate."), {"text": cells["value"]})
    except InvalidOperation:
        yield Reason("rates.value", N_("Row {row}: {text} percent cannot be a rate."), {"text": cells["value"]})
    if not cells["source"]:
        yield Reason("rates.source", N_("Row {row}: say where the rate was read."))


def _value(text: str) -> Decimal:
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or -int(value.as_tuple().exponent) > 5:
        raise InvalidOperation
    return value
