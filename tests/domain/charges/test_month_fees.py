"""Fees of a month by dated rules: fixed, by funds in use in steps, by count, minimums of a month and of a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cessie.domain.charges.rules.month_fees import Facts, after_the_end, fees_of_month, minimum_of_year
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.fees import FeeRule, FeeTerms, Tier

LAST = date(2026, 6, 30)
FACTS = Facts(
    commission_of_month=Money(80_00), commission_of_year=Money(9_876_54), funds_in_use=Money(150_000_00),
    bought=Money(40_000_00), bought_count=12, collected=Money(30_000_00),
    bought_net=Money(33_000_00),
    credited=Money(2_000_00),
    counts={"PAYOUT": 7, "RETURN": 0, "LIMIT_REQUEST": 2, "DEBTOR_CHECK": 3, "CREDIT_NOTE": 2},
)  # fmt: skip
STEPS = (Tier(Money(100_000_00), Decimal("0.10")), Tier(None, Decimal("0.05")))


def rule(fee_type: str, trigger: str, base: str, terms: FeeTerms, **more: date) -> FeeRule:
    return FeeRule(fee_type, trigger, base, terms, "SERVICE", account="4020", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kind", "net"),
    [
        (rule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00))), "service_fee", 45_00),
        (rule("MANAGEMENT", "MONTH", "FIU", FeeTerms(tiers=STEPS, tier_mode="MARGINAL")), "service_fee", 125_00),
        (rule("MANAGEMENT", "MONTH", "FIU", FeeTerms(tiers=STEPS)), "service_fee", 75_00),
        (rule("SALES", "MONTH", "FACE", FeeTerms(percent=Decimal("0.1"), maximum=Money(30_00))), "service_fee", 30_00),
        (rule("COLLECTED", "MONTH", "COLLECTED", FeeTerms(percent=Decimal("0.1"))), "service_fee", 30_00),
        (rule("LINES", "MONTH", "COUNT", FeeTerms(amount=Money(1_50))), "service_fee", 18_00),
        (rule("PAYMENT_FEE", "PAYOUT", "COUNT", FeeTerms(amount=Money(2_50))), "payment_fee", 17_50),
        (rule("LIMIT_FEE", "LIMIT_REQUEST", "FIXED", FeeTerms(amount=Money(25_00))), "limit_fee", 50_00),
        (rule("DEBTOR_FEE", "DEBTOR_CHECK", "FIXED", FeeTerms(amount=Money(15_00))), "service_fee", 45_00),
        (rule("CREDITS", "CREDIT_NOTE", "FACE", FeeTerms(Decimal(1), Money(1_00))), "service_fee", 22_00),
        (rule("SALES", "MONTH", "NET", FeeTerms(percent=Decimal("0.1"))), "service_fee", 33_00),
        (
            rule("MINIMUM_COMMISSION", "MONTH", "FIXED", FeeTerms(minimum=Money(250_00))),
            "minimum_commission_true_up", 170_00,
        ),
    ],
)  # fmt: skip
def test_a_rule_charges(given: FeeRule, kind: str, net: int) -> None:
    assert [(due.kind, due.net) for due in fees_of_month([given], FACTS, LAST)] == [(kind, Money(net))]


@pytest.mark.parametrize(
    "given",
    [
        rule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00)), valid_to=date(2026, 6, 29)),
        rule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00)), valid_from=date(2026, 7, 1)),
        rule("RETURN_FEE", "RETURN", "COUNT", FeeTerms(amount=Money(9_00))),
        rule("DOCUMENT_FEE", "DOCUMENT", "COUNT", FeeTerms(amount=Money(3_00))),
        rule("COMMISSION", "PURCHASE", "FACE", FeeTerms(percent=Decimal(3))),
        rule("MINIMUM_COMMISSION", "MONTH", "FIXED", FeeTerms(minimum=Money(80_00))),
    ],
)
def test_a_rule_charges_nothing(given: FeeRule) -> None:
    assert fees_of_month([given], FACTS, LAST) == ()


def test_periodic_commission_counts_towards_the_minimum_whatever_the_order() -> None:
    least = rule("MINIMUM_COMMISSION", "MONTH", "FIXED", FeeTerms(minimum=Money(250_00)))
    more = rule("FACTORING_COMMISSION", "MONTH", "FACE", FeeTerms(percent=Decimal("0.25")))
    assert [due.net.cents for due in fees_of_month([least, more], FACTS, LAST)] == [100_00, 70_00]


def test_a_base_that_the_books_do_not_tell_is_refused() -> None:
    on_eligible = rule("X", "MONTH", "ELIGIBLE", FeeTerms(percent=Decimal("0.1")))
    with pytest.raises(Refusal, match="ELIGIBLE"):
        fees_of_month([on_eligible], FACTS, LAST)
    (due,) = fees_of_month([on_eligible], replace(FACTS, eligible=Money(239_800_00)), LAST)
    assert (due.net, due.steps["base"]) == (Money(239_80), 239_800_00)
    assert fees_of_month([on_eligible], replace(FACTS, eligible=Money(0)), LAST) == ()


@pytest.mark.parametrize(
    ("last", "started", "ended", "net"),
    [
        (date(2026, 12, 31), date(2026, 1, 1), None, 2_123_46),
        (date(2026, 12, 31), date(2020, 5, 1), None, 2_123_46),
        (date(2026, 11, 30), date(2020, 5, 1), None, None),
        (date(2026, 11, 30), date(2020, 5, 1), date(2026, 12, 1), 1_104_28),  # 12,000 x 334 / 365 = 10,980.82
        (date(2026, 12, 31), date(2020, 5, 1), date(2026, 12, 1), None),  # charged in November
        (date(2026, 12, 31), date(2026, 7, 1), None, None),  # half a year's minimum is reached
        (date(2026, 12, 31), date(2020, 5, 1), date(2027, 1, 1), 2_123_46),
        (date(2027, 12, 31), date(2020, 5, 1), date(2027, 1, 1), None),
    ],
)
def test_the_yearly_minimum(last: date, started: date, ended: date | None, net: int | None) -> None:
    found = minimum_of_year(Money(12_000_00), FACTS, last, started, ended)
    assert [due.net.cents for due in found] == ([] if net is None else [net])


def test_once_the_contract_is_over_only_what_is_done_and_in_use_is_charged() -> None:
    plan = [
        rule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00))),
        rule("MANAGEMENT", "MONTH", "FIU", FeeTerms(percent=Decimal("0.1"), minimum=Money(500_00))),
        rule("PAYMENT_FEE", "PAYOUT", "COUNT", FeeTerms(amount=Money(2_50))),
        rule("MINIMUM_COMMISSION", "MONTH", "FIXED", FeeTerms(minimum=Money(250_00))),
    ]
    assert sorted(due.net.cents for due in fees_of_month(after_the_end(plan), FACTS, LAST)) == [17_50, 150_00]
