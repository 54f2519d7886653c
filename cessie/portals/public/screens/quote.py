"""The company reads a quote by the link that it was sent, takes it along, and accepts or declines it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cessie.domain.documents import originals
from cessie.domain.onboarding.answer_quote import answer_quote
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.quotes import quote_behind, stands
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.templatetags.cessie import in_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, secret: str) -> HttpResponse:
    """What is offered until when, and the answer; a link that opens nothing is 404 and says so."""
    try:
        row = quote_behind(secret)
    except NotFound as no:
        return _page(request, {"gone": in_words(no.reason)}, 404)
    translation.activate(row.language)
    request.LANGUAGE_CODE = row.language  # set by the middleware of languages
    wrong = ""
    if request.method == "POST":
        given = request.POST
        try:
            answer_quote(
                secret=secret, accept=given.get("answer") == "accept", name=given.get("name", ""),
                role=given.get("role", ""), words=given.get("words", ""), at=timezone.now(),
            )  # fmt: skip
        except Refusal as no:
            wrong = in_words(no.reason)
        else:
            return redirect("quote", secret)
    return _page(request, _told(row) | {"wrong": wrong, "typed": request.POST, "secret": secret}, 400 if wrong else 200)


def _told(row: Quote) -> dict[str, object]:
    from cessie.domain.comparison.quote_words import raises_told, terms_told, year_told

    house = house_company()
    return {
        "row": row, "house": house.name if house else "", "terms": terms_told(row), "year": year_told(row),
        "raises": raises_told(row), "stands": stands(row, booking_day(timezone.now())),
    }  # fmt: skip


@never_cache
@require_safe
def quote_paper(request: HttpRequest, secret: str) -> HttpResponse:
    """The paper as it was sent."""
    try:
        row = quote_behind(secret)
    except NotFound as no:
        raise Http404 from no
    answer = HttpResponse(originals.read(row.paper_id or ""), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.number}-{row.version}.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return answer


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    answer = render(request, "portals/public/screens/quote.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
