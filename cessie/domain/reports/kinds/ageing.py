"""Ageing: what debtors owe on bought invoices by days past due, at the end of a day."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.charges.told_ages import moved, told_ages
from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import percent
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.chart import BOUGHT
from cessie.ledger.receivables import aged
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Ageing")
ABOUT = N_("What debtors owe on bought invoices, by the days since it was due.")
BY = ("client", "debtor", "contract")
SPAN = 0  # at a day
SORT = "-owed"
COLUMNS = (
    Column("not_due", N_("Not due")),
    Column("to_30", "1–30"),
    Column("to_60", "31–60"),
    Column("to_90", "61–90"),
    Column("older", "90+"),
    Column("owed", N_("Owed by debtors")),
    Column("overdue", N_("Overdue share"), "percent"),
)
FORMULAS = (
    Formula(N_("Ageing"), N_("open amount of each bought invoice by its due date; not due: due on the day or later")),
)
CHART = N_("What is owed by age")


def make(asked: Asked) -> Made:
    """The five ages of each, and their sum."""
    ages = ages_by(asked)
    whole = [Money.total(each[n] for each in ages.values()) for n in range(5)]
    return Made(
        tuple(Row(key, _values(each)) for key, each in ages.items()),
        _values(whole),
        (proof(COLUMNS[5].label, BOUGHT, whole, books(BOUGHT, asked.last, asked.clients)),),
        series=[(column.label, amount) for column, amount in zip(COLUMNS, whole, strict=False)] if ages else (),
    )


def ages_by(asked: Asked) -> dict[UUID | None, list[Money]]:
    """What is owed at the last day by age, for each contract, client or debtor; on balances by the ages of the ledger
    then in force."""
    found: dict[UUID | None, list[Money]] = {}
    rows = aged(asked.last, clients=asked.clients)
    told = told_ages({row.contract for row in rows}, asked.last)
    for row in rows:
        ages = row.ages
        if (by := told.get((row.contract, row.debtor))) is not None:
            ages = tuple(Money(cents) for cents in moved([amount.cents for amount in ages], by.whole))
        sums = found.setdefault(getattr(row, asked.by), [Money(0)] * 5)
        for n, amount in enumerate(ages):
            sums[n] += amount
    return found


def _values(ages: list[Money]) -> tuple[Value, ...]:
    owed = Money.total(ages)
    return (*ages, owed, percent(owed - ages[0], owed))
