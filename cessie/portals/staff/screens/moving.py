"""A house moves in: files laid down by one person, what they would change, and the second person's word for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.documents.house_files import agree, lay_down, withdraw
from cessie.domain.documents.models import HouseFiles
from cessie.domain.documents.queries import house_files
from cessie.domain.documents.store import LIMIT
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats.house_files import LAYOUTS, NEEDED
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, number, say
from cessie.portals.staff.desk import show
from cessie.workflows import jobs
from cessie.workflows.house.moving_day import named

#: Files of a form that are looked at: those of a house are five, and each other one is named.
MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def moving(request: Visit) -> HttpResponse:
    """What was brought so far, and the form; after it the page of what was laid down."""
    viewer = request.viewer
    if request.method == "POST":
        brought = {file.name or "": file.read(LIMIT + 1) for file in request.FILES.getlist("files")[:MOST]}
        try:
            row = lay_down(files=named(brought), by=viewer, at=timezone.now())
        except NotFound:
            raise
        except Refusal as no:
            say(request, "bad", no.reason)
            return redirect("staff:moving")
        jobs.order_house(files_id=row.pk)
        return redirect("staff:moving_files", row.pk)
    return show(
        request,
        "moving",
        page=Paginator(house_files(viewer=viewer), 40).get_page(number(request.GET.get("page"))),
        layouts=[(name, columns, NEEDED[name]) for name, columns in LAYOUTS.items()],
        may_lay=viewer.may("house.lay_down"),
    )


@require_safe
@for_kind("staff")
def moving_files(request: Visit, files_id: UUID) -> HttpResponse:
    """Files of a house: what is wrong, what would change, the trial balance; a part of itself while a job works."""
    row = _row(request, files_id)
    context = _facts(request, row)
    if request.htmx:
        return render(request, "portals/staff/screens/moving_part.html", context)
    return show(request, "moving_files", **context)


@require_POST
@for_kind("staff")
def moving_act(request: Visit, files_id: UUID, act: str) -> HttpResponse:
    """Agree to them, or withdraw them."""
    row = _row(request, files_id)
    if act == "agree":
        words = _("Agreed: the files are taken in behind this page.")
        if attempt(request, lambda: agree(files_id=row.pk, by=request.viewer, at=timezone.now()), words):
            jobs.order_house(files_id=row.pk)
    elif act == "withdraw":
        words = _("The files are withdrawn: nothing was changed.")
        attempt(request, lambda: withdraw(files_id=row.pk, by=request.viewer, at=timezone.now()), words)
    else:
        raise Http404
    return redirect("staff:moving_files", files_id)


def _row(request: Visit, files_id: UUID) -> HouseFiles:
    row = house_files(viewer=request.viewer).filter(pk=files_id).first()
    if row is None:
        raise Http404
    return row


def _facts(request: Visit, row: HouseFiles) -> dict[str, Any]:
    told, viewer = row.report, request.viewer
    balance = [(account, Money(cents)) for account, cents in told.get("balance", ())]
    return {
        "row": row,
        "working": row.state in ("laid", "agreed"),
        "rows": told.get("rows", ()),
        "wrong": told.get("wrong", ()),
        "wrong_rows": told.get("wrong_rows", 0),
        "more_wrong": max(0, told.get("wrong_rows", 0) - len(told.get("wrong", ()))),
        "balance": balance,
        "total": Money.total(amount for _account, amount in balance),
        "may_agree": row.state == "ready" and viewer.may("house.agree") and row.laid_by_id != viewer.user_id,
        "may_withdraw": row.state in ("laid", "ready") and viewer.may("house.lay_down"),
        "mine": row.laid_by_id == viewer.user_id,
    }
