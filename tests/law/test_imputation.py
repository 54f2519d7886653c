"""A payment divided over the parts of a claim: nothing lost, nothing negative, in the order of the country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.law.countries import COUNTRIES
from cessie.law.facts import Imputation
from cessie.law.imputation import Beside, Exact, Imputed, Owed, impute, order_of
from cessie.lib.money import Money

CENTS = st.integers(0, 1_000_000).map(Money)
BESIDE = st.builds(Beside, CENTS, CENTS)
OWED = st.builds(Owed, st.integers(1, 1_000_000).map(Money), BESIDE, BESIDE)
ORDERS = st.sampled_from([order_of(code, how) for code in (*COUNTRIES, "PL") for how in ("law", "principal_first")])


def parts(done: Imputed) -> tuple[str, ...]:
    found = (done.beside.costs, done.beside.interest, done.principal, done.over)
    return tuple(str(amount.decimal) for amount in found)


@pytest.mark.parametrize(
    ("code", "how", "paid", "expected"),
    [
        # BE and NL (BW 6:44): costs, interest, principal; FR (C. civ. 1343-1): interest, principal, what remains costs
        ("BE", "law", "4000.00", ("40.00", "239.45", "3720.55", "0.00")),
        ("NL", "law", "100.00", ("40.00", "60.00", "0.00", "0.00")),
        ("FR", "law", "4000.00", ("0.00", "239.45", "3760.55", "0.00")),
        ("FR", "law", "10279.45", ("40.00", "239.45", "10000.00", "0.00")),
        ("BE", "principal_first", "4000.00", ("0.00", "0.00", "4000.00", "0.00")),
        ("BE", "law", "10000.00", ("0.00", "0.00", "10000.00", "0.00")),
        ("BE", "law", "10300.00", ("40.00", "239.45", "10000.00", "20.55")),
        ("PL", "law", "30.00", ("0.00", "0.00", "30.00", "0.00")),
    ],
)
def test_the_countrys_order(code: str, how: Imputation, paid: str, expected: tuple[str, ...]) -> None:
    """10,000 owed with the interest of the law's own worked example until 15 June, and the fixed sum."""
    owed = Owed(Money.parse("10000.00"), Beside(Money.parse("239.45"), Money.parse("40.00")))
    assert parts(impute(Money.parse(paid), owed, order=order_of(code, how))) == expected


@pytest.mark.parametrize(
    ("exact", "costs", "given_up"),
    [("stands", "0.00", "0.00"), ("given_up", "0.00", "60.00"), ("law", "40.00", "0.00")],
)
def test_exactly_the_principal_is_what_the_creditor_takes_it_for(exact: Exact, costs: str, given_up: str) -> None:
    owed = Owed(Money(1_000_00), Beside(Money(20_00), Money(40_00)))
    done = impute(Money(1_000_00), owed, order=order_of("BE"), exact=exact)
    assert (str(done.beside.costs.decimal), str(done.given_up.total.decimal)) == (costs, given_up)


def test_what_was_claimed_after_the_payment_is_given_up_once_the_invoice_is_paid() -> None:
    owed = Owed(Money(100_00), Beside(), later=Beside(Money(1_00), Money(40_00)))
    assert impute(Money(100_00), owed, order=order_of("NL")).given_up == owed.later
    assert impute(Money(99_99), owed, order=order_of("NL")).given_up == Beside()


@given(st.integers(1, 3_000_000).map(Money), OWED, ORDERS, st.sampled_from(["stands", "given_up", "law"]))
def test_no_cent_is_lost_and_no_part_gets_more_than_it_is(
    paid: Money, owed: Owed, order: tuple[str, ...], exact: Exact
) -> None:
    done = impute(paid, owed, order=order, exact=exact)  # type: ignore[arg-type]  # of the orders above
    taken = [done.principal, done.beside.interest, done.beside.costs, done.over]
    assert sum(amount.cents for amount in taken) == paid.cents
    assert all(amount.cents >= 0 for amount in taken)
    most = [owed.principal, owed.beside.interest, owed.beside.costs]
    assert all(got <= part for got, part in zip(taken, most, strict=False))
    assert done.given_up.interest <= owed.beside.interest + owed.later.interest
    if done.over:
        assert taken[:3] == most
