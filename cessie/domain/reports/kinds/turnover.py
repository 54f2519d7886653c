"""Turnover: invoices bought less credit notes, and what became of the receivables in the period."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import percent
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row
from cessie.ledger.chart import BOUGHT
from cessie.ledger.figures import moved_by
from cessie.lib.money import Money
from cessie.lib.reasons import N_

TITLE = N_("Turnover")
ABOUT = N_("Invoices bought in a period less credit notes, with VAT, and how the receivables moved.")
BY = ("client", "debtor", "contract")
SPAN = 91  # days, if none are given
SORT = "-turnover"
COLUMNS = (
    Column("bought", N_("Bought")),
    Column("credited", N_("Credit notes")),
    Column("turnover", N_("Turnover")),
    Column("share", N_("Share"), "percent"),
)
FORMULAS = (Formula(N_("Turnover"), N_("invoices bought − credit notes, with VAT")),)
CHART = N_("Turnover by month")
#: What the rules did to the receivables, in the order in which the page tells it; the rest is told as "other".
TOLD = (
    (("P01",), N_("Bought")),
    (("P13",), N_("Credit notes")),
    (("P14",), N_("Discounts and short payments")),
    (("P08", "P34f"), N_("Paid")),
    (("P16",), N_("Paid to the client")),
    (("P15",), N_("Charged back")),
)
OTHER = N_("Other")


def make(asked: Asked) -> Made:
    """What P01 and P13 moved in the period; all movements together lead from the first balance to the last."""
    parts: dict[UUID | None, list[Money]] = defaultdict(lambda: [Money(0), Money(0)])
    months: dict[date, Money] = defaultdict(lambda: Money(0))
    rules: dict[str, Money] = defaultdict(lambda: Money(0))
    for line in moved_by(BOUGHT, asked.by, asked.first, asked.last, clients=asked.clients):
        rules[line.rule] += line.amount
        if line.rule in ("P01", "P13"):
            parts[line.key][line.rule == "P13"] += line.amount
            months[line.month] += line.amount
    total = rules["P01"] + rules["P13"]
    before = books(BOUGHT, asked.first - timedelta(days=1), asked.clients)
    told = [(words, Money.total(rules.pop(rule, Money(0)) for rule in group)) for group, words in TOLD]
    told.append((OTHER, Money.total(rules.values())))
    closing = proof(
        N_("Owed at the end"), BOUGHT, [before, *(amount for _words, amount in told)],
        books(BOUGHT, asked.last, asked.clients),
    )  # fmt: skip
    return Made(
        tuple(
            Row(key, (bought, credited, bought + credited, percent(bought + credited, total)))
            for key, (bought, credited) in parts.items()
        ),
        (told[0][1], told[1][1], total, percent(total, total)),
        (closing,),
        facts=(
            (N_("Owed at the start"), before, "money"),
            *((words, amount, "money") for words, amount in told if amount),
            (N_("Owed at the end"), closing.report, "money"),
        ),
        series=[(month, months[month]) for month in sorted(months)],
    )
