"""Statutory rates: what stands, what waits for a second person and would change, and the file for more."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.keys.queries import names_of
from cessie.domain.statutes.decide import decide
from cessie.domain.statutes.enter import enter
from cessie.domain.statutes.rates import entered, rates_in_force
from cessie.law.countries import COUNTRIES
from cessie.law.rates import COLUMNS, BadRates, read_rates
from cessie.law.semester import provisional, semester_of
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number, say
from cessie.portals.frame.rate_kinds import RATE_KINDS
from cessie.portals.frame.vocabulary import word
from cessie.portals.staff.desk import show
from cessie.workflows.house.statutes import effect

#: Rows of a file that are named when they are wrong.
NAMED = 10
LARGEST = 1024 * 1024  # bytes


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def statutes(request: Visit) -> HttpResponse:
    """The rows in force by country; those that wait, with what they would change; a file or the formula for more."""
    viewer, today = request.viewer, booking_day(timezone.now())
    if request.method == "POST":
        _take(request)
        return redirect("staff:statutes")
    country = request.GET.get("country", "")
    force = rates_in_force()
    rows = [row for row in force if country in ("", row.country)]
    rows.sort(key=lambda row: (-row.first.toordinal(), row.country, row.kind))
    waiting = list(entered(viewer=viewer).filter(state="entered"))
    first, _last = semester_of(today)
    return show(
        request,
        "statutes",
        page=Paginator(rows, 40).get_page(number(request.GET.get("page"))),
        waiting=waiting,
        standing={row.pk: force.find(row.country, row.kind, row.first_date) for row in waiting},
        effects=effect(viewer=viewer, changes=[row.rate for row in waiting], today=today) if waiting else (),
        names=names_of({row.entered_by for row in waiting}, viewer=viewer),
        countries=("EU", *COUNTRIES),
        country=country,
        columns=",".join(COLUMNS),
        kinds=[(code, word(RATE_KINDS, code)) for code in RATE_KINDS],
        today=today,
        semester=first,
        formula=len(provisional(force, today)),
        may_enter=viewer.may("statutes.enter"),
        may_confirm=viewer.may("statutes.confirm"),
    )


def _take(request: Visit) -> None:
    """Enter what the file says, or what the formulas give; each wrong row of a file is told."""
    at = timezone.now()
    try:
        file = request.FILES.get("file")
        if file:
            rates = read_rates(file.read(LARGEST + 1).decode("utf-8", "replace"))
        else:
            rates = provisional(rates_in_force(), booking_day(at))
        rows = enter(rates=rates, by=request.viewer, at=at)
    except BadRates as no:
        for reason in no.problems[:NAMED]:
            say(request, "bad", reason)
        say(request, "bad", no.reason)
    except Refusal as no:
        say(request, "bad", no.reason)
    else:
        done, same = _("Entered: another person confirms it."), _("Nothing here is new: these rates stand already.")
        say(request, "good", done if rows else same)


@require_POST
@for_kind("staff")
def statutes_decide(request: Visit, act: str) -> HttpResponse:
    """Confirm or withdraw the rates that were ticked."""
    if act not in ("confirm", "withdraw"):
        raise Http404
    chosen: list[UUID] = [key(text) for text in request.POST.getlist("rate")]
    words = _("Confirmed: they count from now on.") if act == "confirm" else _("Withdrawn: they never counted.")
    attempt(
        request,
        lambda: decide(rate_ids=chosen, event=act, by=request.viewer, at=timezone.now()),
        words,
    )
    return redirect("staff:statutes")
