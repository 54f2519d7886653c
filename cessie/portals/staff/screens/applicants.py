"""Companies that ask to be financed: their figures, a score with its reasons, and what people decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast, get_args
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.onboarding import queries
from cessie.domain.onboarding.chart import say_chart
from cessie.domain.onboarding.decide import agree, decide
from cessie.domain.onboarding.models import Applicant
from cessie.domain.onboarding.paper import assessment_pdf
from cessie.domain.onboarding.quotes import quotes
from cessie.domain.onboarding.rules.chart import GROUPS
from cessie.domain.onboarding.rules.states import Wish, overrides
from cessie.domain.onboarding.take_in import join, take_in
from cessie.domain.onboarding.words import ADVICE, ASSESSMENTS, QUOTES, WISHES
from cessie.domain.parties import queries as parties
from cessie.formats.annual_accounts import MAX_BYTES
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.entry_score import entry_fields, ledger_fields, shown_score, typed_figures
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.staff.desk import show
from cessie.workflows.purchases.assessing import File, assess_with

_LONGEST_TERM: Final = 365


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def applicants(request: Visit) -> HttpResponse:
    """All of them with their newest score; the form notes one. With ``csv`` all that fit as a file."""
    if request.method == "POST":
        return _noted(request)
    text = request.GET.get("q", "")
    rows = queries.applicants(request.viewer, text=text, sort=request.GET.get("sort", ""))
    if "csv" in request.GET:
        head = [_("Company"), _("Number"), _("Score"), _("The figures say"), _("Status"), _("Scored on"), _("Through")]
        return csv_file("entry-scores.csv", head, (_cells(row) for row in rows.iterator(chunk_size=500)))
    page = cut(request, rows)
    return show(
        request, "applicants", page=page, text=text, may=request.viewer.may("onboarding.assess"),
        rows=[_line(row) for row in page],
    )  # fmt: skip


def _line(row: Any) -> tuple[Applicant, tuple[str, str] | None, tuple[str, str] | None]:
    """A company with its advice and state: words and tone."""
    return row, ADVICE.get(row.advice or ""), ASSESSMENTS.get(row.stands or "")


def _cells(row: Any) -> list[Cell]:
    _row, advice, stands = _line(row)
    return [
        row.name, row.number, row.points, _(advice[0]) if advice else "", _(stands[0]) if stands else "",
        row.made_at.date() if row.made_at else None, row.through.name if row.through else "",
    ]  # fmt: skip


def _noted(request: Visit) -> HttpResponse:
    made: list[Applicant] = []
    said = request.POST

    def act() -> None:
        made.append(
            take_in(name=said.get("name", ""), number=said.get("number", ""), by=request.viewer, at=timezone.now())
        )

    if attempt(request, act, _("The company is noted.")):
        return redirect("staff:applicant", made[0].pk)
    return redirect("staff:applicants")


@require_safe
@for_kind("staff")
def applicant(request: Visit, applicant_id: UUID) -> HttpResponse:
    """One company: its newest score, the decision, the form for new figures, and every score before."""
    viewer = request.viewer
    row = queries.own_applicant(viewer, applicant_id)
    rows = list(queries.assessments(row)[:50])
    newest = rows[0] if rows else None
    wishes = [
        (wish, _(word), newest is not None and overrides(cast(Wish, wish), newest.advice))
        for wish, word in WISHES.items()
    ]
    people = {person for each in rows for person in (each.made_by, each.proposed_by, each.decided_by)} | {row.shown_by}
    return show(
        request, "applicant", row=row, newest=newest, score=shown_score(newest) if newest else None,
        before=[(each, ADVICE[each.advice], ASSESSMENTS[each.state]) for each in rows],
        names=names_of(people, viewer=viewer), may=viewer.may("onboarding.assess"),
        decides=viewer.may("onboarding.decide"), me=viewer.key,
        wishes=wishes,
        clients=parties.clients(viewer=viewer)[:500] if row.client_id is None else (),
        entry_fields=entry_fields(), ledger_fields=ledger_fields(),
        chart=[(number, each["name"], each["code"]) for number, each in sorted(row.chart.items())],
        unsaid=sum(not each["code"] for each in row.chart.values()),
        groups=[(code, _(words)) for code, words in GROUPS.items()],
        quotes=[(each, QUOTES[each.state], reverse("staff:quote", args=[each.pk])) for each in quotes(row)],
    )  # fmt: skip


@require_safe
@for_kind("staff")
def assessment_paper(request: Visit, assessment_id: UUID) -> HttpResponse:
    """One score on paper, in the reader's language."""
    row = queries.assessment(request.viewer, assessment_id)
    data = assessment_pdf(row, language=request.viewer.language, made=booking_day(row.made_at))
    return original(data, "application/pdf", f"entry-score-{row.made_at:%Y-%m-%d}")


