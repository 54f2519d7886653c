"""How far the house gives way by itself: what holds, every version, and the form to propose others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.arrangements.leniency import (
    confirm_leniency,
    leniency_in_force,
    leniency_rules,
    propose_leniency,
)
from cessie.domain.arrangements.rules.leniency import Leniency
from cessie.domain.keys.queries import names_of
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show

_AMOUNTS = ("plan_cents", "beside_cents", "dossier_cents")
_COUNTS = ("plan_count", "plan_days", "beside_days")


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def leniency(request: Visit) -> HttpResponse:
    """What holds now, the versions, the form."""
    viewer = request.viewer
    if request.method == "POST":
        attempt(request, lambda: _propose(request), _("Another person must confirm it now."))
        return redirect("staff:leniency")
    rows = list(leniency_rules(viewer=viewer)[:50])
    people = {row.proposed_by for row in rows} | {row.confirmed_by for row in rows}
    rule = leniency_in_force()
    return show(
        request, "leniency", rule=_shown(rule), rows=[(row, _shown(Leniency.from_json(row.rule))) for row in rows],
        names=names_of(people, viewer=viewer), may_set=viewer.may("collection.set_contact"),
        may_confirm=viewer.may("collection.confirm_contact"), me=viewer.key,
    )  # fmt: skip


@require_POST
@for_kind("staff")
def leniency_confirm(request: Visit, position: int) -> HttpResponse:
    """Confirm proposed figures, as the second person."""
    done = _("The figures hold from now on.")
    attempt(request, lambda: confirm_leniency(number=position, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:leniency")


def _shown(rule: Leniency) -> dict[str, Any]:
    """Its figures, amounts as money."""
    return rule.to_json() | {name: Money(rule.to_json()[name]) for name in _AMOUNTS}


def _propose(request: Visit) -> Any:
    given = request.POST
    amounts = {name: amount_of(given.get(name, "")).cents for name in _AMOUNTS}
    counts = {name: number(given.get(name)) for name in _COUNTS}
    rule = Leniency(**amounts, **counts)
    return propose_leniency(rule=rule, note=given.get("note", ""), by=request.viewer, at=timezone.now())
