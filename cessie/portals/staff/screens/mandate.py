"""One mandate: what was signed, with its scan; what was collected under it; and what may be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.audit.queries import history
from cessie.domain.keys.queries import names_of
from cessie.domain.mandates import queries as mandates
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.amend import Change, amend
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.pause import pause
from cessie.domain.mandates.resume import resume
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.mandates.take_back import seen_there, tell_again
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.lists import cut
from cessie.portals.frame.scans import scan_of
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.workflows.jobs import order_mandates

#: What may be done, and the right that it needs.
RIGHTS: Final = {
    "activate": "mandates.confirm",
    "resume": "mandates.confirm",
    "pause": "mandates.enter",
    "amend": "mandates.enter",
    "revoke": "mandates.enter",
}
DONE: Final = {
    "activate": N_("The mandate serves from now on."),
    "resume": N_("The mandate serves again."),
    "pause": N_("Nothing is collected under it meanwhile."),
    "amend": N_("The change is entered. Another person compares it with the scan."),
    "revoke": N_("Nothing more is collected under it."),
    "again": N_("The service is told again within minutes."),
    "seen": N_("Noted: it is over at the service."),
}


@require_safe
@for_kind("staff")
def mandate(request: Visit, mandate_id: UUID) -> HttpResponse:
    """The page of one mandate."""
    viewer, today = request.viewer, booking_day(timezone.now())
    row = mandates.mandate(viewer, mandate_id)
    page = cut(request, mandates.collections(viewer, mandate_id=row.pk))
    trail = list(history(subject=row, viewer=viewer)[:100])
    people = {event.actor for event in trail} | {row.registered_by, row.activated_by}
    return show(
        request,
        "mandate",
        mandate=row,
        limit=None if row.limit_cents is None else Money(row.limit_cents, row.currency),
        lapses=mandates.lapses([row])[row.pk],
        page=page,
        rows=mandates.fetched(page, on=today),
        trail=trail,
        names=names_of(people, viewer=viewer),
        signing=mandates.signing_of(row),
        told=mandates.told_of(row),
        taken_back=mandates.taken_back_of(row),
        may_tell=viewer.may("mandates.enter"),
        own=row.registered_by == viewer.key,
        creditors=mandates.creditors(viewer),
        may={act for act, right in RIGHTS.items() if viewer.may(right) and MANDATE.allows(row.state, act)},
    )


@require_POST
@for_kind("staff")
def mandate_act(request: Visit, mandate_id: UUID, act: str) -> HttpResponse:
    """Confirm it, let it rest or serve again, change it, or take it back."""
    row = mandates.mandate(request.viewer, mandate_id)
    if act not in DONE:
        raise Http404
    attempt(request, lambda: _do(request, row, act, timezone.now()), _(DONE[act]))
    return redirect("staff:mandate", mandate_id)


def _do(request: Visit, row: Mandate, act: str, at: datetime) -> None:
    given, by = request.POST, request.viewer
    note = given.get("note", "").strip()
    if act == "activate":
        activate(mandate_id=row.pk, bank_confirmed=given.get("bank") == "yes", by=by, at=at)
    elif act == "resume":
        resume(mandate_id=row.pk, note=note, by=by, at=at)
    elif act == "pause":
        until = day_of(given["until"]) if given.get("until") else None
        pause(mandate_id=row.pk, note=note, until=until, by=by, at=at)
    elif act == "revoke":
        revoke(mandate_id=row.pk, note=note, by=by, at=at)
    elif act == "again":
        tell_again(mandate_id=row.pk, by=by, at=at)
        order_mandates()
    elif act == "seen":
        seen_there(mandate_id=row.pk, note=note, by=by, at=at)
    else:
        name, scan = scan_of(request)
        amend(mandate_id=row.pk, to=_change(request), scan=scan, name=name, by=by, at=at)


def _change(request: Visit) -> Change:
    given = request.POST
    creditor = given.get("creditor", "")
    return Change(
        iban=given.get("iban", "").strip(),
        bic=given.get("bic", "").strip().upper(),
        holder=given.get("holder", "").strip(),
        consumer=given.get("consumer") == "yes",
        creditor_id=key(creditor) if creditor else None,
    )
