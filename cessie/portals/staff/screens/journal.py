"""The journal of the books as a file for another program: which format, which days, written as it is sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.reports.journal import Tally, about, entries, journal_format
from cessie.formats.values.journal import About
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, for_kind, say
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show

#: What the page calls the formats; another one of the folder stands there under its own name.
CALLED = {
    "csv": N_("CSV: every account and every line"),
    "fec": N_("FEC: for the French tax office"),
    "twinfield": N_("Twinfield: memo transactions"),
}


@require_safe
@for_kind("staff")
def journal_page(request: Visit) -> HttpResponse:
    """The form, with the days of last month."""
    first, last = _last_month()
    return show(request, "journal", first=first, last=last, formats=CALLED.items(), of=about(first, last))


@require_safe
@for_kind("staff")
def journal_file(request: Visit) -> HttpResponse:
    """The file, of last month as CSV if nothing is asked; what is wrong with the question is said on the page."""
    try:
        form, of = journal_format(request.GET.get("format", "csv")), _asked(request)
        name = form.file_name(of)
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("staff:journal")
    language = "fr" if form.NAME == "fec" else request.viewer.language
    told = entries(viewer=request.viewer, of=of, memo=form.MEMO, language=language, tally=Tally())
    answer = StreamingHttpResponse(form.write(told, of), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)  # the door passes any answer on


def _last_month() -> tuple[date, date]:
    last = booking_day(timezone.now()).replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _asked(request: Visit) -> About:
    get, (first, last) = request.GET, _last_month()
    office = "".join(c for c in get.get("office", "") if c.isascii() and c.isalnum())
    return about(
        day_of(get.get("since", str(first))),
        day_of(get.get("until", str(last))),
        siren=get.get("siren", "").strip(),
        office=office,
    )
