"""What one debtor gets in a run, and why."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.portals.client.screens.ladders import mine
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_pages import touch_act, touch_page


@require_safe
@for_kind("client")
def touch(request: Visit, touch_id: UUID) -> HttpResponse:
    """One debtor's step with its invoices."""
    return show(request, "touch", client_of(request), **touch_page(request, partial(mine, request), touch_id))


@require_POST
@for_kind("client")
def touch_decide(request: Visit, touch_id: UUID, act: str) -> HttpResponse:
    """Decide on it."""
    return redirect(touch_act(request, partial(mine, request), touch_id, act))
