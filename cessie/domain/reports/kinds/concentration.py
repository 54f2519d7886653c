"""Concentration: on how few debtors or clients the receivables rest."""

from __future__ import annotations

from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import herfindahl, percent, top
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row
from cessie.ledger.chart import BOUGHT
from cessie.ledger.figures import stood
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Concentration")
ABOUT = N_("Which share of the receivables rests on the largest debtors or clients.")
BY = ("debtor", "client", "contract")
SPAN = 0  # at a day
SORT = "-owed"
COLUMNS = (
    Column("owed", N_("Owed by debtors")),
    Column("share", N_("Share"), "percent"),
    Column("running", N_("Share with all larger ones"), "percent"),
)
FORMULAS = (
    Formula(N_("Share"), N_("open on bought invoices / all that is open")),
    Formula(N_("HHI"), N_("sum of the squared shares in percent: 10,000 is one debtor, below 1,000 is well spread")),
)
CHART = N_("The five largest")


def make(asked: Asked) -> Made:
    """Each with its share, the largest first."""
    found = stood(BOUGHT, asked.by, day=asked.last, clients=asked.clients)
    parts = sorted(((Money.total(each.values()), key) for key, each in found.items()), key=lambda each: -each[0].cents)
    whole = Money.total(amount for amount, _key in parts)
    rows, running = [], Money(0)
    for amount, key in parts:
        running += amount
        rows.append(Row(key, (amount, percent(amount, whole), percent(running, whole))))
    amounts = [amount for amount, _key in parts]
    return Made(
        tuple(rows),
        (whole, percent(whole, whole), percent(whole, whole)),
        (proof(COLUMNS[0].label, BOUGHT, amounts, books(BOUGHT, asked.last, asked.clients)),),
        facts=(
            (N_("The largest"), top(amounts, 1), "percent"),
            (N_("The five largest"), top(amounts, 5), "percent"),
            (N_("The ten largest"), top(amounts, 10), "percent"),
            (N_("HHI"), herfindahl(amounts), "points"),
        ),
        series=[(str(n), amount) for n, amount in enumerate(amounts[:5], 1) if amount.cents > 0],
    )
