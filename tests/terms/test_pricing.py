"""Prices: the figures of the worked examples, and what holds for any invoice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.lib.money import Money
from cessie.terms.fees import FeeTerms
from cessie.terms.pricing import Pricing, approved_part, price, settle, settle_batch

EUR = Money.parse


def priced(face: str, q: str, pct: str, minimum: str = "0", vat: str = "21", **more: object) -> Pricing:
    fee = FeeTerms(percent=Decimal(pct), minimum=EUR(minimum))
    facts: dict[str, object] = {"approved": EUR(face)} | more
    return price(face=EUR(face), advance_rate=Decimal(q), fee=fee, vat_rate=Decimal(vat), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "made", "financed", "holdback", "fee", "vat", "payout"),
    [
        ("EX01", priced("12100", "90", "3.5", "50"), "10890.00", "1210.00", "423.50", "88.94", "10377.56"),
        ("EX02", priced("1089", "85", "3", "45"), "925.65", "163.35", "45.00", "9.45", "871.20"),
        ("EX05", priced("8470", "80", "1"), "6776.00", "1694.00", "84.70", "17.79", "6673.51"),
        ("EX06", priced("24200", "90", "4"), "21780.00", "2420.00", "968.00", "203.28", "20608.72"),
        ("EX07", priced("6050", "85", "1.2"), "5142.50", "907.50", "72.60", "15.25", "5054.65"),
        ("EX14", priced("3630", "90", "2.5"), "3267.00", "363.00", "90.75", "19.06", "3157.19"),
        ("EX15", priced("6000", "80", "1.5"), "4800.00", "1200.00", "90.00", "18.90", "4691.10"),
        (
            "EX16",
            priced("30250", "90", "3", approved=EUR("15500")),
            "13950.00", "16300.00", "907.50", "190.58", "12851.92",
        ),
    ],
)  # fmt: skip
def test_the_worked_examples_to_the_cent(
    case: str, made: Pricing, financed: str, holdback: str, fee: str, vat: str, payout: str
) -> None:
    assert (made.financed, made.holdback) == (EUR(financed), EUR(holdback)), case
    assert (made.fee, made.vat, made.payout) == (EUR(fee), EUR(vat), EUR(payout)), case


def test_a_debt_on_the_current_account_is_set_off_against_the_next_purchase() -> None:
    made = priced("20000", "80", "1", client_debt=EUR("6776.00"))
    assert (made.set_off, made.payout, made.carried) == (EUR("6776"), EUR("8982.00"), Money(0))


def test_a_pooled_fund_is_topped_up_and_nothing_is_held_per_invoice() -> None:
    made = priced("4800", "100", "1.10", vat="20", reserve_model="POOL", top_up=EUR("480"))
    assert (made.holdback, made.payout) == (Money(0), EUR("4256.64"))
    lower = priced("1000", "90", "0", reserve_model="POOL")
    assert (lower.financed, lower.holdback, lower.undrawn) == (EUR("900"), Money(0), EUR("100"))


def test_where_the_fee_is_more_than_the_advance_the_debit_is_carried() -> None:
    made = priced("40", "80", "3", "45", client_debt=EUR("10"))
    assert (made.payout, made.set_off) == (Money(0), Money(0))
    assert made.carried == EUR("32.45")  # 45.00 + 9.45 VAT + 10.00 debt - 32.00 financed


def test_a_payout_below_the_minimum_waits_for_the_next_one() -> None:
    made = priced("100", "90", "1", payout_minimum=EUR("100"))
    assert (made.payout, made.deferred) == (Money(0), EUR("88.79"))
    assert priced("100", "90", "1", payout_minimum=EUR("88.79")).payout == EUR("88.79")


def test_a_batch_sets_the_debt_off_once() -> None:
    made = [priced("1000", "90", "1"), priced("2000", "90", "1")]
    end = settle_batch(made, client_debt=EUR("500"))
    assert end.payout == EUR("2163.70")  # 2,700.00 - 30.00 - 6.30 - 500.00
    assert end.set_off == EUR("500")


def test_the_room_under_the_limits_is_approved_and_no_more() -> None:
    assert approved_part(EUR("30250"), EUR("15500")) == EUR("15500")
    assert approved_part(EUR("30250"), EUR("99999")) == EUR("30250")
    assert approved_part(EUR("30250"), EUR("-1")) == Money(0)


def test_the_steps_say_how_each_figure_came_about() -> None:
    made = priced("1089", "85", "3", "45", approved=EUR("1000"))
    words = [step.in_words() for step in made.steps]
    assert words[0] == "Of the face value 1089.00 EUR the limits leave room for 1000.00 EUR."
    assert "The fee on 1089.00 EUR would be 32.67 EUR; the minimum is 45.00 EUR." in words
    assert words[-1].endswith("is paid out.")


@pytest.mark.parametrize("face", ["0", "-1"])
def test_nothing_to_buy_is_an_error(face: str) -> None:
    with pytest.raises(ValueError, match="cannot price"):
        priced(face, "90", "1")


cents = st.integers(min_value=1, max_value=10**11)
percent = st.decimals(min_value=0, max_value=100, places=3)


@given(
    cents,
    st.integers(min_value=-(10**6), max_value=10**11),
    percent,
    percent,
    cents,
    st.sampled_from(["PER_INVOICE", "POOL"]),
)
def test_no_cent_is_made_or_lost(face: int, room: int, q: Decimal, pct: Decimal, debt: int, reserve: str) -> None:
    made = price(
        face=Money(face), approved=Money(room), advance_rate=q, fee=FeeTerms(percent=pct), vat_rate=Decimal(21),
        client_debt=Money(debt), reserve_model=reserve,  # type: ignore[arg-type]
        payout_minimum=Money(25_00),
    )  # fmt: skip
    assert made.financed + made.holdback + made.undrawn == made.face
    assert made.financed <= made.approved <= made.face
    assert made.payout + made.deferred - made.carried == made.financed - made.fee - made.vat - Money(debt)
    assert all(getattr(made, name).cents >= 0 for name in ("payout", "deferred", "carried", "set_off", "holdback"))
    assert not (made.carried and made.payout)


@given(st.integers(min_value=-(10**8), max_value=10**8), st.integers(min_value=0, max_value=10**8))
def test_settling_balances(brought: int, debt: int) -> None:
    end = settle(Money(brought), client_debt=Money(debt))
    assert end.payout + end.deferred - end.carried == Money(brought - debt)
    assert end.set_off <= Money(debt)
