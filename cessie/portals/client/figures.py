"""The figures of a client's overview, read from the books and sorted into what a person asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from cessie.domain.client_ledgers.ages import open_by_day
from cessie.domain.contracts import queries as contracts
from cessie.domain.contracts.models import Contract
from cessie.domain.credit.exposure import Facility, facility
from cessie.domain.invoices.figures import Due, due
from cessie.ledger.receivables import standing
from cessie.lib.days import booking_day
from cessie.lib.money import Money

#: Last day past due of each column of the ageing; the first holds what is not due, the last what is older still.
AGES = (0, 30, 60, 90)
WEEKS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """An overview. ``ageing``: what debtors owe by days past due; ``forecast``: holdbacks by the week they fall due.

    ``sends``: on balances, where what is open stands in the ledger that he sent.
    """

    open: Money
    overdue: Money
    held: Money
    invoices: int
    facility: Facility | None
    ageing: tuple[tuple[str, Money], ...]
    forecast: tuple[tuple[str, Money], ...]
    sends: bool = False


def figures_of(own: Sequence[Contract], at: datetime) -> Figures:
    """A constant number of statements, however many invoices: the books are asked once for all of his contracts."""
    today = booking_day(at)
    books = standing([row.pk for row in own])
    contract = contracts.running(own, today)
    terms = contracts.terms_on(contract.pk, today)[1] if contract is not None else None
    sends = terms is not None and terms.transmission == "BALANCE"
    told = open_by_day(contract.pk, today) if contract is not None and sends else ()
    lines = [*due(books), *(Due(day, amount, Money(0), count) for day, amount, count in told)]
    ages = ageing(lines, today)
    return Figures(
        open=Money.total(line.open for line in lines),
        overdue=Money.total(amount for _age, amount in ages[1:]),
        held=Money.total(line.held for line in lines),
        invoices=sum(line.invoices for line in lines),
        facility=facility(contract.pk, terms, at=at, books=books) if contract is not None and terms else None,
        ageing=ages,
        forecast=forecast(lines, today),
        sends=sends,
    )


def ageing(lines: Sequence[Due], today: date) -> tuple[tuple[str, Money], ...]:
    """What is open by days past due: not due, 1 to 30, 31 to 60, 61 to 90, more."""
    found: list[list[Money]] = [[] for _age in range(len(AGES) + 1)]
    for line in lines:
        found[bisect_left(AGES, (today - line.due_date).days)].append(line.open)
    labels = (_("Not due"), "1–30", "31–60", "61–90", "90+")
    return tuple(zip(labels, map(Money.total, found), strict=True))


def forecast(lines: Sequence[Due], today: date) -> tuple[tuple[str, Money], ...]:
    """The holdback that comes free by week, if debtors pay on the due date; what is late is not counted."""
    monday = today - timedelta(days=today.weekday())
    found: list[list[Money]] = [[] for _week in range(WEEKS)]
    for line in lines:
        week = (line.due_date - monday).days // 7
        if line.due_date >= today and week < WEEKS:
            found[week].append(line.held)
    days = (formats.date_format(monday + timedelta(weeks=week), "j M") for week in range(WEEKS))
    return tuple(zip(days, map(Money.total, found), strict=True))
