"""The frozen statements of account of all clients, by month, with their files."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.charges.queries import account_statement, account_statements
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, for_kind, say
from cessie.portals.frame.kept_statement import kept_file
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def account_statements_page(request: Visit) -> HttpResponse:
    """Newest month first, of a month or all, found by contract, client or code; with ``csv`` all that fit as a file."""
    text, month = request.GET.get("q", "").strip(), _month(request)
    rows = account_statements(viewer=request.viewer)
    if month is not None:
        rows = rows.filter(month=month)
    if text:
        named = Q(client__company__name__icontains=text) | Q(client__code__iexact=text)
        rows = rows.filter(named | Q(number__istartswith=text))
    if "csv" in request.GET:
        head = [_("Number"), _("Client"), _("Month"), _("Opening balance"), _("Lines"), _("Closing balance")]
        cells = (
            (row.number, row.client.company.name, row.month, row.opening, row.line_count, row.closing)
            for row in rows.iterator(chunk_size=1000)
        )
        return csv_file("statements.csv", head, cells)
    return show(request, "account_statements", page=cut(request, rows), text=text, month=month)


@require_safe
@for_kind("staff")
def account_statement_file(request: Visit, told_id: UUID, form: str) -> HttpResponse:
    """One of them, as its paper or its data."""
    return kept_file(account_statement(viewer=request.viewer, statement_id=told_id), form, request.viewer)


def _month(request: Visit) -> date | None:
    """The month asked for as browsers send it (2026-06), by its first day; all where none is."""
    asked = request.GET.get("month", "")
    try:
        return day_of(f"{asked}-01") if asked else None
    except Refusal as no:
        say(request, "bad", no.reason)
        return None
