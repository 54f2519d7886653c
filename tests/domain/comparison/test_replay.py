"""A ledger played through an offer: one invoice to the cent, any ledger against the same written a second time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.comparison.rules.offers import Question, question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.ranking import ranked
from cessie.domain.comparison.rules.replay import replay
from cessie.domain.comparison.rules.sales import Sale, Sales, Settled, sales_of
from cessie.formats.values.client_ledger import Movement
from tests.domain.comparison.naive import naive

FIRST, LAST = date(2026, 3, 2), date(2026, 6, 30)
REFERENCE = {"EURIBOR_3M": [{"from": "2026-01-01", "percent": "2.035"}]}


def asked(*offers: dict[str, Any], **more: Any) -> Question:
    told = [{"yearly_minimum": "0.00"} | offer for offer in offers]
    return question({"offers": told, "reference": REFERENCE} | more)


def one(offer: dict[str, Any], *movements: Movement, first: date = FIRST, last: date = LAST, **more: Any) -> Outcome:
    told = asked({"name": "One"} | offer, **more)
    return replay(sales_of(movements, days=30), told.offers[0], told, first=first, last=last)


def invoice(cents: int, day: date = date(2026, 3, 3), debtor: str = "A", number: str = "1") -> Movement:
    return Movement("invoice", number, debtor, debtor, day, cents, day + timedelta(days=30))


def payment(cents: int, day: date, debtor: str = "A", number: str = "1") -> Movement:
    return Movement("payment", "", debtor, debtor, day, cents, of=number)


def test_one_invoice_is_paid_out_at_once_and_its_holdback_when_the_debtor_paid() -> None:
    """EX01: 12,100.00 at 3.5 percent, ten percent held back."""
    found = one({"product": "american"}, invoice(12_100_00), payment(12_100_00, date(2026, 3, 31)))
    assert (found.costs["commission"], found.vat, found.cost) == (423_50, 88_94, 423_50)
    by_day = dict(zip((FIRST + timedelta(days=n) for n in range(found.days)), found.daily, strict=True))
    assert (by_day[FIRST], by_day[date(2026, 3, 3)], by_day[date(2026, 3, 30)]) == (0, 10_377_56, 10_377_56)
    assert by_day[date(2026, 3, 31)] == by_day[LAST] == -423_50 - 88_94


def test_the_fund_the_reserve_and_the_interest_of_drawings() -> None:
    """EX03's terms: what may be drawn at first is 133,560.00; interest runs by the day on what is in use."""
    offer = {
        "product": "full_service", "vat_country": "FR", "commission_percent": "0.80", "margin_percent": "1.60",
        "use": "121440.00", "terms": {"eligibility": [], "interest": {"vat": "EXEMPT", "reset": "DAILY"}},
    }  # fmt: skip
    day = date(2026, 6, 5)
    debts = [invoice(60_000_00, day, "A", "1"), invoice(48_000_00, day, "B", "2"), invoice(42_000_00, day, "C", "3")]
    wide = one(offer | {"use": "9000000.00"}, *debts, first=date(2026, 6, 1))
    assert max(wide.daily) == 133_560_00
    found = one(offer, *debts, payment(60_000_00, date(2026, 6, 20)), first=date(2026, 6, 1))
    assert (found.costs["commission"], max(found.daily)) == (1_200_00, 120_000_00)
    # 121,440.00 are in use on 15 days; what was paid is drawn again, up to what the fund leaves of 90,000.00
    days = {date(2026, 6, 1) + timedelta(days=n): cents for n, cents in enumerate(found.daily)}
    assert days[date(2026, 6, 19)] == 120_000_00
    assert found.costs["interest"] == pytest.approx(sum(
        (cents + 1_440_00) * 3.635 / 36000 for day_, cents in days.items() if day_ >= day
    ), abs=1)  # fmt: skip


def test_an_invoice_over_the_limit_is_held_bought_in_part_or_bought_unfinanced() -> None:
    """The example with a limit of 10,000 for a debtor who owes 16,000."""
    for policy, sold, most in (("HOLD", 1, 5_400_00), ("PARTIAL", 2, 9_000_00), ("UNAPPROVED", 2, 5_400_00)):
        found = one(
            {"product": "american", "terms": {"fee_plan": [], "limits": {"over_limit": policy}}},
            invoice(6_000_00), invoice(10_000_00, number="2"), debtors={"A": {"limit": "10000.00"}},
        )  # fmt: skip
        assert (found.sold, found.left_out, max(found.daily)) == (sold, 2 - sold, most)


def test_what_stays_unpaid_goes_back_with_recourse_and_is_set_off() -> None:
    offer = {"product": "recourse_managed", "terms": {"fee_plan": [], "interest": None}}
    with_recourse = one(
        offer, invoice(10_000_00), invoice(20_000_00, date(2026, 6, 20), number="2"), last=date(2026, 8, 1)
    )
    # 85 percent of each; on the 91st day past due (2 July) the first goes back, which a later purchase would pay
    assert with_recourse.daily[-1] == 8_500_00 + 17_000_00
    later = one(
        offer, invoice(10_000_00), invoice(20_000_00, date(2026, 7, 10), number="2"), last=date(2026, 8, 1)
    )  # fmt: skip
    assert later.daily[-1] == 8_500_00 + 17_000_00 - 8_500_00


