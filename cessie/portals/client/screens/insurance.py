"""The client's own insurance: what it says, what it covers of his customers, and the claims on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.credit import insured
from cessie.lib.days import booking_day
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.policy_page import limits_csv, policy_facts


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
    return show(
        request, "insurance", client, **(policy_facts(request, row) if row is not None else {}),
        former=[each for each in rows if each is not row], claims=[insured.facts_of(each) for each in claims],
    )  # fmt: skip
