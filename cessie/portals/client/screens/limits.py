"""How much a client may sell on each debtor: he asks, the house answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.credit.exposure import limit_requests
from cessie.domain.credit.insured import policies
from cessie.domain.parties import queries as parties
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.typed import amount_of
from cessie.workflows.purchases.limits import ask


@require_safe
@for_kind("client")
def limits(request: Visit) -> HttpResponse:
    """The requests with their answers, and a new one."""
    client = client_of(request)
    rows = limit_requests(viewer=request.viewer, client_id=client.pk)[:100]
    return show(
        request,
        "limits",
        client,
        rows=[
            (
                row,
                Money(row.amount_cents, row.currency),
                Money(row.granted_cents or 0, row.currency),
                Reason.from_json(row.reason) if row.reason else None,
            )
            for row in rows
        ],
        insured=policies(viewer=request.viewer, client_id=client.pk).exists(),
        debtors=parties.debtors(viewer=request.viewer, client_id=client.pk)[:500],
    )


@require_POST
@for_kind("client")
def limit_ask(request: Visit) -> HttpResponse:
    """Ask for one."""
    client = client_of(request)
    said = request.POST

    def act() -> None:
        ask(
            client_id=client.pk,
            debtor_id=key(said.get("debtor", "")),
            amount=amount_of(said.get("amount", "")),
            note=said.get("note", ""),
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("Your request is with us."))
    return redirect("client:limits")
