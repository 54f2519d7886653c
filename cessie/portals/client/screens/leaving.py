"""What leaves the financing because it is long past due: told to the client before it happens."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.availability.leaving import AHEAD, leaving
from cessie.domain.client_ledgers.apart import apart_of
from cessie.domain.contracts.queries import contract_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.lists import cut, with_words
from cessie.portals.frame.table import csv_file


@require_safe
@for_kind("client")
def leaving_page(request: Visit) -> HttpResponse:
    """Two weeks ahead and two back, the soonest first, found by invoice or customer; with ``csv`` all as a file. Lines
    of his ledger that are set apart stand beside."""
    client, today = client_of(request), booking_day(timezone.now())
    contract, text = contract_of(client.pk, today), request.GET.get("q", "")
    every = leaving(contract, today) if contract is not None else []
    found = with_words(every, text, lambda row: f"{row.number} {row.debtor_name}")
    if "csv" in request.GET:
        head = [_("Invoice"), _("Customer"), _("Due"), _("Open"), _("Leaves on")]
        return csv_file(
            "leaving.csv", head, ((row.number, row.debtor_name, row.due, row.open, row.leaves) for row in found)
        )
    page = cut(request, found)
    return show(
        request, "leaving", client, page=page, lines=[(row, row.leaves <= today) for row in page], text=text,
        apart=[(row, Money(row.open_cents, row.currency)) for row in apart_of(contract.pk)[:200]] if contract else [],
        soon=Money.total(row.open for row in every if row.leaves > today), ahead=AHEAD,
    )  # fmt: skip
