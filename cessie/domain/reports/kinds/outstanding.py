"""DSO: how many days of sales debtors still owe, counted back; beside it the simple and the best possible one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.reports.kinds.ageing import ages_by
from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import count_back, days_outstanding
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.chart import BOUGHT
from cessie.ledger.figures import moved_by
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Days outstanding (DSO)")
ABOUT = N_("How many days of sales are still owed. The figure to compare is the one counted back.")
BY = ("client", "debtor", "contract")
SPAN = 91  # days, if none are given
SORT = "-back"
COLUMNS = (
    Column("owed", N_("Owed by debtors")),
    Column("overdue", N_("Overdue")),
    Column("sold", N_("Turnover of the period")),
    Column("back", N_("DSO, counted back"), "days"),
    Column("simple", N_("DSO, simple"), "days"),
    Column("best", N_("Best possible"), "days"),
    Column("late", N_("Days late on average"), "days"),
)
FORMULAS = (
    Formula(
        N_("DSO, counted back"),
        N_(
            "the sales of the latest month are taken off what is owed, its days count whole; so month by month,"
            " the last one pro rata; 24 months at most"
        ),
    ),
    Formula(N_("DSO, simple"), N_("owed at the end / turnover of the period × days")),
    Formula(N_("Best possible"), N_("not overdue / turnover of the period × days")),
    Formula(N_("Days late on average"), N_("DSO, simple − best possible")),
)
CHART = ""
#: Months that are counted back at most.
MONTHS = 24


def make(asked: Asked) -> Made:
    """What is owed at the last day against what was bought before it."""
    months = _months(asked.last)
    sold: dict[UUID | None, dict[date, Money]] = defaultdict(lambda: defaultdict(lambda: Money(0)))
    for line in moved_by(BOUGHT, asked.by, months[-1][0], asked.last, clients=asked.clients):
        if line.rule in ("P01", "P13"):
            sold[line.key][line.month] += line.amount
    inside: dict[UUID | None, Money] = defaultdict(lambda: Money(0))
    for line in moved_by(BOUGHT, asked.by, asked.first, asked.last, clients=asked.clients):
        if line.rule in ("P01", "P13"):
            inside[line.key] += line.amount
    ages = ages_by(asked)
    keys = [key for key in ages.keys() | inside.keys() if ages.get(key) or inside[key]]
    nothing = [Money(0)] * 5
    rows = [Row(key, _values(ages.get(key, nothing), inside[key], sold[key], months, asked.days)) for key in keys]
    all_ages = [Money.total(each[n] for each in ages.values()) for n in range(5)]
    all_months = {month: Money.total(each[month] for each in sold.values()) for month, _days in months}
    return Made(
        tuple(rows),
        _values(all_ages, Money.total(inside.values()), all_months, months, asked.days),
        (proof(COLUMNS[0].label, BOUGHT, all_ages, books(BOUGHT, asked.last, asked.clients)),),
    )


def _months(last: date) -> list[tuple[date, int]]:
    """The months before and with ``last``, the latest first, with the days that each has up to it."""
    found: list[tuple[date, int]] = []
    day = last
    while len(found) < MONTHS:
        found.append((day.replace(day=1), day.day))
        day = day.replace(day=1) - timedelta(days=1)
    return found


def _values(
    ages: list[Money], inside: Money, sold: Mapping[date, Money], months: list[tuple[date, int]], days: int
) -> tuple[Value, ...]:
    owed = Money.total(ages)
    simple, best = days_outstanding(owed, inside, days), days_outstanding(ages[0], inside, days)
    back = count_back(owed, [(sold.get(month, Money(0)), length) for month, length in months]) if owed else None
    late = simple - best if simple is not None and best is not None else None
    return owed, owed - ages[0], inside, back, simple, best, late
