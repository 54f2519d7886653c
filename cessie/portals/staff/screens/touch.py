"""What one debtor gets in a run, and why."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_pages import touch_act, touch_page
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.ladders import of


@require_safe
@for_kind("staff")
def touch(request: Visit, touch_id: UUID) -> HttpResponse:
    """One debtor's step with its invoices."""
    return show(request, "touch", **touch_page(request, partial(of, request), touch_id))


@require_POST
@for_kind("staff")
def touch_decide(request: Visit, touch_id: UUID, act: str) -> HttpResponse:
    """Decide on it."""
    return redirect(touch_act(request, partial(of, request), touch_id, act))
