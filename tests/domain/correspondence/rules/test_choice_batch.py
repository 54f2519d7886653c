"""A batch as a whole: set-up, steps and a small machine; never dearer than any other lawful way."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.correspondence.rules.choice import Offers, choose
from cessie.domain.correspondence.rules.choice_batch import Asked, batch_cost, choose_batch
from cessie.domain.correspondence.rules.lawful import Reach
from cessie.domain.correspondence.rules.tariff import Price, Tariff
from cessie.lib.money import Money
from tests.domain.correspondence.rules.test_choice import DAY, NEED, REACH

BY_PAPER = Reach(address=True)


def offers(setup: int, steps: dict[int, int], *, machine: int = 160, most: int | None = None, mail: int = 0) -> Offers:
    """The house's machine, a print partner with a set-up and steps, and mail."""
    rows = [
        Price("email", "piece", "", 0, 1, Money(mail), DAY),
        Price("post", "piece", "", 0, 1, Money(machine), DAY),
        Price("post", "piece", "FR", 0, 1, Money(machine + 60), DAY),
        Price("print_partner", "batch", "", 0, 1, Money(setup), DAY),
        *(Price("print_partner", "piece", "", 0, n, Money(cents), DAY) for n, cents in steps.items()),
    ]
    bounds = {} if most is None else {"post": most}
    return Offers(("email", "post", "print_partner"), Tariff(rows, DAY), most=bounds)


def ways(asked: list[Asked], by: Offers) -> list[str]:
    return [choice.channel for choice in choose_batch(asked, by)]


def test_a_set_up_is_worth_it_from_the_piece_that_pays_for_it() -> None:
    by = offers(2500, {1: 110})  # 50 cents saved a piece: 50 pieces pay for it, and win nothing
    paper = Asked(NEED, BY_PAPER)
    assert set(ways([paper] * 50, by)) <= {"post", "print_partner"}
    assert set(ways([paper] * 49, by)) == {"post"}
    assert set(ways([paper] * 51, by)) == {"print_partner"}


def test_pieces_fill_a_step_up_where_that_is_cheaper_for_all() -> None:
    by = offers(0, {1: 155, 10: 90}, machine=140)
    home, abroad = Asked(NEED, BY_PAPER), Asked(replace(NEED, country="FR"), BY_PAPER)
    assert set(ways([home] * 3, by)) == {"post"}
    assert set(ways([home] * 3 + [abroad] * 7, by)) == {"print_partner"}
    few = choose_batch([home] * 10, by)
    assert few[0].why.code == "choice.batch"
    assert {each.channel: each.no.code for each in few[0].considered if each.no} == {
        "post": "choice.dearer", "email": "choice.no_email"
    }  # fmt: skip


def test_beyond_what_the_machine_takes_the_rest_goes_to_the_partner() -> None:
    by = offers(0, {1: 200}, most=5)
    found = ways([Asked(NEED, BY_PAPER)] * 8, by)
    assert (found.count("post"), found.count("print_partner")) == (5, 3)


def test_no_batch_and_one_that_nobody_can_carry_cost_nothing() -> None:
    by = offers(100, {1: 90})
    assert choose_batch([], by) == ()
    assert ways([Asked(NEED, Reach())], by) == [""]


def test_where_there_is_no_other_way_than_a_full_machine_some_wait_for_it() -> None:
    by = replace(offers(0, {1: 200}, most=2), channels=("post",))
    assert ways([Asked(NEED, BY_PAPER)] * 3, by) == ["post"] * 3


def test_wishes_bind_and_count_for_the_step() -> None:
    by = offers(0, {1: 170, 4: 100})
    wished = Asked(NEED, BY_PAPER, (("debtor", "print_partner"),))
    assert ways([wished] * 3 + [Asked(NEED, BY_PAPER)], by) == ["print_partner"] * 4
    assert ways([wished] * 2 + [Asked(NEED, BY_PAPER)], by) == ["print_partner"] * 2 + ["post"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["BE", "FR"]), st.booleans()), min_size=1, max_size=6),
    st.integers(0, 300), st.integers(80, 250), st.integers(40, 200), st.integers(2, 5),
    st.one_of(st.none(), st.integers(1, 4)), st.integers(0, 150),
)  # fmt: skip
def test_no_other_way_costs_less(
    letters: list[tuple[str, bool]], setup: int, first: int, then: int, step: int, most: int | None, mail: int
) -> None:
    by = offers(setup, {1: first, step: then}, most=most, mail=mail)
    asked = [Asked(replace(NEED, country=country), REACH if mailed else BY_PAPER) for country, mailed in letters]
    found = batch_cost(choose_batch(asked, by), by.tariff)
    assert abs(found - least(asked, by)) < Fraction(1, 1000)


def least(asked: list[Asked], by: Offers) -> Fraction:
    """The least cost of every way, tried one by one, with the prices of its numbers and the follow-up of each piece."""
    alone = [choose(each.need, each.reach, by) for each in asked]
    follows = [
        {c.channel: c.expected - c.price.cents for c in choice.considered if c.expected is not None and c.price}
        | {c.channel: c.expected for c in choice.considered if c.expected is not None and c.price == Money(0)}
        for choice in alone
    ]
    best = None
    for way in product(*(list(each) for each in follows)):
        counts = {channel: way.count(channel) for channel in way}
        if counts.get("post", 0) > by.most.get("post", 99):
            continue
        total = Fraction(sum(by.tariff.batch(channel, pieces=n).cents for channel, n in counts.items()))  # type: ignore[arg-type]
        for channel, follow, each in zip(way, follows, asked, strict=True):
            price = by.tariff.piece(channel, country=each.need.country, grams=20, pages=1, pieces=counts[channel])
            total += follow[channel] + (price.cents if price else 0)
        best = total if best is None else min(best, total)
    assert best is not None
    return best
