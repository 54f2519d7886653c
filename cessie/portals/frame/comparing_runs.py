"""A comparison: how far it is, its ranking, each offer's months and days, what was really charged, and its files."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.comparison import queries
from cessie.domain.comparison.ask import cancel
from cessie.domain.comparison.charged import really_charged
from cessie.domain.comparison.models import Run
from cessie.domain.comparison.report import report_pdf
from cessie.domain.comparison.rules.export import exported
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.states import LIVE
from cessie.domain.comparison.rules.told import VERSION
from cessie.domain.comparison.rules.whole import Comparison
from cessie.domain.comparison.sheets import workbook
from cessie.domain.comparison.words import COSTS, euro_words, month_words, number_words, said, terms_of
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.portals.frame import comparison_charts as charts
from cessie.portals.frame.access import Visit, attempt, key
from cessie.portals.frame.comparing import FOLDER, Face
from cessie.portals.frame.comparison_words import STATES
from cessie.portals.frame.lists import cut, in_order, with_words
from cessie.portals.frame.vocabulary import word

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: By what a ranking can be sorted, beside its own order.
ORDERS = {
    "name": lambda line: line[1].name.casefold(),
    "cost": lambda line: line[1].cost,
    "freed": lambda line: line[1].freed,
    "worst": lambda line: line[1].worst.freed,
}


def run(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """While it is played how far it is, renewed by itself; then the ranking, the picture and the files."""
    row = queries.run(request.viewer, run_id)
    live = row.state in LIVE
    context = {"row": row, "state": word(STATES, row.state), "live": live, "base": face.base}
    if request.htmx and live:
        return render(request, f"{FOLDER}/run_part.html", context)
    if request.htmx:  # it has ended: the page takes itself anew, with its ranking
        return HttpResponse(headers={"HX-Refresh": "true"})
    told = None if live or not queries.how_far(row) else queries.comparison_of(row)
    if told is not None:
        context |= _ranking(request, row, told)
    others = [each for each in queries.runs(row.customer) if each.pk != row.pk and each.state == "done"]
    return face.page(
        request, row.customer, "run", **context, told=told, others=others, older=row.version != VERSION,
        against=_against(request, told, others),
    )  # fmt: skip


def _ranking(request: Visit, row: Run, told: Comparison) -> dict[str, object]:
    keys, get = queries.result_keys(row), request.GET
    lines = list(enumerate(told.outcomes, 1))
    found = with_words(lines, get.get("q", ""), lambda line: f"{line[1].name} {told.offer(line[1].name).factor}")
    page = cut(request, in_order(found, get.get("sort", ""), ORDERS))
    own = next((place for place, each in lines if each.name == row.own), None)
    return {
        "page": page,
        "text": get.get("q", ""),
        "lines": [(place, keys[each.name], _line(told, each, row)) for place, each in page],
        "chart": charts.frontier(told, own=row.own),
        "own_place": own,
        "ways": len(lines),
    }


def _line(told: Comparison, each: Outcome, row: Run) -> dict[str, object]:
    return {
        "name": each.name, "factor": told.offer(each.name).factor, "cost": euro_words(each.cost),
        "freed": euro_words(each.freed), "worst": euro_words(each.worst.freed),
        "worst_month": month_words(each.worst.first),
        "rate": "–" if each.rate is None else f"{number_words(each.rate)} %", "best": each.name in told.best,
        "meets": told.meets(each), "own": bool(row.own) and each.name == row.own,
    }  # fmt: skip


def _against(request: Visit, told: Comparison | None, others: list[Run]) -> dict[str, object] | None:
    """What another comparison said of the same offers, where the address names one."""
    if told is None or not request.GET.get("with"):
        return None
    wanted = key(request.GET["with"])
    other = next((each for each in others if each.pk == wanted), None)
    if other is None:
        raise NotFound("comparison.no_run", _("There is no such comparison."))

    def figures(pair: tuple[int | None, int | None]) -> list[str]:
        return ["–" if cents is None else euro_words(cents) for cents in pair]

    lines = queries.moved(queries.comparison_of(other), told)
    return {
        "row": other,
        "same": all(each.same for each in lines),
        "lines": [(each.name, *figures(each.cost), *figures(each.freed), each.same) for each in lines],
    }


def outcome(face: Face, request: Visit, outcome_id: UUID) -> HttpResponse:
    """One offer of a comparison, month by month and day by day, with its costs and terms."""
    row, each, told = queries.outcome(request.viewer, outcome_id)
    page = cut(request, list(enumerate(each.daily)))
    return face.page(
        request, row.customer, "outcome", row=row, each=each, chart=charts.freed(each), page=page,
        costs=[(_(label), euro_words(each.costs[kind])) for kind, label in COSTS.items() if each.costs[kind]],
        total=euro_words(each.cost), vat=euro_words(each.vat), line=_line(told, each, row),
        place=told.outcomes.index(each) + 1,
        months=[
            (month, month_words(month.first), euro_words(month.drawn), euro_words(month.received),
             euro_words(month.cost), euro_words(month.freed), euro_words(month.least), month == each.worst,
             month == each.dearest)
            for month in each.months
        ],
        days=[(each.first + timedelta(days=n), euro_words(cents)) for n, cents in page],
        terms=[(term.label, said(term.value)) for term in terms_of(told.offer(each.name))],
    )  # fmt: skip


def charged(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """What the client was really charged on those days, beside the replay of his contract."""
    row, _told = _finished(request, run_id)
    found = really_charged(row)
    if found is None:
        raise Http404
    lines = [(_(COSTS[line.kind]), line) for line in found.lines]
    return face.page(request, row.customer, "charged", row=row, found=found, lines=lines)


def cancelled(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """No further way of it is played."""
    queries.run(request.viewer, run_id)
    attempt(request, lambda: cancel(run_id=run_id, by=request.viewer, at=timezone.now()), _("Cancelled."))
    return redirect(face.name("run"), run_id)


def report(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """The report in the reader's language."""
    row, told = _finished(request, run_id)
    made = booking_day(row.ended_at or timezone.now())
    return _file(report_pdf(told, made=made), "application/pdf", f"comparison-{made}.pdf")


def sheets(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """Every figure as Excel."""
    row, told = _finished(request, run_id)
    return _file(workbook(told), _SHEET, f"comparison-{row.asked_at:%Y-%m-%d}.xlsx")


def figures(face: Face, request: Visit, run_id: UUID) -> HttpResponse:
    """The same as ``cessie compare --json`` tells, with everything that was asked."""
    row, told = _finished(request, run_id)
    answer = exported(told) | {"asked": row.asked, "version": row.version}
    data = json.dumps(answer, ensure_ascii=False).encode()
    return _file(data, "application/json", f"comparison-{row.asked_at:%Y-%m-%d}.json")


def _finished(request: Visit, run_id: UUID) -> tuple[Run, Comparison]:
    row = queries.run(request.viewer, run_id)
    if row.state in LIVE or not queries.how_far(row):
        raise Http404
    return row, queries.comparison_of(row)


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
