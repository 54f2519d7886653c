"""A run of reminders: who gets what, looked through and let go."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_pages import run_act, run_page
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.ladders import of


@require_safe
@for_kind("staff")
def ladder_run(request: Visit, climb_id: UUID) -> HttpResponse:
    """One run with its debtors."""
    return show(request, "ladder_run", **run_page(request, partial(of, request), climb_id))


@require_POST
@for_kind("staff")
def ladder_run_act(request: Visit, climb_id: UUID, act: str) -> HttpResponse:
    """Let it go, or cancel it."""
    return redirect(run_act(request, partial(of, request), climb_id, act))
