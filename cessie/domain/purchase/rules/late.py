"""The surcharge for an invoice that its debtor paid late: taken from the holdback (factoring-domain 4.1, EX02).

>>> from decimal import Decimal
>>> from cessie.terms.fees import FeeTerms
>>> rule = FeeRule("LATE_SURCHARGE", "LATE_PERIOD", "FACE", FeeTerms(percent=Decimal(1)), "SERVICE", period_days=30,
...                grace_days=15)
>>> found = late(rule, face=Money(1_089_00), due=date(2026, 2, 4), paid=date(2026, 3, 17), vat_rate=Decimal(21))
>>> str(found.net), str(found.vat), found.overdue, found.periods
('10.89 EUR', '2.29 EUR', 41, 1)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason
from cessie.terms import vat as vat_table
from cessie.terms.fees import FeeRule, days_overdue, started_periods


@dataclass(frozen=True, slots=True)
class Late:
    """What being late costs: ``overdue`` days, ``periods`` begun after the days of grace, the fee net and its VAT."""

    overdue: int
    periods: int
    net: Money
    vat: Money
    reason: Reason


def late(rule: FeeRule, *, face: Money, due: date, paid: date, vat_rate: Decimal) -> Late | None:
    """The surcharge on an invoice paid on the bank's value date ``paid``; None within the days of grace."""
    overdue = days_overdue(due, paid)
    periods = started_periods(overdue, grace_days=rule.grace_days, period_days=rule.period_days)
    if not periods:
        return None
    terms = replace(rule.terms, percent=rule.terms.percent * periods)  # rounded once, over all periods
    net = terms.of(face, count=periods)
    vat = vat_table.on(net, vat_rate)
    words = N_(
        "Paid {days} days late, {grace} of them are free: {periods} times {length} days begun cost {net} without VAT."
    )
    facts: dict[str, Fact] = {
        "days": overdue, "periods": periods, "length": rule.period_days, "grace": rule.grace_days, "net": net,
    }  # fmt: skip
    return Late(overdue, periods, net, vat, Reason("purchase.late", words, facts)) if net else None
