"""Insurance, withholding, availability and pledge: the figures of EX04, EX06, EX10, EX15, EX17."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.lib.money import Money
from cessie.terms.availability import Reserves, available, dilution_reserve, pledge_room, roll_forward_gap
from cessie.terms.insurance import Dividend, Loss, share_loss, split_dividend
from cessie.terms.withholding import advance_cap, withhold

EUR = Money.parse


def loss(open_amount: str = "24200", limit: str = "25000", **more: object) -> Loss:
    return share_loss(
        open_amount=EUR(open_amount), face=EUR("24200"), vat=EUR("4200"), insured_limit=EUR(limit),
        insured_percent=Decimal(90), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_indemnity_relief_and_own_risk() -> None:
    assert loss() == Loss(EUR("24200"), EUR("18000"), EUR("4200"), EUR("2000"))
    assert loss(limit="10000").indemnity == EUR("9000")
    assert loss(relief=False) == Loss(EUR("24200"), EUR("18000"), Money(0), EUR("6200"))
    assert loss(basis="GROSS").indemnity == EUR("21780")


def test_a_deductible_comes_before_the_percent_and_a_maximum_after_it() -> None:
    assert loss(deductible=EUR("500")) == Loss(EUR("24200"), EUR("17550"), EUR("4200"), EUR("2450"))
    assert loss(deductible=EUR("90000")).indemnity == Money(0)
    assert loss(maximum=EUR("7000")) == Loss(EUR("24200"), EUR("7000"), EUR("4200"), EUR("13000"))
    assert loss(maximum=EUR("-1")).indemnity == Money(0)


def test_a_dividend_goes_back_as_the_loss_was_borne() -> None:
    assert split_dividend(EUR("1000"), loss()) == Dividend(EUR("173.55"), EUR("743.81"), EUR("82.64"))


@given(st.integers(1, 2_420_000), st.integers(0, 3_000_000), st.integers(0, 10**6), st.booleans())
def test_a_loss_and_its_dividend_lose_no_cent(open_cents: int, limit: int, received: int, relief: bool) -> None:
    shared = share_loss(
        open_amount=Money(open_cents), face=Money(2_420_000), vat=Money(420_000), insured_limit=Money(limit),
        insured_percent=Decimal(90), relief=relief,
    )  # fmt: skip
    assert shared.indemnity + shared.vat_relief + shared.own_risk == Money(open_cents)
    assert min(shared.indemnity, shared.vat_relief, shared.own_risk) >= Money(0)
    back = split_dividend(Money(received), shared)
    assert back.vat + back.insurer + back.factor == Money(received)
    assert min(back.vat, back.insurer, back.factor) >= Money(0)


def test_withholding_takes_half_and_the_holdback_does_not_cover_it() -> None:
    made = withhold(face=EUR("6000"), net=EUR("6000"), social_percent=Decimal(35), tax_percent=Decimal(15))
    assert (made.social, made.tax, made.debtor_pays) == (EUR("2100"), EUR("900"), EUR("3000"))
    assert made.client_owes(EUR("1200")) == EUR("1800")
    assert advance_cap(Decimal(35), Decimal(15), Decimal(5)) == 45


@pytest.mark.parametrize(("in_use", "net", "over"), [("150000", "44998.44", "0"), ("200000", "-5001.56", "5001.56")])
def test_availability_with_reserves(in_use: str, net: str, over: str) -> None:
    eligible = EUR("239800")  # EX04 after its seven steps
    dilution = dilution_reserve(eligible, Decimal("6.5"), Decimal("5.0"))
    assert dilution == EUR("3597.00")
    reserves = Reserves(dilution=dilution, accrued=EUR("1234.56"), unmatched=EUR("4000"))
    found = available(
        eligible=eligible, advance_rate=Decimal(85), funds_in_use=EUR(in_use), reserves=reserves, facility=EUR("400000")
    )
    assert (found.gross, found.net, found.overadvance) == (EUR("194998.44"), EUR(net), EUR(over))


def test_the_least_ceiling_counts() -> None:
    found = available(
        eligible=EUR("1000"),
        advance_rate=Decimal(100),
        funds_in_use=EUR("100"),
        facility=EUR("600"),
        rooms=(EUR("200"),),
    )
    assert found.net == EUR("200")
    assert available(
        eligible=EUR("1000"), advance_rate=Decimal(100), funds_in_use=EUR("100"), facility=EUR("600")
    ).net == EUR("500")


def test_a_balance_file_explains_itself() -> None:
    gap = roll_forward_gap(
        opening=EUR("500000"),
        invoices=EUR("140000"),
        credit_notes=EUR("6000"),
        cash=EUR("118500"),
        closing=EUR("515500"),
    )
    assert gap == Money(0)  # EX10
    reserves = Reserves(fund=EUR("51550"), unmatched=EUR("1500"))
    found = available(
        eligible=EUR("475500"), advance_rate=Decimal(100), funds_in_use=EUR("281762.80"), reserves=reserves
    )
    assert found.net == EUR("140687.20")


def test_a_pledge_finances_its_share() -> None:
    assert pledge_room(pledged=EUR("50000"), advance_rate=Decimal(80), advanced=Money(0)) == EUR("40000")
    assert pledge_room(pledged=EUR("20000"), advance_rate=Decimal(80), advanced=EUR("10000")) == EUR("6000")  # EX17
    assert pledge_room(pledged=EUR("20000"), advance_rate=Decimal(80), advanced=EUR("17000")) == Money(0)
