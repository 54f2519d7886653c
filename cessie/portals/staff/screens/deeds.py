"""The register of deeds: what transfers by registration alone and waits for it, and every deed on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.audit.queries import history
from cessie.domain.client_ledgers.transferred import transfer_of
from cessie.domain.contracts.queries import terms_on
from cessie.domain.keys.queries import names_of
from cessie.domain.purchase import queries as purchase
from cessie.domain.purchase.deeds import UNREGISTERED, deed_of, deeds
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.register_deed import decide_registration, note_registration
from cessie.formats.workbook import workbook
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.deed_words import DEEDS
from cessie.portals.frame.deeds import deed_cells, deed_file, deed_head, deed_list_file, deed_row
from cessie.portals.frame.lists import cut
from cessie.portals.frame.reports import SHEET
from cessie.portals.frame.scans import LARGEST
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.workflows.purchases.registering import confirm

ORDERS = {"number": "number", "client": "client__company__sort_name", "made": "made_at", "face": "face_cents",
          "registered": "registered_date"}  # fmt: skip


@require_safe
@for_kind("staff")
def deeds_page(request: Visit) -> HttpResponse:
    """Found by number, client or register number, and by where they stand; with ``csv`` or ``xlsx`` as a file."""
    get = request.GET
    text, state, sort = get.get("q", ""), get.get("state", ""), get.get("sort", "")
    states = UNREGISTERED if state == "waiting" else (state,) if state in DEEDS else ()
    rows = deeds(viewer=request.viewer, text=text, states=states)
    if sort.removeprefix("-") in ORDERS:
        rows = rows.order_by(f"{'-' if sort.startswith('-') else ''}{ORDERS[sort.removeprefix('-')]}", "pk")
    if "csv" in get:
        return csv_file("deeds.csv", deed_head(), (deed_cells(row) for row in rows.iterator(chunk_size=500)))
    if "xlsx" in get:
        cells = (deed_cells(row) for row in rows.iterator(chunk_size=500))
        answer = HttpResponse(workbook(_("Register of deeds"), deed_head(), cells), content_type=SHEET)
        answer.headers["Content-Disposition"] = 'attachment; filename="deeds.xlsx"'
        return answer
    page = cut(request, rows)
    return show(
        request, "deeds", page=page, lines=[deed_row(row) for row in page], text=text, state=state,
        states=[(code, _(words.label)) for code, words in DEEDS.items()],
    )  # fmt: skip


@require_safe
@for_kind("staff")
def deed_page(request: Visit, deed_id: UUID) -> HttpResponse:
    """One deed: what it transfers, its registration with the proof, who did what."""
    viewer = request.viewer
    row = deed_of(viewer=viewer, deed_id=deed_id)
    told = transfer_of(row.pk)
    trail = list(history(subject=("purchase.Deed", str(row.pk)), viewer=viewer)[:100])
    today = booking_day(timezone.now())
    return show(
        request, "deed", row=deed_row(row), deed=row,
        offer=purchase.proposal(viewer=viewer, proposal_id=row.proposal_id) if row.proposal_id else None,
        told=told, fresh=Money(told.fresh_cents, row.currency) if told else None,
        waits=terms_on(row.contract_id, today)[1].waits_for_registration, today=today, trail=trail,
        names=names_of({event.actor for event in trail} | {row.noted_by, row.confirmed_by}, viewer=viewer),
        may=viewer.may("purchase.register"), own=row.noted_by == viewer.key,
    )  # fmt: skip


@require_safe
@for_kind("staff")
def deed_paper(request: Visit, deed_id: UUID) -> HttpResponse:
    """The deed as a PDF/A."""
    return deed_file(request.viewer, deed_id)


@require_safe
@for_kind("staff")
def deed_list(request: Visit, deed_id: UUID) -> HttpResponse:
    """The list of its claims, as it was made on it."""
    return deed_list_file(request.viewer, deed_id)


@require_POST
@for_kind("staff")
def deed_act(request: Visit, deed_id: UUID, act: str) -> HttpResponse:
    """Note its registration, confirm it, or decline what was noted."""
    deed_of(viewer=request.viewer, deed_id=deed_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, deed_id), _(done))
    return redirect("staff:deed", deed_id)


def _note(request: Visit, deed_id: UUID) -> Deed:
    file, said = request.FILES.get("proof"), request.POST
    if file is None or not file.size or file.size > LARGEST:
        raise Refusal("deeds.no_proof", N_("Add the tax authority's proof of the registration, at most 10 MB."))
    proof = (file.name or "proof.pdf", file.read())
    return note_registration(
        deed_id=deed_id, on=day_of(said.get("on", "")), number=said.get("number", ""), proof=proof, by=request.viewer,
        at=timezone.now(),
    )  # fmt: skip


def _confirm(request: Visit, deed_id: UUID) -> Deed:
    return confirm(deed_id=deed_id, by=request.viewer, at=timezone.now())


def _decline(request: Visit, deed_id: UUID) -> Deed:
    return decide_registration(deed_id=deed_id, event="decline", by=request.viewer, at=timezone.now())


ACTS: dict[str, tuple[Any, str]] = {
    "note": (_note, N_("Noted: it counts once a second person has seen the proof.")),
    "confirm": (_confirm, N_("Registered: what waited for it is ordered.")),
    "decline": (_decline, N_("Declined: the deed is to be registered still.")),
}
