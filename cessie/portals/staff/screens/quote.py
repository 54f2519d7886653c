"""A quote for a company that asks: drafted with its score beside it, sent, and made a contract once it is accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.comparison.quote_paper import quote_pdf
from cessie.domain.comparison.quote_words import terms_told, year_told
from cessie.domain.comparison.quoting import quote_company
from cessie.domain.documents import originals
from cessie.domain.keys.queries import names_of
from cessie.domain.onboarding import queries
from cessie.domain.onboarding.make_quote import COUNTRIES, LANGUAGES, Addressed
from cessie.domain.onboarding.models import Applicant, Quote
from cessie.domain.onboarding.quotes import quote as own_quote
from cessie.domain.onboarding.quotes import quotes
from cessie.domain.onboarding.rules.states import OPEN
from cessie.domain.onboarding.words import QUOTES
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.download import original
from cessie.portals.frame.entry_score import shown_score
from cessie.portals.frame.quote_form import quote_rows, quote_told, quote_typed
from cessie.portals.frame.typed import day_of, percent_of
from cessie.portals.staff.desk import show
from cessie.workflows.purchases import quoting

#: How long a quote stands where nobody says otherwise.
USUAL: Final = timedelta(days=30)
_TO: Final = ("to_name", "to_email", "language", "country", "note", "valid_until", "rate")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def quote_new(request: Visit, applicant_id: UUID) -> HttpResponse:
    """The form, filled with the version before; the draft is made from it."""
    row = queries.own_applicant(request.viewer, applicant_id)
    made: list[Quote] = []
    if request.method == "POST" and attempt(
        request, lambda: made.append(_draft(request, row)), _("The quote is drafted: nobody has got it yet.")
    ):
        return redirect("staff:quote", made[0].pk)
    before = next(iter(quotes(row)), None)
    typed = {name: str(value) for name, value in request.POST.items()} if request.method == "POST" else _filled(before)
    score = queries.assessments(row).first()
    return show(
        request, "quote_new", row=row, fields=list(quote_rows(typed)), typed=typed, countries=COUNTRIES,
        languages=LANGUAGES, score=shown_score(score) if score else None,
    )  # fmt: skip


def _filled(before: Quote | None) -> dict[str, str]:
    until = booking_day(timezone.now()) + USUAL
    first = {"valid_until": until.isoformat(), "language": "nl", "country": "BE"}
    if before is None:
        return first
    told = {"to_name": before.to_name, "to_email": before.to_email, "language": before.language}
    return first | quote_typed(before.told) | told | {"country": before.country, "note": before.note}


def _draft(request: Visit, row: Applicant) -> Quote:
    typed = {name: str(value) for name, value in request.POST.items()}
    said = {name: typed.get(name, "").strip() for name in _TO}
    to = Addressed(said["to_name"], said["to_email"], said["language"], said["country"], said["note"])
    rate = percent_of(said["rate"]) if said["rate"] else None
    return quote_company(
        applicant_id=row.pk, told=quote_told(typed), to=to, valid_until=day_of(said["valid_until"]), rate=rate,
        by=request.viewer, at=timezone.now(),
    )  # fmt: skip


@never_cache
@require_safe
@for_kind("staff")
def quote(request: Visit, quote_id: UUID) -> HttpResponse:
    """One version: its terms, what a year of it would have cost, the score beside it, and what can be done."""
    return _page(request, own_quote(request.viewer, quote_id), "")


def _page(request: Visit, row: Quote, link: str) -> HttpResponse:
    viewer, today = request.viewer, booking_day(timezone.now())
    newest = queries.assessments(row.applicant).first()
    code, number = quoting.proposed_codes() if row.state == "accepted" and row.contract is None else ("", "")
    return show(
        request, "quote", row=row, state=QUOTES[row.state], terms=terms_told(row), year=year_told(row),
        score=shown_score(row.assessment), newest=newest, link=link, code=code, number=number, today=today,
        over=row.valid_until < today, open=row.state in OPEN, decides=viewer.may("onboarding.decide"),
        opens=viewer.may("contracts.amend"), may=viewer.may("onboarding.assess"),
        accepted=newest is not None and newest.state == "accepted",
        names=names_of({row.made_by, row.sent_by, row.taken_by}, viewer=viewer),
    )  # fmt: skip


@require_safe
@for_kind("staff")
def quote_paper(request: Visit, quote_id: UUID) -> HttpResponse:
    """The paper as the company got it; of a draft as it would be, in the reader's language."""
    row = own_quote(request.viewer, quote_id)
    data = originals.read(row.paper_id) if row.paper_id else quote_pdf(row)
    return original(data, "application/pdf", f"{row.number}-{row.version}")


@never_cache
@require_POST
@for_kind("staff")
def quote_act(request: Visit, quote_id: UUID, act: str) -> HttpResponse:
    """Send it, or make client and contract from what was accepted."""
    row = own_quote(request.viewer, quote_id)
    if act not in ACTS:
        raise Http404
    return ACTS[act](request, row, timezone.now())


def _send(request: Visit, row: Quote, at: datetime) -> HttpResponse:
    gone: list[quoting.Gone] = []
    done = _("The quote stands. The company answers by its link.")
    if not attempt(request, lambda: gone.append(quoting.send(quote_id=row.pk, by=request.viewer, at=at)), done):
        return redirect("staff:quote", row.pk)
    return _page(request, own_quote(request.viewer, row.pk), "" if gone[0].mailed else gone[0].link)


def _take(request: Visit, row: Quote, at: datetime) -> HttpResponse:
    given = request.POST

    def act() -> None:
        quoting.take(
            quote_id=row.pk, code=given.get("code", ""), number=given.get("number", ""),
            valid_from=day_of(given.get("from", "")), by=request.viewer, at=at,
        )  # fmt: skip

    attempt(request, act, _("Client and contract are made, by the terms of the quote."))
    return redirect("staff:quote", row.pk)


ACTS: Final[dict[str, Callable[[Visit, Quote, datetime], HttpResponse]]] = {"send": _send, "take": _take}
