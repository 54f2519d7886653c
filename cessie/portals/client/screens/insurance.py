"""The client's own insurance: what it says, what it covers of his customers, and the claims on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.credit import insured
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.declaring import declared
from cessie.portals.frame.policy_page import limits_csv, policy_facts
from cessie.workflows.losses.declaring import reportable


@require_safe
@for_kind("client")
def insurance(request: Visit) -> HttpResponse:
    """The policy in force (else the newest) with its limits, former ones, and the claims; ``csv``: the limits."""
    client, today = client_of(request), booking_day(timezone.now())
    rows = list(insured.policies(viewer=request.viewer, client_id=client.pk)[:20])
    row = next((each for each in rows if each.valid_from <= today), rows[0] if rows else None)
    if row is not None and "csv" in request.GET:
        return limits_csv(request.viewer, row)
    claims = insured.claims(viewer=request.viewer).filter(policy__client=client)[:50]
    unpaid = reportable(viewer=request.viewer, today=today, client_id=client.pk)
    return show(
        request, "insurance", client, today=today, former=[each for each in rows if each is not row],
        lines=[(each, each.stage(today)) for each in unpaid if each.policy.client_id == client.pk][:200],
        claims=[insured.facts_of(each) for each in claims], **(policy_facts(request, row) if row is not None else {}),
    )  # fmt: skip


@require_POST
@for_kind("client")
def declare(request: Visit) -> HttpResponse:
    """What he declared to his insurer himself, and when."""
    client = client_of(request)
    if not insured.policies(viewer=request.viewer, client_id=client.pk).exists():
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    attempt(request, lambda: declared(request), _("Noted: you declared it."))
    return redirect("client:insurance")
