"""The yield: what each client pays for the money that he uses. To the client himself it is his cost."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from cessie.domain.reports.proving import moved_in_books, proof
from cessie.domain.reports.rules.measures import average, effective_yield, simple_yield
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.figures import daily_in_use, moved_by
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Yield and cost")
ABOUT = N_("Commission, interest and fees of a period over the average funds in use, as a yearly percentage.")
BY = ("client", "contract")
SPAN = 91  # days, if none are given
SORT = "-income"
COLUMNS = (
    Column("commission", N_("Commission")),
    Column("interest", N_("Financing interest")),
    Column("fees", N_("Other fees")),
    Column("income", N_("Together, without VAT")),
    Column("average", N_("Average funds in use")),
    Column("yield", N_("A year, simple"), "percent"),
    Column("effective", N_("A year, compounded"), "percent"),
)
FORMULAS = (
    Formula(N_("A year, simple"), N_("(commission + interest + fees) / average funds in use × 360 / days")),
    Formula(
        N_("A year, compounded"), N_("(1 + (commission + interest + fees) / average funds in use) ^ (365 / days) − 1")
    ),
    Formula(N_("Average funds in use"), N_("sum of the funds in use at the end of each day, by value date / days")),
)
CHART = ""
#: Commission, financing interest, service fees (4030 and 4040 come from debtors and principals).
INCOME = ("4000", "4010", "4020")


def make(asked: Asked) -> Made:
    """Income booked in the period (interest as it was earned, not as it was charged) over the funds in use."""
    income: dict[UUID | None, dict[str, Money]] = defaultdict(lambda: defaultdict(lambda: Money(0)))
    for line in moved_by(INCOME, asked.by, asked.first, asked.last, clients=asked.clients):
        income[line.key][line.account] -= line.amount
    daily = daily_in_use(asked.by, asked.first, asked.last, clients=asked.clients)
    keys = [key for key in income.keys() | daily.keys() if income.get(key) or daily.get(key)]
    rows = tuple(Row(key, _values(income[key], daily.get(key, Money(0)), asked.days)) for key in keys)
    whole = {code: Money.total(each[code] for each in income.values()) for code in INCOME}
    return Made(
        rows,
        _values(whole, Money.total(daily.values()), asked.days),
        tuple(
            proof(column.label, (code,), [whole[code]], -moved_in_books([code], asked.first, asked.last, asked.clients))
            for column, code in zip(COLUMNS, INCOME, strict=False)
        ),
    )


def _values(income: dict[str, Money], daily: Money, days: int) -> tuple[Value, ...]:
    parts = [income[code] for code in INCOME]
    total, mean = Money.total(parts), average(daily, days)
    return (*parts, total, mean, simple_yield(total, mean, days), effective_yield(total, mean, days))
