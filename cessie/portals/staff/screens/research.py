"""Looking for a debtor from his dossier, what came back, and the house's own list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cessie.domain.collection import queries as collection
from cessie.domain.collection.local_list import TakenIn
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.research import set_finding_aside, take_finding
from cessie.formats.research_list import TEMPLATE, WHAT
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.dossier_words import FOUND, SOURCES_ASKED
from cessie.portals.frame.dossiers import Do
from cessie.portals.frame.lists import cut
from cessie.portals.staff.desk import show
from cessie.workflows.follow_up import researching

#: Bytes of a list at most.
LARGEST: Final = 5 * 2**20


def _research(visit: Visit, dossier_id: UUID, at: datetime) -> object:
    return researching.research(dossier_id=dossier_id, by=visit.viewer, at=at)


def _finding(visit: Visit) -> UUID:
    return key(visit.POST.get("finding", ""))


ACTS: Final[Mapping[str, tuple[Do, str]]] = {
    "research": (_research, N_("Registers and services were asked: what they say stands below.")),
    "take_finding": (lambda visit, _id, at: take_finding(finding_id=_finding(visit), by=visit.viewer, at=at),
                     N_("Taken over.")),
    "set_finding_aside": (lambda visit, _id, at: set_finding_aside(finding_id=_finding(visit), by=visit.viewer, at=at),
                          N_("Set aside.")),
}  # fmt: skip


def researched(row: Dossier) -> dict[str, Any]:
    """What was asked about the debtor and found, the newest first, and what it cost."""
    rows = list(collection.inquiries(row)[:30])
    found = [(each, _(FOUND[each.what]), inquiry) for inquiry in rows for each in inquiry.findings.all()]
    return {
        "inquiries": [(each, _(SOURCES_ASKED.get(each.source, each.source))) for each in rows],
        "findings": found,
        "research_cost": Money(sum(each.cost_cents for each in rows)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def local_list(request: Visit) -> HttpResponse:
    """The list, and the form that takes a file of it in; what was refused is told row by row."""
    taken: list[TakenIn] = []
    if request.method == "POST":
        attempt(request, lambda: taken.append(_take(request)), _("The list was read."))
    viewer, text = request.viewer, request.GET.get("q", "")
    page = cut(request, collection.listed(viewer=viewer, text=text))
    return show(
        request, "local_list", page=page, lines=[(row, _(FOUND[row.what])) for row in page], text=text,
        taken=taken[0] if taken else None, wrong=taken[0].wrong[:200] if taken else (), what=WHAT,
        may=viewer.may("collection.work"),
    )  # fmt: skip


@require_safe
@for_kind("staff")
def local_list_template(request: Visit) -> HttpResponse:
    """The file to begin with."""
    headers = {"Content-Disposition": 'attachment; filename="list.csv"'}
    return HttpResponse(TEMPLATE, content_type="text/csv; charset=utf-8", headers=headers)


def _take(request: Visit) -> TakenIn:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("research.no_file", N_("Please choose a file."))
    if (file.size or 0) > LARGEST:
        raise Refusal("research.large", N_("The file is too large."))
    return researching.take_in_list(
        source=request.POST.get("source", ""), name=file.name or "list.csv", data=file.read(), by=request.viewer,
        at=timezone.now(),
    )  # fmt: skip
