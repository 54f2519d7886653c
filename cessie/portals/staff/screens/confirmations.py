"""Confirmations of balances for auditors: asked for on the page of a client or a debtor, kept, proved, downloaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cessie.domain.documents.queries import content
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.reports.confirm import LANGUAGES, confirm
from cessie.domain.reports.confirmed import confirmation, confirmations, figures_now, stands
from cessie.domain.reports.letter import CALLED
from cessie.domain.reports.rules.confirmed import Figures
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, for_kind, key, number, say
from cessie.portals.frame.download import original
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show

#: An address that an auditor typed stands in the letter; longer ones are cut there.
SIDES = ("client", "debtor")


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def confirmations_page(request: Visit) -> HttpResponse:
    """Those that were made, and the form for the client or the debtor whom the address names."""
    if request.method == "POST":
        return _make(request)
    viewer, now = request.viewer, timezone.now()
    page = Paginator(confirmations(viewer=viewer), 50).get_page(number(request.GET.get("page")))
    side = next((side for side in SIDES if request.GET.get(side)), "")
    party = _party(request, side, key(request.GET[side])) if side else None
    month = booking_day(now).replace(day=1)
    return show(
        request, "confirmations", page=page, side=side, party=party, day=month - timedelta(days=1), now=now.isoformat(),
        languages=LANGUAGES, names=names_of({row.made_by for row in page}, viewer=viewer),
        may_confirm=viewer.may("reports.confirm"),
    )  # fmt: skip


def _party(request: Visit, side: str, party_id: UUID) -> object:
    if side == "client":
        return parties.client(viewer=request.viewer, client_id=party_id)
    return parties.debtor(viewer=request.viewer, debtor_id=party_id)


def _make(request: Visit) -> HttpResponse:
    post = request.POST
    side = post.get("side", "")
    if side not in SIDES:
        raise Http404
    try:
        row = confirm(
            side=side, party_id=key(post.get("party", "")), day=day_of(post.get("day", "")),
            known_at=_moment(post.get("known_at", "")), language=post.get("language", ""),
            auditor=post.get("auditor", ""), by=request.viewer, at=timezone.now(),
        )  # fmt: skip
    except Refusal as no:
        if no.code in ("parties.unknown_client", "parties.unknown_debtor", "users.not_allowed"):
            raise
        say(request, "bad", no.reason)
        return redirect("staff:confirmations")
    return redirect("staff:confirmation", row.pk)


def _moment(text: str) -> datetime:
    """The moment at which the form was shown: the same form sent twice asks the same."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if timezone.is_naive(moment):
        raise Http404
    return moment


@require_safe
@for_kind("staff")
def confirmation_page(request: Visit, confirmation_id: UUID) -> HttpResponse:
    """What it says, and whether the books still say so."""
    row = confirmation(viewer=request.viewer, confirmation_id=confirmation_id)
    return show(
        request, "confirmation", row=row, figures=Figures.from_json(row.figures), stands=stands(row),
        now_total=figures_now(row).total, called=CALLED, names=names_of({row.made_by}, viewer=request.viewer),
    )  # fmt: skip


@require_safe
@for_kind("staff")
def confirmation_letter(request: Visit, confirmation_id: UUID) -> HttpResponse:
    """The very letter that was kept."""
    row = confirmation(viewer=request.viewer, confirmation_id=confirmation_id)
    return original(content(row.document_id, request.viewer), "application/pdf", f"confirmation-{row.day}")
