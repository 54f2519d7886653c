"""Dilution: what disappeared from bought invoices without being paid."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import percent
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.chart import BOUGHT
from cessie.ledger.figures import moved_by
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Dilution")
ABOUT = N_("Credit notes, discounts, withholdings and accepted short payments against what was bought.")
BY = ("client", "debtor", "contract")
SPAN = 365  # days, if none are given: the rate of a year
SORT = "-diluted"
COLUMNS = (
    Column("bought", N_("Bought")),
    Column("credited", N_("Credit notes")),
    Column("short", N_("Discounts and short payments")),
    Column("diluted", N_("Dilution")),
    Column("rate", N_("Dilution rate"), "percent"),
)
FORMULAS = (
    Formula(
        N_("Dilution rate"),
        N_("(P13 + P14) / P01 of the period; charge-backs (P15) and payments to the client (P16) do not count"),
    ),
)
CHART = ""
COUNTED = ("P01", "P13", "P14")


def make(asked: Asked) -> Made:
    """Reductions as positive amounts; the usual period is a year."""
    parts: dict[UUID | None, dict[str, Money]] = defaultdict(lambda: defaultdict(lambda: Money(0)))
    others = []
    for line in moved_by(BOUGHT, asked.by, asked.first, asked.last, clients=asked.clients):
        if line.rule in COUNTED:
            parts[line.key][line.rule] += line.amount
        else:
            others.append(line.amount)
    whole = {rule: Money.total(each[rule] for each in parts.values()) for rule in COUNTED}
    before = books(BOUGHT, asked.first - timedelta(days=1), asked.clients)
    return Made(
        tuple(Row(key, _values(each)) for key, each in parts.items()),
        _values(whole),
        (
            proof(
                N_("Owed at the end"), BOUGHT, [before, *whole.values(), *others],
                books(BOUGHT, asked.last, asked.clients),
            ),
        ),
    )  # fmt: skip


def _values(moved: dict[str, Money]) -> tuple[Value, ...]:
    bought, credited, short = moved["P01"], -moved["P13"], -moved["P14"]
    return bought, credited, short, credited + short, percent(credited + short, bought)
