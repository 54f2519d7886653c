"""The cases that are given to a lawyer or a bailiff."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.report_file import LARGEST, FileReported, report_file
from cessie.formats.case_reports import TEMPLATE
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, for_kind, say
from cessie.portals.frame.case_pages import (
    DOES,
    answered,
    case_page,
    charged,
    do,
    links,
    package_file,
    paper_file,
    row_of,
)
from cessie.portals.frame.lists import cut
from cessie.portals.frame.navigation import Room, entries

#: Columns of a file, and what stands in them.
COLUMNS: Final = {
    "dossier": N_("the number of the dossier, as on its papers"),
    "kind": N_("act or cost"),
    "act, on": N_("the act by its code, and the day on which it was done"),
    "fixed": N_("the day that the act fixes, as a hearing"),
    "vouched": N_("the conditions for which you vouch, by their codes, with blanks between"),
    "amount": N_("of a cost, without VAT"),
    "words": N_("what else is to be known"),
}
#: What a partner may do on the page of a case.
MINE: Final = {**DOES, "answer": answered, "cost": charged}


def show(visit: Visit, screen: str, **context: Any) -> HttpResponse:
    """A page of the portal with its rail. ``screen``: the file's name beside the view."""
    rooms = [
        Room("partner:cases", _("Cases"), "invoice", 0, ("partner:case", "partner:file")),
        Room("partner:keys", _("API keys"), "key"),
    ]
    frame = {"navigation": entries(visit, rooms), "whose": visit.viewer.name}
    return render(visit, f"portals/partner/screens/{screen}.html", frame | context)


@require_safe
@for_kind("partner")
def cases(request: Visit) -> HttpResponse:
    """The list, the newest first."""
    text = request.GET.get("q", "")
    page = cut(request, proceedings.cases(request.viewer, text=text, sort=request.GET.get("sort", "")))
    return show(request, "cases", page=page, rows=[row_of(each) for each in page], text=text)


@require_safe
@for_kind("partner")
def case(request: Visit, case_id: UUID) -> HttpResponse:
    """One case with its clocks, its papers and what is his to do."""
    facts = proceedings.case(request.viewer, case_id)
    return show(request, "case", **case_page(facts), **links("partner", case_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("partner")
def file(request: Visit) -> HttpResponse:
    """Acts and costs of many cases by one file; what is wrong is told row by row."""
    found: FileReported | None = None
    if request.method == "POST":
        try:
            found = _taken(request)
        except Refusal as no:
            say(request, "bad", no.reason)
    columns = [(name, _(words)) for name, words in COLUMNS.items()]
    return show(request, "file", found=found, kept=found is not None and not found.wrong, columns=columns)


@require_safe
@for_kind("partner")
def file_template(request: Visit) -> HttpResponse:
    """The file to begin with."""
    headers = {"Content-Disposition": 'attachment; filename="acts.csv"'}
    return HttpResponse(TEMPLATE, content_type="text/csv; charset=utf-8", headers=headers)


def _taken(request: Visit) -> FileReported:
    given = request.FILES.get("file")
    if given is None or (given.size or 0) > LARGEST:
        raise Refusal("proceedings.no_file", N_("Choose a CSV file of at most one megabyte."))
    return report_file(name=given.name or "acts.csv", data=given.read(), by=request.viewer, at=timezone.now())


@require_POST
@for_kind("partner")
def case_act(request: Visit, case_id: UUID, act: str) -> HttpResponse:
    """Take it, report an act or a cost, ask something."""
    do(request, MINE, act, case_id)
    still = proceedings.cases(request.viewer).filter(pk=case_id).exists()
    return redirect(reverse("partner:case", args=[case_id]) if still else reverse("partner:cases"))


@require_safe
@for_kind("partner")
def case_package(request: Visit, case_id: UUID) -> HttpResponse:
    """The whole package."""
    return package_file(request, case_id)


@require_safe
@for_kind("partner")
def case_paper(request: Visit, case_id: UUID, name: str, language: str) -> HttpResponse:
    """One paper."""
    return paper_file(request, case_id, name, language)
