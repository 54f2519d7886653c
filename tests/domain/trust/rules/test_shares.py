"""Shares of claims and commissions to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.trust.rules.shares import apportion, commission, due_on, take_from
from cessie.lib.money import Money
from cessie.terms.fees import FeeRule, FeeTerms, Tier

AMOUNTS = st.integers(0, 10**9)
ZERO = Money(0)


def rule(**terms: object) -> FeeRule:
    return FeeRule("COLLECTION_COMMISSION", "MONTH", "COLLECTED", FeeTerms(**terms), "COLLECTION")  # type: ignore[arg-type]


@given(st.lists(AMOUNTS, max_size=8), AMOUNTS)
def test_never_more_is_taken_than_is_there_nor_than_is_asked(held: list[int], asked: int) -> None:
    claims = {UUID(int=place): Money(cents) for place, cents in enumerate(held)}
    parts = take_from(claims, Money(asked))
    assert all(ZERO < part <= claims[key] for key, part in parts.items())
    assert Money.total(parts.values()) == Money(min(asked, sum(held)))


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=8))
def test_shares_sum_to_the_whole(total: int, weights: list[int]) -> None:
    parts = apportion(Money(total), [Money(weight) for weight in weights])
    assert Money.total(parts) == Money(total if sum(weights) else 0)
    assert all(part >= ZERO for part in parts)


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=6))
def test_remittances_of_a_month_take_together_what_one_would(amounts: list[int]) -> None:
    """By weeks or at once: the commission of the month is that on what came in, however often it was reckoned.

    Where more went back than came in, the rest is carried, and nothing is ever taken twice for it.
    """
    base, net, carried = ZERO, ZERO, ZERO
    for place, cents in enumerate(amounts):
        taken = commission(
            [rule(percent=Decimal(12))], collected=Money(cents), carried=carried, base_so_far=base, net_so_far=net,
            whole=place == len(amounts) - 1,
        )  # fmt: skip
        base, net, carried = base + taken.base, net + taken.net, taken.carried
        assert taken.net >= ZERO
        assert base + carried == Money(sum(amounts[: place + 1]))
        assert net >= base.percent(Decimal(12))  # what was taken before something went back is made good later


def test_minimum_once_a_month_and_tiers_on_the_months_sum() -> None:
    fee = rule(percent=Decimal(10), minimum=Money(50_00))
    week = commission([fee], collected=Money(100_00), carried=ZERO, base_so_far=ZERO, net_so_far=ZERO, whole=False)
    assert week.net == Money(10_00)
    end = commission([fee], collected=ZERO, carried=ZERO, base_so_far=week.base, net_so_far=week.net, whole=True)
    assert end.net == Money(40_00)
    tiers = (Tier(Money(1_000_00), Decimal(15)), Tier(None, Decimal(10)))
    slices = rule(tiers=tiers, tier_mode="MARGINAL")
    more = commission(
        [slices],
        collected=Money(500_00),
        carried=ZERO,
        base_so_far=Money(1_000_00),
        net_so_far=Money(150_00),
        whole=True,
    )
    assert more.net == Money(50_00)


def test_periods() -> None:
    assert due_on("WEEKLY", date(2026, 5, 24), date(2026, 6, 1)) == date(2026, 5, 31)
    assert due_on("MONTHLY", date(2026, 5, 31), date(2026, 6, 1)) is None
    assert due_on("ON_DEMAND", date(2020, 1, 1), date(2026, 6, 1)) is None
