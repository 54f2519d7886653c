"""The books, to be read: the trial balance of any day, an account's lines, an entry with its lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.chart import CHART
from cessie.ledger.entry import Dims
from cessie.ledger.explore import account_lines
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, for_kind, number
from cessie.portals.staff.desk import show


def _day(request: Visit) -> date:
    """The day that the address names, today if none."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return booking_day(timezone.now())


@require_safe
@for_kind("staff")
def books(request: Visit) -> HttpResponse:
    """The trial balance at the end of a day; it nets to zero."""
    day = _day(request)
    lines = ledger.trial_balance(day=day)
    return show(
        request,
        "books",
        day=day,
        days=[("1", day - timedelta(days=1)), ("7", day - timedelta(days=7)), ("30", day - timedelta(days=30))],
        lines=lines,
        debit=Money.total(line.balance for line in lines if line.balance.cents > 0),
        credit=Money.total(line.balance for line in lines if line.balance.cents < 0),
        total=Money.total(line.balance for line in lines),
    )


@require_safe
@for_kind("staff")
def account(request: Visit, code: str) -> HttpResponse:
    """An account's lines up to a day, newest first."""
    if code not in CHART:
        raise Http404
    day, page = _day(request), number(request.GET.get("page"))
    lines, more = account_lines(code, day=day, page=page)
    return show(
        request,
        "account",
        account=CHART[code],
        day=day,
        balance=ledger.balance(code, day=day),
        lines=lines,
        called=_called((line.dims for line in lines), request.viewer),
        page=page,
        more=more,
    )


@require_safe
@for_kind("staff")
def entry(request: Visit, entry_id: UUID) -> HttpResponse:
    """One entry: its rule, its lines and what they are about, who posted it and when it was known."""
    found = ledger.bookings(entry_ids=[entry_id])
    if not found:
        raise Http404
    booking = found[0]
    return show(
        request,
        "entry",
        entry=booking,
        called=_called((line.dims for line in booking.lines), request.viewer),
        names=names_of({booking.posted_by}, viewer=request.viewer),
        debit=Money.total(line.amount for line in booking.lines if line.amount.cents > 0),
    )


def _called(dims: Iterable[Dims], viewer: Viewer) -> dict[UUID, str]:
    """The names of clients and debtors and the numbers of invoices, by their keys."""
    found = list(dims)
    people = {key for of in found for key in (of.client, of.debtor) if key is not None}
    papers = {of.invoice for of in found if of.invoice is not None}
    numbers = dict(invoices.invoices(viewer=viewer).filter(pk__in=papers).values_list("pk", "number"))
    return parties.names(people) | numbers