@require_POST
@for_kind("staff")
def applicant_act(request: Visit, applicant_id: UUID, act: str) -> HttpResponse:
    """Score it by new figures, decide, agree or not, or say which client it became."""
    queries.own_applicant(request.viewer, applicant_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, applicant_id, timezone.now()), _(done))
    return redirect("staff:applicant", applicant_id)


def _score(request: Visit, applicant_id: UUID, at: datetime) -> object:
    days = request.POST.get("days", "30").strip()
    if not days.isascii() or not days.isdecimal() or not 0 < int(days[:6]) <= _LONGEST_TERM:
        raise Refusal("comparison.term", N_("A payment term has 1 to {most} days."), most=_LONGEST_TERM)
    return assess_with(
        applicant_id=applicant_id, typed=typed_figures(request.POST), accounts=_file(request, "accounts"),
        ledger=_file(request, "ledger"), days=int(days), by=request.viewer, at=at,
    )  # fmt: skip


def _file(request: Visit, name: str) -> File | None:
    file = request.FILES.get(name)
    if file is None or not file.size:
        return None
    if file.size > MAX_BYTES:
        raise Refusal("onboarding.large", N_("A file has at most {most} MB."), most=MAX_BYTES // 2**20)
    return File(file.name or name, file.read())


def _assessment(request: Visit, applicant_id: UUID) -> UUID:
    row = queries.assessment(request.viewer, key(request.POST.get("assessment", "")))
    if row.applicant_id != applicant_id:
        raise Http404
    return row.pk


def _decide(request: Visit, applicant_id: UUID, at: datetime) -> object:
    wish = request.POST.get("wish", "")
    if wish not in get_args(Wish):
        raise Http404
    return decide(
        assessment_id=_assessment(request, applicant_id), wish=cast(Wish, wish), note=request.POST.get("note", ""),
        by=request.viewer, at=at,
    )  # fmt: skip


def _agree(request: Visit, applicant_id: UUID, at: datetime) -> object:
    return agree(assessment_id=_assessment(request, applicant_id), yes=True, by=request.viewer, at=at)


def _decline(request: Visit, applicant_id: UUID, at: datetime) -> object:
    return agree(assessment_id=_assessment(request, applicant_id), yes=False, by=request.viewer, at=at)


def _chart(request: Visit, applicant_id: UUID, at: datetime) -> object:
    said = request.POST.items()
    codes = {name.removeprefix("code:"): str(code) for name, code in said if name.startswith("code:")}
    return say_chart(applicant_id=applicant_id, codes=codes, by=request.viewer, at=at)


def _join(request: Visit, applicant_id: UUID, at: datetime) -> object:
    client_id = key(request.POST.get("client", ""))
    return join(applicant_id=applicant_id, client_id=client_id, by=request.viewer, at=at)


ACTS: Final[dict[str, tuple[Callable[[Visit, UUID, datetime], object], str]]] = {
    "score": (_score, N_("The score is worked out: a person decides.")),
    "decide": (_decide, N_("Your decision is kept; one against the advice waits for a second person.")),
    "agree": (_agree, N_("The decision stands.")),
    "decline": (_decline, N_("The decision does not stand: it is open again.")),
    "chart": (_chart, N_("Kept: choose the file once more, and work out the score.")),
    "join": (_join, N_("The score stands with the client's contracts now.")),
}
