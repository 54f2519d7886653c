"""From hand-over to money: what runs, and how fast invoices became money, by client and by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.parties import queries as parties
from cessie.domain.purchase.promise import Paid, paid_between, running
from cessie.domain.purchase.rules.promise import BINS, Speed, histogram, speed
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.charts import counts
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show

#: The span of days shown if none is given, and the longest one.
USUALLY, LONGEST = timedelta(days=92), timedelta(days=366)
#: How many running proposals the page shows; the most pressing come first.
MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one client, of one month, or of all: elapsed, bank hours, and what was promised."""

    name: str
    elapsed: Speed
    bank: Speed
    after_approval: Speed
    kept: int | None  # percent of the promises

    @classmethod
    def of(cls, name: str, rows: Sequence[Paid]) -> Line:
        """From the invoices that count."""
        kept = 100 * sum(row.kept for row in rows) // len(rows) if rows else None
        return cls(
            name,
            speed([row.elapsed for row in rows]),
            speed([row.bank for row in rows]),
            speed([max(row.paid_at - row.approved_at, timedelta(0)) for row in rows]),
            kept,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for."""

    first: date
    last: date
    client_id: UUID | None
    rows: list[Paid]


@require_safe
@for_kind("staff")
def speed_page(request: Visit) -> HttpResponse:
    """Running promises, the distribution, and the figures by client and month."""
    asked = _asked(request)
    going = running(viewer=request.viewer, at=timezone.now())
    chosen = [(offer, clock) for offer, clock in going if asked.client_id in (None, offer.client_id)]
    ends = [_("up to {hours} h").format(hours=hours) for hours in BINS] + [_("over {hours} h").format(hours=BINS[-1])]
    bins = list(zip(ends, histogram([row.bank for row in asked.rows]), strict=True))
    return show(
        request,
        "speed",
        asked=asked,
        going=chosen[:MOST],
        more=len(chosen) - MOST,
        whole=Line.of(_("All"), asked.rows),
        chart=counts(_("Invoices by bank hours from hand-over to money"), bins) if asked.rows else "",
        clients=_by(asked.rows, lambda row: (row.client_name, row.client_name)),
        months=_by(asked.rows, _month),
        choices=[(row.pk, row.company.name) for row in parties.clients(viewer=request.viewer)],
    )


@require_safe
@for_kind("staff")
def speed_csv(request: Visit) -> HttpResponse:
    """Every invoice that counts, with each step, for a spreadsheet; hours with two decimals."""
    asked = _asked(request)
    head = [
        _("Invoice"), _("Client"), _("Offer"), _("Handed over in full"), _("Offered"), _("Approved"), _("Paid out"),
        _("Hours elapsed"), _("Bank hours"), _("Hours until the client's word"), _("Hours promised"), _("Kept"),
    ]  # fmt: skip
    return csv_file(
        "speed.csv",
        head,
        (
            (
                row.number,
                row.client_name,
                row.proposal_number,
                *(_minute(at) for at in (row.handed_over_at, row.offered_at, row.approved_at, row.paid_at)),
                *(_hours(span) for span in (row.elapsed, row.bank, row.client_took)),
                row.hours,
                _("yes") if row.kept else _("no"),
            )
            for row in asked.rows
        ),
    )


def _asked(request: Visit) -> Asked:
    get, today = request.GET, booking_day(timezone.now())
    last = _day(get.get("until", ""), today)
    first = max(_day(get.get("since", ""), last - USUALLY), last - LONGEST)
    try:
        client_id = UUID(get["client"]) if get.get("client") else None
    except ValueError:
        client_id = None
    rows = paid_between(viewer=request.viewer, first=first, last=last, client_id=client_id)
    return Asked(first, last, client_id, rows)


def _day(text: str, usual: date) -> date:
    try:
        return day_of(text)
    except Refusal:
        return usual


def _month(row: Paid) -> tuple[str, str]:
    day = booking_day(row.paid_at)
    return f"{day:%Y-%m}", formats.date_format(day, "YEAR_MONTH_FORMAT")


def _by(rows: Sequence[Paid], of: Callable[[Paid], tuple[str, str]]) -> list[Line]:
    """The figures of each group, in the order of its key; ``of`` gives key and name."""
    groups: dict[tuple[str, str], list[Paid]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    return [Line.of(key[1], groups[key]) for key in sorted(groups)]


def _minute(at: object) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]  # a moment


def _hours(span: timedelta) -> str:
    return str(formats.number_format(round(span.total_seconds() / 3600, 2), 2, use_l10n=True))