def test_balances_are_known_once_a_month_and_money_waits_for_the_matching() -> None:
    offer = {
        "product": "confidential_balance", "commission_percent": "0", "yearly_minimum": "0",
        "terms": {"interest": None, "eligibility": []},
    }  # fmt: skip
    found = one(offer, invoice(100_000_00), payment(40_000_00, date(2026, 4, 10)))
    days = {FIRST + timedelta(days=n): cents for n, cents in enumerate(found.daily)}
    assert days[date(2026, 3, 31)] == 0
    assert days[date(2026, 4, 1)] == 80_000_00  # 90 percent less the fund of 10
    assert days[date(2026, 4, 10)] == days[date(2026, 4, 30)] == 40_000_00  # the customer's money waits
    assert days[date(2026, 5, 1)] == 48_000_00  # 80 percent of the 60,000 that are left


def test_minimum_insurance_and_fees_of_the_year_count() -> None:
    offer = {
        "product": "full_service", "commission_percent": "0.10", "yearly_minimum": "3650.00", "once": "500.00",
        "outside_insurance": {"percent": "0.20", "debtor_year": "30.00"},
        "fees": [{"what": "portal", "per": "month", "amount": "25.00"}],
        "terms": {"interest": None},
    }  # fmt: skip
    found = one(offer, invoice(10_000_00), invoice(10_000_00, debtor="B", number="2"), last=date(2026, 5, 10))
    assert found.costs == {
        "commission": 20_00,
        "minimum": 70 * 10_00 - 20_00,  # 70 of 365 days
        "interest": 0,
        "surcharge": 0,
        "service": 500_00 + 3 * 25_00,
        "insurance": 40_00 + 2 * 30_00,
    }
    assert sum(month.cost for month in found.months) == found.cost


@st.composite
def ledgers(draw: st.DrawFn) -> Sales:
    made = []
    for number in range(draw(st.integers(1, 8))):
        issued = FIRST + timedelta(days=draw(st.integers(0, 90)))
        due = issued + timedelta(days=draw(st.sampled_from([0, 14, 30, 95])))
        cents, settled, rest = draw(st.integers(1, 5_000_000)), [], 0
        rest = cents
        for _ in range(draw(st.integers(0, 2))):
            part = draw(st.integers(1, rest)) if rest > 1 else 0
            if part:
                day = issued + timedelta(days=draw(st.integers(0, 150)))
                settled.append(Settled(day, part, draw(st.booleans())))
                rest -= part
        made.append(Sale(str(number), draw(st.sampled_from("ABC")), issued, due, cents, tuple(sorted(settled))))
    return Sales(tuple(sorted(made, key=lambda sale: sale.issued)), {}, FIRST, LAST)


@settings(max_examples=60, deadline=None)
@given(
    ledgers(), st.sampled_from(["full_service", "notified_client_managed", "confidential_line"]),
    st.sampled_from(["50000.00", "500000.00"]), st.sampled_from([None, "20000.00"]),
)  # fmt: skip
def test_the_same_written_a_second_time_says_the_same(
    sales: Sales, product: str, facility: str, limit: str | None
) -> None:
    given = {"name": "One", "product": product, "facility": facility, "yearly_minimum": "0"}
    told = asked(
        given | {"terms": {"definancing": None}},
        debtors={"A": {"limit": limit} if limit else {}, "B": {"consumer": True}},
    )
    (offer,) = told.offers
    ours, plain = replay(sales, offer, told, first=FIRST, last=LAST), naive(sales.sales, offer, told, FIRST, LAST)
    assert (ours.costs["commission"], ours.costs["interest"], ours.vat) == (
        plain.commission, plain.interest, plain.vat,
    )  # fmt: skip
    assert list(ours.daily) == plain.daily


@settings(max_examples=4, deadline=None)
@given(ledgers())
def test_the_best_of_many_ways_is_the_one_that_looking_at_each_of_them_finds(sales: Sales) -> None:
    """Twelve combinations: the plain rate of each, worked out without any of ours, has its least where we say."""
    axes = {
        "rate": [{"label": rate, "advance_percent": rate} for rate in ("60", "75", "90")],
        "facility": [{"label": "low", "facility": "30000.00"}, {"label": "high", "facility": "500000.00"}],
        "commission": [
            {"label": "cheap", "commission_percent": "0.2", "margin_percent": "4"},
            {"label": "dear", "commission_percent": "0.9", "margin_percent": "0.5"},
        ],
    }
    told = asked({"name": "A", "product": "confidential_line", "terms": {"definancing": None}, "variants": axes})
    plain: dict[str, Fraction] = {}
    for offer in told.offers:
        found = naive(sales.sales, offer, told, FIRST, LAST)
        if (total := sum(found.daily)) > 0:
            plain[offer.name] = Fraction(found.commission + found.interest, total)
    outcomes = ranked(replay(sales, offer, told, first=FIRST, last=LAST) for offer in told.offers)
    assert len(told.offers) == 12
    if plain:
        percent = min(plain.values()) * 365 * 100
        assert outcomes[0].rate == (Decimal(percent.numerator) / percent.denominator).quantize(Decimal("0.01"))


@settings(max_examples=40, deadline=None)
@given(ledgers(), st.sampled_from(["american", "recourse_managed", "full_service", "confidential_balance"]))
def test_money_does_not_arise_and_costs_are_told_month_by_month(sales: Sales, product: str) -> None:
    told = asked({"name": "One", "product": product})
    found = replay(sales, told.offers[0], told, first=FIRST, last=LAST)
    assert sum(month.cost for month in found.months) == found.cost
    assert sum(month.drawn for month in found.months) - sum(month.received for month in found.months) == found.daily[-1]
    assert found.sold_cents <= sum(sale.cents for sale in sales.sales)
    assert max(found.daily) <= sum(sale.cents for sale in sales.sales)
