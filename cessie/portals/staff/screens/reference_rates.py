"""Reference rates: what stands, what waits for a second person, and the form and file for more."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.charges.decide_rates import decide_rates
from cessie.domain.charges.enter_rates import enter_rates
from cessie.domain.charges.rates import rate_rows
from cessie.domain.charges.rules.rates import REFERENCES
from cessie.domain.charges.rules.rates_file import COLUMNS, BadRates, Given, read
from cessie.domain.charges.rules.states import FIXING
from cessie.domain.keys.queries import names_of
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number, say
from cessie.portals.frame.typed import day_of, percent_of
from cessie.portals.frame.vocabulary import STATES
from cessie.portals.staff.desk import show

#: Rows of a file that are named when they are wrong.
NAMED = 10
LARGEST = 1024 * 1024  # bytes


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def reference_rates(request: Visit) -> HttpResponse:
    """The list; a form of one rate, or a file of many."""
    viewer = request.viewer
    if request.method == "POST":
        _take(request)
        return redirect("staff:reference_rates")
    which, reference = request.GET.get("which", ""), request.GET.get("reference", "")
    page = Paginator(rate_rows(viewer=viewer, reference=reference, which=which), 40).get_page(
        number(request.GET.get("page"))
    )
    people = {row.entered_by for row in page} | {row.decided_by for row in page}
    return show(
        request,
        "reference_rates",
        page=page,
        names=names_of(people, viewer=viewer),
        references=[(code, _(words)) for code, words in REFERENCES.items()],
        reference=reference,
        which=which,
        states=[(code, _(STATES[code][0])) for code in FIXING.states],
        columns=";".join(COLUMNS),
        today=booking_day(timezone.now()),
        may_enter=viewer.may("charges.enter_rates"),
        may_confirm=viewer.may("charges.confirm_rates"),
        me=viewer.key,
    )


def _take(request: Visit) -> None:
    """Enter what the form or the file says; each wrong row of a file is told."""
    try:
        file = request.FILES.get("file")
        rates = read(file.read(LARGEST + 1).decode("utf-8", "replace")) if file else (_typed(request),)
        enter_rates(rates=rates, by=request.viewer, at=timezone.now())
    except BadRates as no:
        for reason in no.reasons[:NAMED]:
            say(request, "bad", reason)
    except Refusal as no:
        say(request, "bad", no.reason)
    else:
        say(request, "good", _("Entered: another person confirms it."))


def _typed(request: Visit) -> Given:
    value = percent_of(request.POST.get("value", ""))
    day = day_of(request.POST.get("valid_from", ""))
    return Given(request.POST.get("reference", ""), day, value, request.POST.get("source", ""))


@require_POST
@for_kind("staff")
def rates_decide(request: Visit, act: str) -> HttpResponse:
    """Confirm or withdraw the rates that were ticked."""
    if act not in ("confirm", "withdraw"):
        raise Http404
    chosen: list[UUID] = [key(text) for text in request.POST.getlist("rate")]
    words = _("Confirmed: they count from now on.") if act == "confirm" else _("Withdrawn: they never counted.")
    attempt(
        request,
        lambda: decide_rates(fixing_ids=chosen, event=act, by=request.viewer, at=timezone.now()),
        words,
    )
    return redirect("staff:reference_rates")
