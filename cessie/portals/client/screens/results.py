"""What the client's reminders brought: what got paid soonest, the days after each step, and what sending cost."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.correspondence.costs import Volume, volumes
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.charts import bars
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.vocabulary import CHANNELS, word
from cessie.portals.frame.worked import SPAN, aspect_of, lines_of, worked_file, worked_of

#: Months of the picture.
DRAWN: Final = 6


@require_safe
@for_kind("client")
def results(request: Visit) -> HttpResponse:
    """The page; with ``csv`` the comparison, with ``costs`` what sending cost, each as a file."""
    client = client_of(request)
    if "csv" in request.GET:
        return worked_file(lines_of(request, client.pk, aspect_of(request)))
    today = booking_day(timezone.now())
    rows = list(volumes(viewer=request.viewer, client_id=client.pk, since=today - SPAN, until=today))
    if "costs" in request.GET:
        head = [_("Month"), _("Channel"), _("Pieces"), _("Cost"), _("Came back"), _("Without a price")]
        cells = (
            (f"{row.month:%Y-%m}", word(CHANNELS, row.channel), row.pieces, row.cost, row.back, row.unpriced)
            for row in rows
        )
        return csv_file(f"channels-{client.code}.csv", head, cells)
    return show(
        request,
        "results",
        client,
        rows=rows,
        total=Money.total(row.cost for row in rows),
        months=_drawn(rows),
        **worked_of(request, client.pk),
    )


def _drawn(rows: list[Volume]) -> str:
    """The cost of the last months in which anything left, the oldest first."""
    sums: dict[date, Money] = {}
    for row in rows:
        sums[row.month] = sums.get(row.month, Money(0)) + row.cost
    last = sorted(sums)[-DRAWN:]
    return bars(_("Cost of sending by month"), [(f"{month:%m/%y}", sums[month]) for month in last]) if last else ""
