"""Why a charge differs from that of the month before: whatever changed, the parts come to the difference."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.charges.rules.differences import Month, of_events, of_fee, of_interest
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

CENTS = st.integers(0, 10**9).map(Money)
STRETCH = st.tuples(st.integers(1, 20), CENTS, st.decimals(0, 12, places=3))
MONTHS = st.builds(
    Month, own=CENTS, surcharge=st.integers(0, 10**4).map(Money), corrections=st.integers(-(10**6), 10**6).map(Money),
    stretches=st.lists(STRETCH, max_size=4).map(tuple),
)  # fmt: skip


def total(parts: tuple[Reason, ...]) -> int:
    return sum(part.facts["amount"].cents for part in parts)  # type: ignore[union-attr]  # an amount by its name


@given(MONTHS, MONTHS)
def test_the_parts_of_interest_come_to_the_difference(before: Month, now: Month) -> None:
    assert total(of_interest(before, now)) == (now.own + now.corrections - before.own - before.corrections).cents


@given(st.integers(1, 99), CENTS, st.integers(1, 99), CENTS)
def test_the_parts_of_events_come_to_the_difference(n0: int, net0: Money, n1: int, net1: Money) -> None:
    assert total(of_events((n0, net0), (n1, net1))) == (net1 - net0).cents


def test_a_fee_differs_by_number_base_price_or_what_counts_towards_its_minimum() -> None:
    def steps(count: int, each: int, percent: str, base: int) -> dict[str, object]:
        return {"count": count, "each": each, "percent": percent, "base": base}

    found = of_fee(steps(2, 5_00, "0.5", 1_000_00), steps(3, 6_00, "0.6", 2_000_00), Money(15_00))
    assert [(each.code, each.facts["amount"]) for each in found] == [
        ("differs.count", Money(5_00)), ("differs.base", Money(5_00)), ("differs.price", Money(5_00)),
    ]  # fmt: skip
    (lacking,) = of_fee({"minimum": 500_00, "charged": 100_00}, {"minimum": 500_00, "charged": 90_00}, Money(10_00))
    assert lacking.code == "differs.lacking"
    assert of_interest(*[Month(Money(5), Money(0), Money(0), ((30, Money(9), Decimal(4)),))] * 2) == ()
