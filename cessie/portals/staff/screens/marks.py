"""What is special about a company: noted and ended by the staff, on the page of the client or the debtor."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.parties.mark import mark, marks, unmark
from cessie.domain.parties.rules.marks import MARKS
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, say
from cessie.portals.frame.typed import percent_of


def marks_panel(visit: Visit, side: str, key: UUID, company_id: UUID) -> dict[str, Any]:
    """What the panel of a client's or debtor's page shows; ``side``: client or debtor."""
    rows = list(marks(viewer=visit.viewer, company_id=company_id))
    return {
        "marks": [(row, MARKS[row.kind].words) for row in rows],
        "mark_names": names_of({row.set_by for row in rows} | {row.end_asked_by for row in rows}, viewer=visit.viewer),
        "mark_me": visit.viewer.key,
        "mark_kinds": [(kind, MARKS[kind].words) for kind in MARKS if MARKS[kind].of == side],
        "mark_side": side,
        "mark_of": key,
        "may_mark": visit.viewer.may("parties.register"),
    }


@require_POST
@for_kind("staff")
def mark_set(request: Visit, side: str, of: UUID) -> HttpResponse:
    """Note it about the client or the debtor."""
    company_id, said = _company(request, side, of), request.POST

    def act() -> None:
        kind = said.get("kind", "")
        if kind in MARKS and MARKS[kind].of != side:
            raise Refusal("parties.unknown_mark", N_("There is no such note."))
        share, note = _share(said.get("percent", "")), said.get("note", "")
        mark(company_id=company_id, kind=kind, percent=share, note=note, by=request.viewer, at=timezone.now())

    attempt(request, act, _("It is noted and counts for every invoice from now on."))
    return redirect(f"staff:{side}", of)


@require_POST
@for_kind("staff")
def mark_end(request: Visit, side: str, of: UUID, mark_id: UUID) -> HttpResponse:
    """The first who wants it ended asks, the second ends it."""
    company_id = _company(request, side, of)
    if not marks(viewer=request.viewer, company_id=company_id).filter(pk=mark_id).exists():
        raise Http404
    try:
        row = unmark(mark_id=mark_id, by=request.viewer, at=timezone.now())
    except Refusal as no:
        say(request, "bad", no.reason)
    else:
        waits = _("Another person must agree that it ends; until then it counts.")
        say(request, "warn" if row.ended_at is None else "good", waits if row.ended_at is None else _("It has ended."))
    return redirect(f"staff:{side}", of)


def _company(visit: Visit, side: str, of: UUID) -> UUID:
    if side == "client":
        return parties.client(viewer=visit.viewer, client_id=of).company_id
    if side == "debtor":
        return parties.debtor(viewer=visit.viewer, debtor_id=of).company_id
    raise Http404


def _share(text: str) -> Decimal | None:
    if not text.strip():
        return None
    share = percent_of(text)
    if share != round(share, 2):
        raise Refusal("typed.no_percent", N_("{text} is no percentage."), text=text.strip()[:20])
    return share
