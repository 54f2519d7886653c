"""The guarantee fund and the holdback."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.lib.money import Money
from cessie.terms.reserve import FundChange, change, release_on_credit_note, required_fund, still_held

EUR = Money.parse


@pytest.mark.parametrize(
    ("outstanding", "held", "top_up", "release"),
    [
        ("150000", "0", "15000", "0"),  # EX03, purchase
        ("90000", "15000", "0", "6000"),  # EX03, receipt
        ("0", "480", "0", "480"),  # EX08
        ("515500", "50000", "1550", "0"),  # EX10
    ],
)
def test_the_fund_follows_the_outstanding(outstanding: str, held: str, top_up: str, release: str) -> None:
    assert change(required_fund(EUR(outstanding), Decimal(10)), EUR(held)) == FundChange(EUR(top_up), EUR(release))


def test_floor_cap_and_tolerance() -> None:
    assert required_fund(EUR("1000"), Decimal(10), floor=EUR("500")) == EUR("500")
    assert required_fund(EUR("100000"), Decimal(10), cap=EUR("8000")) == EUR("8000")
    assert change(EUR("100"), EUR("99.01"), tolerance=EUR("1")) == FundChange(Money(0), Money(0))
    assert change(EUR("100"), EUR("98.99"), tolerance=EUR("1")) == FundChange(EUR("1.01"), Money(0))


def test_a_credit_note_frees_its_share_of_the_holdback() -> None:
    freed = release_on_credit_note(face=EUR("5445"), approved=EUR("6050"), advance_rate=Decimal(85), held=EUR("907.50"))
    assert freed == EUR("90.75")  # EX07
    whole = release_on_credit_note(face=Money(0), approved=EUR("6050"), advance_rate=Decimal(85), held=EUR("907.50"))
    assert whole == EUR("907.50")


def test_the_unapproved_part_is_freed_first() -> None:
    freed = release_on_credit_note(
        face=EUR("29250"), approved=EUR("15500"), advance_rate=Decimal(90), held=EUR("16300")
    )
    assert freed == EUR("1000")


@given(st.integers(0, 10**8), st.lists(st.integers(1, 10**8), min_size=1, max_size=6))
def test_in_parts_all_comes_free_and_never_more_than_the_share_paid(holdback: int, receipts: list[int]) -> None:
    face, paid, freed = sum(receipts), 0, []
    before = Money(holdback)
    for receipt in receipts:
        paid += receipt
        held = still_held(holdback=Money(holdback), face=Money(face), paid=Money(paid))
        freed.append((before - held).cents)
        before = held
        assert sum(freed) * face <= holdback * paid < (sum(freed) + 1) * face  # to the cent
        assert held or paid == face or not holdback  # as long as anything is open something stays held
    assert min(freed) >= 0
    assert sum(freed) == holdback


def test_more_than_the_face_frees_no_more() -> None:
    assert still_held(holdback=Money(100), face=Money(1000), paid=Money(1500)) == Money(0)
    assert still_held(holdback=Money(100), face=Money(1000), paid=Money(-1)) == Money(100)
