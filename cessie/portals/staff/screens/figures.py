"""Figures of the house that two people set: of samples and of the entry score."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.verification.policy import decide_figures, figures_at, figures_history, propose_figures
from cessie.domain.verification.rules.policies import FIGURES
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show

DONE = {
    "confirm": N_("The figures are changed from their day on."),
    "decline": N_("The figures stay as they are."),
}


@require_safe
@for_kind("staff")
def figures(request: Visit, policy: str) -> HttpResponse:
    """How they stand, each with its bounds, every change, and the form for the next."""
    rows, now = list(figures_history(viewer=request.viewer, kind=policy)[:50]), timezone.now()
    values, version = figures_at(policy, now)
    people = {row.proposed_by for row in rows} | {row.decided_by for row in rows}
    return show(
        request, "figures", policy=policy, version=version, today=booking_day(now), rows=rows,
        figures=[(figure, values[figure.name]) for figure in FIGURES[policy]],
        names=names_of(people, viewer=request.viewer), may_set=request.viewer.may("verification.set_policy"),
        me=request.viewer.key,
    )  # fmt: skip


@require_POST
@for_kind("staff")
def figures_propose(request: Visit, policy: str) -> HttpResponse:
    """Propose other figures."""
    if policy not in FIGURES:
        raise Http404
    said = request.POST

    def act() -> None:
        propose_figures(
            kind=policy, figures={figure.name: _whole(said.get(figure.name, "")) for figure in FIGURES[policy]},
            valid_from=day_of(said.get("from", "")), note=said.get("note", ""), by=request.viewer, at=timezone.now(),
        )  # fmt: skip

    attempt(request, act, _("Another person must confirm it now."))
    return redirect("staff:figures", policy)


@require_POST
@for_kind("staff")
def figures_decide(request: Visit, policy: str, figures_id: UUID, act: str) -> HttpResponse:
    """Confirm or decline, as the second person."""
    if policy not in FIGURES or act not in DONE:
        raise Http404
    attempt(
        request,
        lambda: decide_figures(change_id=figures_id, event=act, by=request.viewer, at=timezone.now()),  # type: ignore[arg-type]  # looked at above
        _(DONE[act]),
    )
    return redirect("staff:figures", policy)


def _whole(text: str) -> int:
    plain = text.strip().replace("−", "-")
    if not plain.removeprefix("-").isdecimal() or len(plain) > 10:
        raise Refusal("typed.no_count", N_("{text} is no whole number."), text=text.strip()[:20])
    return int(plain)
