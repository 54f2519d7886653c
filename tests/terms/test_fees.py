"""Fees: percentages, tiers, minimum and maximum, the yearly minimum, late periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.lib.money import Money
from cessie.terms import vat
from cessie.terms.fees import (
    FeeRule,
    FeeTerms,
    Tier,
    commission,
    days_overdue,
    late_surcharge,
    remittance,
    started_periods,
    true_up,
)

EUR = Money.parse


@pytest.mark.parametrize(
    ("base", "percent", "fee", "tax", "rate"),
    [
        ("150000", "0.80", "1200.00", "240.00", 20),  # EX03
        ("146000", "0.15", "219.00", "43.80", 20),  # EX10: invoices and credit notes both count
        ("1452", "12", "174.24", "36.59", 21),  # EX13
    ],
)
def test_commission_and_its_vat(base: str, percent: str, fee: str, tax: str, rate: int) -> None:
    net = commission(EUR(base), Decimal(percent))
    assert (net, vat.on(net, Decimal(rate))) == (EUR(fee), EUR(tax))


def test_the_minimum_and_the_maximum_hold() -> None:
    terms = FeeTerms(percent=Decimal(3), minimum=EUR("45"), maximum=EUR("60"))
    assert [terms.of(EUR(base)) for base in ("1089", "1800", "9999")] == [EUR("45"), EUR("54"), EUR("60")]


def test_a_flat_amount_a_piece() -> None:
    assert FeeTerms(amount=EUR("25")).of(Money(0), count=3) == EUR("75")


TIERS = (Tier(EUR("10000"), Decimal(3)), Tier(EUR("50000"), Decimal(2)), Tier(None, Decimal(1)))


@pytest.mark.parametrize(
    ("mode", "base", "fee"),
    [
        ("WHOLE", "10000", "300.00"),
        ("WHOLE", "10000.01", "200.00"),
        ("WHOLE", "60000", "600.00"),
        ("MARGINAL", "10000", "300.00"),
        ("MARGINAL", "20000", "500.00"),
        ("MARGINAL", "60000", "1200.00"),
    ],
)
def test_tiers(mode: str, base: str, fee: str) -> None:
    assert FeeTerms(tiers=TIERS, tier_mode=mode).of(EUR(base)) == EUR(fee)  # type: ignore[arg-type]


@given(st.integers(min_value=0, max_value=10**9))
def test_marginal_tiers_never_jump_by_more_than_the_top_percent(base: int) -> None:
    terms = FeeTerms(tiers=TIERS, tier_mode="MARGINAL")
    step = terms.of(Money(base + 100)) - terms.of(Money(base))
    assert Money(0) <= step <= Money(4)


def test_the_yearly_minimum_is_trued_up() -> None:
    assert true_up(EUR("12000"), EUR("9876.54")) == EUR("2123.46")  # EX11
    assert true_up(EUR("12000"), EUR("12000.01")) == Money(0)
    assert true_up(EUR("12000"), Money(0), days=73, days_of_year=365) == EUR("2400")


def test_late_periods_and_their_surcharge() -> None:
    overdue = days_overdue(date(2026, 2, 4), date(2026, 3, 17))  # EX02
    assert overdue == 41
    periods = started_periods(overdue, grace_days=15, period_days=30)
    assert late_surcharge(EUR("1089"), Decimal(1), periods) == EUR("10.89")
    assert days_overdue(date(2026, 3, 4), date(2026, 6, 3)) == 91  # EX05
    assert days_overdue(date(2026, 3, 4), date(2026, 3, 4)) == 0


def test_the_principal_receives_the_rest() -> None:
    assert remittance(EUR("1452"), EUR("174.24"), EUR("36.59")) == EUR("1241.17")  # EX13


def test_a_rule_is_in_force_on_both_its_days() -> None:
    rule = FeeRule(
        "X", "PURCHASE", "FACE", FeeTerms(), "COMMISSION", valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30)
    )
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [rule.in_force(day) for day in days] == [False, True, True, False]
