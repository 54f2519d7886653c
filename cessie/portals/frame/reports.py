"""A report as a page and as a file, in both portals: what was asked, found, sorted and paged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cessie.domain.parties.rules.names import sort_name
from cessie.domain.reports import queries as reports
from cessie.domain.reports.queries import Kind, Named
from cessie.domain.reports.rules.report import Asked, By, Made, Row, Unit, Value
from cessie.formats.workbook import Cell, workbook
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, number
from cessie.portals.frame.charts import bars, line
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import day_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE = 50
LONGEST = timedelta(days=3 * 366)
WHO: Mapping[By, str] = {"client": N_("Client"), "debtor": N_("Debtor"), "contract": N_("Contract")}
NO_LINKS: Mapping[str, str] = MappingProxyType({})
#: What the books hold without naming anybody (a fee of an opening, a rounding).
NOBODY = N_("Not of one of them")


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its name and address; ``cells``: value, unit and the column's words."""

    row: Row
    named: Named
    url: str
    cells: tuple[tuple[Value, Unit, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked and what came of it; ``lines`` are those that fit the search, sorted, all of them."""

    code: str
    kind: Kind
    asked: Asked
    made: Made
    lines: list[Line]
    text: str
    wrong: str

    @property
    def total(self) -> list[tuple[Value, Unit, str]]:
        """The figures of all rows together, searched or not."""
        return _cells(self.kind, self.made.total)


def report_of(
    request: Visit, code: str, today: date, clients: frozenset[UUID] | None, links: Mapping[str, str] = NO_LINKS
) -> Report:
    """The report of an address; what makes no sense in it becomes the usual, and is told. Unknown ones: 404.

    ``links``: the address behind a client and behind a debtor.
    """
    kind, get = reports.kind(code), request.GET
    wanted = get.get("by", "")
    by: By = next((each for each in kind.BY if each == wanted), kind.BY[0])
    first, last, wrong = _days(get, kind.SPAN, today)
    asked = Asked(by, first, last, clients)
    made = reports.report(viewer=request.viewer, code=code, asked=asked)
    names = reports.named((row.key for row in made.rows), by)
    text = get.get("q", "").strip()
    lines = [
        Line(row, named, _link(row, named, by, links), tuple(_cells(kind, row.values)))
        for row in made.rows
        if _fits(named := names.get(row.key, Named(_(NOBODY))), text)
    ]
    return Report(code, kind, asked, made, _sorted(lines, kind, get.get("sort", kind.SORT)), text, wrong)


def context_of(report: Report, request: Visit) -> dict[str, Any]:
    """What ``frame/report.html`` shows."""
    page: Page[Line] = Paginator(report.lines, SIZE).get_page(number(request.GET.get("page")))
    return {
        "report": report,
        "page": page,
        "who": _(WHO[report.asked.by]),
        "choices": [(by, _(WHO[by])) for by in report.kind.BY],
        "columns": [(column.code, _(column.label)) for column in report.kind.COLUMNS],
        "chart": _chart(report),
        "sorting": request.GET.get("sort", report.kind.SORT),
    }


def file_of(report: Report, ending: str) -> HttpResponse:
    """All rows that fit the search as CSV or Excel, with the total below; any other ending: 404."""
    head = [_(WHO[report.asked.by]), *([_("Client")] if report.asked.by == "contract" else [])]
    extra = len(head) - 1
    head += [_(column.label) for column in report.kind.COLUMNS]
    rows: list[list[Cell]] = [
        [each.named.name, *([each.named.client] * extra), *each.row.values] for each in report.lines
    ]
    if not report.text:
        rows.append([_("Total"), *([""] * extra), *report.made.total])
    name = f"{report.code}-{report.asked.last}"
    if ending == "csv":
        return csv_file(f"{name}.csv", head, ([_plain(cell) for cell in row] for row in rows))
    if ending != "xlsx":
        raise Http404
    answer = HttpResponse(workbook(_(report.kind.TITLE), head, rows), content_type=SHEET)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _cells(kind: Kind, values: Sequence[Value]) -> list[tuple[Value, Unit, str]]:
    return [(value, column.unit, _(column.label)) for value, column in zip(values, kind.COLUMNS, strict=True)]


def _link(row: Row, named: Named, by: By, links: Mapping[str, str]) -> str:
    """A contract stands on its client's page."""
    name, key = links.get("client" if by == "contract" else by), named.client_id or row.key
    return reverse(name, args=[key]) if name and key else ""


def _fits(named: Named, text: str) -> bool:
    return sort_name(text) in sort_name(f"{named.name} {named.client}") if text else True


def _sorted(lines: list[Line], kind: Kind, order: str) -> list[Line]:
    """By a column or by name; figures that are missing stand last, whichever way."""
    code, down = order.removeprefix("-"), order.startswith("-")
    lines.sort(key=lambda each: (sort_name(each.named.name), str(each.row.key)))
    if code == "name":
        return lines[::-1] if down else lines
    places = {column.code: n for n, column in enumerate(kind.COLUMNS)}
    place = places.get(code, places[kind.SORT.removeprefix("-")])
    known = [each for each in lines if each.row.values[place] is not None]
    known.sort(key=lambda each: _figure(each.row.values[place]), reverse=down)
    return known + [each for each in lines if each.row.values[place] is None]


def _figure(value: Value) -> Decimal:
    return value.decimal if isinstance(value, Money) else value or Decimal(0)


def _plain(cell: Cell) -> str | int | date | Money | None:
    """A figure without a unit in the reader's way."""
    return str(cell).replace(".", str(formats.get_format("DECIMAL_SEPARATOR"))) if isinstance(cell, Decimal) else cell


def _days(get: Mapping[str, str], usual: int, today: date) -> tuple[date, date, str]:
    """First and last day as asked; the usual span before the last one, and what was wrong."""
    try:
        last = day_of(get["until"]) if get.get("until") else today
        first = day_of(get["since"]) if usual and get.get("since") else last - timedelta(days=max(1, usual) - 1)
    except (Refusal, OverflowError):
        return today - timedelta(days=max(1, usual) - 1), today, _("This is no day.")
    if first > last:
        return last, last, _("The first day is after the last one.")
    if last - first > LONGEST:
        return last - LONGEST, last, _("A report covers at most three years.")
    return first, last, ""


def _chart(report: Report) -> SafeString | str:
    series = report.made.series
    if not series or any(amount.cents < 0 for _label, amount in series):
        return ""  # a chart draws no amounts below zero; the table has them
    named = [
        (_(label) if isinstance(label, str) else formats.date_format(label, "m/y"), amount) for label, amount in series
    ]
    if isinstance(series[0][0], date):
        return line(_(report.kind.CHART), named) if len(named) > 1 else ""
    return bars(_(report.kind.CHART), named)
