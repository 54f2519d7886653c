"""Unpaid documents that an insurance wants reported: until when, what was declared, and how it got there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.credit.insured import untold
from cessie.domain.credit.tell import BY_PEOPLE, move_telling
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.declaring import declared, declared_csv
from cessie.portals.frame.lists import cut, in_order, with_words
from cessie.portals.staff.desk import show
from cessie.workflows.losses.declaring import STAGES, Reportable, reportable
from cessie.workflows.losses.telling import over_service

#: By what the list can be sorted.
COLUMNS: Final[dict[str, Callable[[Reportable], Any]]] = {
    "number": lambda row: row.item.number,
    "client": lambda row: row.client_name.casefold(),
    "debtor": lambda row: row.debtor_name.casefold(),
    "due": lambda row: row.item.due,
    "last": lambda row: row.last,
    "open": lambda row: row.item.open.cents,
}


@require_safe
@for_kind("staff")
def declarations(request: Visit) -> HttpResponse:
    """The most pressing first, found by words and stage; with ``csv`` all that fit as a file."""
    today, get = booking_day(timezone.now()), request.GET
    text, stage = get.get("q", ""), get.get("stage", "")
    every = reportable(viewer=request.viewer, today=today)
    every = [row for row in every if stage not in STAGES or row.stage(today) == stage]
    fitting = with_words(every, text, lambda row: f"{row.item.number} {row.client_name} {row.debtor_name}")
    found = in_order(fitting, get.get("sort", ""), COLUMNS)
    if "csv" in get:
        return declared_csv(found, today)
    page = cut(request, found)
    return show(
        request, "declarations", page=page, lines=[(row, row.stage(today)) for row in page], stages=STAGES,
        stage=stage, text=text, total=Money.total(row.item.open for row in found), today=today,
        may_insure=request.viewer.may("credit.insure"), service=any(over_service(row.policy) for row in page),
        untold=untold(viewer=request.viewer)[:50],
    )  # fmt: skip


@require_POST
@for_kind("staff")
def declare(request: Visit) -> HttpResponse:
    """Those chosen: by hand on a day, or over the insurer's service."""
    attempt(request, lambda: declared(request), _("It is declared, or on its way to the insurer."))
    return redirect("staff:declarations")


@require_POST
@for_kind("staff")
def telling_act(request: Visit, telling_id: UUID, act: str) -> HttpResponse:
    """What did not arrive: send it again, or somebody told the insurer himself."""
    if act not in BY_PEOPLE:
        raise Http404
    reference, at = request.POST.get("reference", ""), timezone.now()
    attempt(
        request,
        lambda: move_telling(telling_id=telling_id, event=act, reference=reference, by=request.viewer, at=at),
        _("Noted."),
    )
    return redirect("staff:declarations")
