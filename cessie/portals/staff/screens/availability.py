"""What each contract leaves to draw, whose drawings wait, and where more is in use than is available."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.availability import queries as availability
from cessie.domain.availability.call import USUAL, decide_call, propose_call
from cessie.domain.availability.calls import LIVE, calls, still_over
from cessie.domain.availability.contras import told
from cessie.domain.availability.decide import decide
from cessie.domain.availability.models import Run
from cessie.domain.availability.run import run
from cessie.domain.availability.set_aside import set_aside
from cessie.domain.availability.tell_contra import tell_contra
from cessie.domain.keys.queries import names_of
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.availability_paper import availability_file
from cessie.portals.frame.bridge import RULES, picture, rungs
from cessie.portals.frame.drawings import rows_of
from cessie.portals.frame.lists import cut, in_order, with_words
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show
from cessie.workflows.balances.overdrawn import send

_COLUMNS: Final[Mapping[str, Callable[[Run], Any]]] = {
    "client": lambda run: run.contract.client.company.sort_name,
    "net": lambda run: run.net_cents,
    "in_use": lambda run: run.in_use_cents,
    "over": lambda run: run.over_cents,
    "late": lambda run: run.late_days,
}


@require_safe
@for_kind("staff")
def availability_page(request: Visit) -> HttpResponse:
    """Every contract by its last run; with ``run`` its bridge and what a person may do."""
    get, viewer = request.GET, request.viewer
    if asked := get.get("run", ""):
        return _one(request, availability.run_of(viewer=viewer, run_id=key(asked)))
    rows = with_words(
        availability.last_runs(), get.get("q", ""), lambda row: f"{row.contract.number} {row.contract.client.company}"
    )
    rows = in_order(rows, get.get("sort", "-over"), _COLUMNS)
    if "csv" in get:
        head = [_("Contract"), _("Client"), _("Available"), _("In use"), _("Too much"), _("Days late"), _("Reckoned")]
        return csv_file("availability.csv", head, [_cells(row) for row in rows])
    waiting = rows_of(availability.drawings(viewer=viewer).filter(state="asked"))
    asked_back = [(row, still_over(row.contract_id)) for row in calls(viewer=viewer).filter(state__in=LIVE)[:50]]
    return show(
        request, "availability", page=cut(request, rows), waiting=waiting, decides=viewer.may("availability.decide"),
        calls=asked_back, me=viewer.key, text=get.get("q", ""), sort=get.get("sort", ""),
    )  # fmt: skip


def _cells(row: Run) -> list[Any]:
    amounts = (Money(cents, row.currency) for cents in (row.net_cents, row.in_use_cents, row.over_cents))
    return [row.contract.number, str(row.contract.client.company), *amounts, row.late_days, row.run_date]


def _one(request: Visit, shown: Run) -> HttpResponse:
    if "pdf" in request.GET:
        return availability_file(shown)
    found = availability.explained(shown)
    steps, bucket = rungs(found), request.GET.get("bucket", "")
    viewer, contras = request.viewer, told(shown.contract_id)
    return show(
        request, "availability_run", run=shown, found=found, steps=steps, picture=picture(steps),
        opened=availability.opened(shown, bucket) if bucket in (*RULES, "ELIGIBLE") else None,
        of=next((step for step in steps if step.code == bucket), None),
        history=availability.runs(viewer=viewer, contract_id=shown.contract_id)[:30],
        drawings=rows_of(availability.drawings(viewer=viewer, contract_id=shown.contract_id)[:30]),
        sets=viewer.may("availability.set_aside"), reckons=viewer.may("availability.run"),
        decides=viewer.may("availability.decide"), contras=contras,
        usually=add_bank_days(booking_day(timezone.now()), USUAL),
        calls=[(row, None) for row in calls(viewer=viewer, contract_id=shown.contract_id)[:20]], me=viewer.key,
        names=names_of({row.told_by for row in contras}, viewer=viewer),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def availability_act(request: Visit, act: str) -> HttpResponse:
    """Decide on a drawing, set an amount aside, or reckon a contract anew."""
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, timezone.now()), _(done))
    back = request.POST.get("run", "")
    return redirect(f"{reverse('staff:availability')}?run={key(back)}" if back else "staff:availability")


def _decide(request: Visit, at: datetime) -> object:
    said = request.POST
    agree = said.get("decision") == "agree"
    drawing = key(said.get("drawing", ""))
    return decide(drawing_id=drawing, agree=agree, note=said.get("note", ""), by=request.viewer, at=at)


def _aside(request: Visit, at: datetime) -> object:
    said = request.POST
    return set_aside(
        contract_id=key(said.get("contract", "")),
        amount=amount_of(said.get("amount", "")),
        note=said.get("note", ""),
        by=request.viewer,
        at=at,
    )


def _contra(request: Visit, at: datetime) -> object:
    said = request.POST
    return tell_contra(
        contract_id=key(said.get("contract", "")), debtor_id=key(said.get("debtor", "")),
        amount=amount_of(said.get("amount", "")), note=said.get("note", ""), by=request.viewer, at=at,
    )  # fmt: skip


def _call(request: Visit, at: datetime) -> object:
    said = request.POST
    return propose_call(
        contract_id=key(said.get("contract", "")), last_date=day_of(said.get("until", "")), note=said.get("note", ""),
        by=request.viewer, at=at,
    )  # fmt: skip


def _decide_call(request: Visit, at: datetime) -> object:
    said = request.POST
    call_id = key(said.get("call", ""))
    if said.get("decision") == "send":
        return send(call_id=call_id, by=request.viewer, at=at)
    return decide_call(call_id=call_id, send=False, note=said.get("note", ""), by=request.viewer, at=at)


def _reckon(request: Visit, at: datetime) -> object:
    request.viewer.require("availability.run")
    return run(contract_id=key(request.POST.get("contract", "")), by=request.viewer, at=at)


ACTS: Final[Mapping[str, tuple[Callable[[Visit, datetime], object], str]]] = {
    "decide": (_decide, N_("It is decided.")),
    "aside": (_aside, N_("It is set aside: it counts from the next reckoning.")),
    "contra": (_contra, N_("Noted: it is taken off from the next reckoning on.")),
    "call": (_call, N_("The call is proposed: another person sends it.")),
    "decide_call": (_decide_call, N_("It is decided.")),
    "reckon": (_reckon, N_("Reckoned anew.")),
}
