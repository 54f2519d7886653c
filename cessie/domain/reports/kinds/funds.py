"""Funds in use: the house's own money, by client or contract, at the end of a day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import percent
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.chart import BOUGHT, FUNDS_IN_USE
from cessie.ledger.figures import by_month, stood
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Funds in use")
ABOUT = N_("What the house has advanced: what debtors owe on bought invoices, less what belongs to the clients.")
BY = ("client", "contract")
SPAN = 0  # at a day
SORT = "-in_use"
COLUMNS = (
    Column("owed", N_("Owed by debtors")),
    Column("held", N_("Holdbacks")),
    Column("fund", N_("Guarantee fund")),
    Column("account", N_("Current account")),
    Column("in_use", N_("Funds in use")),
    Column("advance", N_("Effective advance"), "percent"),
)
FORMULAS = (
    Formula(N_("Funds in use"), N_("1100 + 1110 + 2100 + 2110 + 2120"), "factoring-domain 0"),
    Formula(N_("Effective advance"), N_("funds in use / what debtors owe")),
)
CHART = N_("Funds in use at the end of each month")
#: Months on the chart.
MONTHS = 12


def make(asked: Asked) -> Made:
    """Balances at the end of the last day; what is the client's has the sign that he sees."""
    found = stood(FUNDS_IN_USE, asked.by, day=asked.last, clients=asked.clients)
    rows = tuple(Row(key, _values(amounts)) for key, amounts in found.items())
    whole = {code: Money.total(each[code] for each in found.values() if code in each) for code in FUNDS_IN_USE}
    in_use = Money.total(whole.values())
    return Made(
        rows,
        _values(whole),
        (proof(TITLE, FUNDS_IN_USE, [in_use], books(FUNDS_IN_USE, asked.last, asked.clients)),),
        series=_month_ends(in_use, asked.last, asked.clients) if any(whole.values()) else (),
    )


def _values(amounts: dict[str, Money]) -> tuple[Value, ...]:
    nothing = Money(0)
    owed, in_use = Money.total(amounts.get(code, nothing) for code in BOUGHT), Money.total(amounts.values())
    theirs = (-amounts.get(code, nothing) for code in ("2110", "2120", "2100"))
    return (owed, *theirs, in_use, percent(in_use, owed))


def _month_ends(now: Money, last: date, clients: frozenset[UUID] | None) -> list[tuple[date | str, Money]]:
    """Today's figure, and back from it month by month."""
    first = last.replace(day=1)
    for _month in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    changed = by_month(FUNDS_IN_USE, first, last, clients=clients)
    points: list[tuple[date | str, Money]] = []
    day, standing = last, now
    while day >= first:
        points.append((day, standing))
        month = day.replace(day=1)
        standing, day = standing - changed.get(month, Money(0)), month - timedelta(days=1)
    return points[::-1]
