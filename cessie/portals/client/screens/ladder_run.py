"""A run of reminders: who gets what, looked through and let go."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.portals.client.screens.ladders import mine
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_pages import run_act, run_page


@require_safe
@for_kind("client")
def ladder_run(request: Visit, climb_id: UUID) -> HttpResponse:
    """One run with its debtors."""
    return show(request, "ladder_run", client_of(request), **run_page(request, partial(mine, request), climb_id))


@require_POST
@for_kind("client")
def ladder_run_act(request: Visit, climb_id: UUID, act: str) -> HttpResponse:
    """Let it go, or cancel it."""
    return redirect(run_act(request, partial(mine, request), climb_id, act))
