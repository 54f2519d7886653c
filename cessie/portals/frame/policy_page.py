"""A client's own insurance as the desk and the client read it: conditions, and what it covers of each debtor."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cessie.domain.credit import insured
from cessie.domain.credit.models import Policy
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import csv_file


def policy_facts(request: Visit, row: Policy) -> dict[str, Any]:
    """The policy, its amounts, and a page of its limits found by the debtor's name."""
    text = request.GET.get("q", "").strip()
    limits = insured.limits_of(viewer=request.viewer, row=row)
    noted = limits.filter(state="noted").select_related("debtor__company")
    if text:
        limits = limits.filter(debtor__company__name__icontains=text)
    page = cut(request, limits)
    return {
        "policy": row,
        "page": page,
        "limits": [(each, Money(each.amount_cents, each.currency)) for each in page],
        "noted": [
            (each, Money(each.amount_cents, each.currency), each.decided_by == request.viewer.key)
            for each in noted[:500]
        ],
        "text": text,
        "deductible": Money(row.deductible_cents, row.currency),
        "maximum": None if row.maximum_cents is None else Money(row.maximum_cents, row.currency),
        "discretionary": Money(row.discretionary_cents, row.currency),
    }


def limits_csv(viewer: Viewer, row: Policy) -> HttpResponse:
    """All its limits, with the columns in which they are read again (``formats.insured_limits``)."""
    head = ["debtor", "name", "limit", "from", "until", "covered_until", "reference", _("noted on")]
    numbers = insured.numbers_under(viewer=viewer, row=row)
    cells = (
        [
            numbers.get(each.debtor_id, ""), each.debtor.company.name, Money(each.amount_cents, each.currency),
            each.valid_from, each.valid_until, each.covered_until_date, each.source, each.decided_at.date(),
        ]
        for each in insured.limits_of(viewer=viewer, row=row).iterator(chunk_size=500)
    )  # fmt: skip
    return csv_file("limits.csv", head, cells)
