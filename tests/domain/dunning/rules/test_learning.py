"""What worked, with what certainty: against exact coverage, known curves, and worlds whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from math import comb
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.dunning.rules.intervals import difference, median_days, median_span, share
from cessie.domain.dunning.rules.ladder import SEGMENTS, Ladder
from cessie.domain.dunning.rules.learning import (
    ENOUGH,
    Outcome,
    Way,
    chosen,
    controlled,
    drawn,
    results,
    suggest,
)
from cessie.domain.dunning.rules.presets import preset

SENT, MAIL, TEXT = date(2026, 3, 2), Way("email"), Way("sms")
SECOND, MORNING, AFTERNOON = Way(wording="c8f4519d"), Way(part="morning"), Way(part="afternoon")


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81/263, 15/148, 0/20 and 1/29 (to three places, here rounded outwards).
    assert [(share(*of).low, share(*of).high) for of in ((81, 263), (15, 148), (0, 20), (1, 29))] == [
        (255, 367), (62, 161), (0, 162), (6, 172),
    ]  # fmt: skip


def test_newcombes_difference_is_the_published_one() -> None:
    # Newcombe 1998, of two, table II, method 10: 56/70 - 48/80 is .0524 to .3339; 9/10 - 3/10 is .1705 to .8090.
    first, second = difference(share(56, 70), share(48, 80)), difference(share(9, 10), share(3, 10))
    assert (first.by, first.low, first.high, first.sure) == (200, 52, 334, True)
    assert (second.low, second.high) == (170, 810)


@pytest.mark.parametrize(("of", "truth"), [(20, 0.3), (60, 0.1), (100, 0.7)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(of: int, truth: float) -> None:
    held = 0.0
    for paid in range(of + 1):
        found = share(paid, of)
        if found.low <= truth * 1000 <= found.high:
            held += comb(of, paid) * truth**paid * (1 - truth) ** (of - paid)
    assert held > 0.93


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_shares_and_differences_keep_their_order(a: int, b: int, c: int, d: int) -> None:
    one, other = share(min(a, b), max(a, b)), share(min(c, d), max(c, d))
    assert 0 <= one.low <= (one.thousandths if one.of else one.low) <= one.high <= 1000
    found, back = difference(one, other), difference(other, one)
    assert -1000 <= found.low <= found.by <= found.high <= 1000
    assert (back.low, back.high) == (-found.high, -found.low)


def test_no_share_of_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="no share"):
        share(3, 2)


def test_the_median_counts_those_still_open() -> None:
    # Of five, two left at 3 and 6 days unpaid: survival 4/5, then 4/5 * 2/3, then half of that.
    lives = [(2, True), (3, False), (5, True), (6, False), (9, True)]
    assert median_days(lives) == 9
    assert median_days([(2, True), (8, False), (8, False)]) is None
    assert median_days([]) is None


@given(st.lists(st.integers(0, 60), min_size=1))
def test_without_anything_open_it_is_the_plain_median(days: list[int]) -> None:
    assert median_days((each, True) for each in days) == sorted(days)[(len(days) - 1) // 2]


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=80))
def test_the_median_lies_in_its_interval(lives: list[tuple[int, bool]]) -> None:
    span = median_span(lives)
    assert span.day == median_days(lives)
    if span.day is not None:
        assert span.low is not None
        assert span.low <= span.day
        assert span.high is None or span.day <= span.high


def test_the_interval_of_a_median_holds_the_truth_about_as_often_as_it_says() -> None:
    draw, held = Random(7), 0  # noqa: S311 - a made-up world
    for _ in range(400):
        lives = [(min(day, 50), day <= 50) for day in (int(draw.expovariate(1 / 20)) for _ in range(60))]
        span = median_span(lives)
        held += span.low is not None and span.low <= 13 and (span.high is None or span.high >= 13)  # 20 ln 2 = 13.9
    assert 0.91 <= held / 400 <= 0.99, held


def test_the_control_group_is_a_tenth_and_stays() -> None:
    keys = [UUID(int=Random(n).getrandbits(128)) for n in range(4000)]  # noqa: S311 - made-up debtors
    group = [key for key in keys if controlled(key)]
    assert 330 < len(group) < 470
    assert group == [key for key in keys if controlled(key)]
    halves = sum(drawn(key, "trial:b2c:1") < 500 for key in group)
    assert 0.4 < halves / len(group) < 0.6, "who is in the group says nothing about another lot"


def played(seed: int, debtors: int, *, mail: float, text: float, own: float) -> list[Outcome]:
    """A world in which each way is paid within 14 days with the chance given, else in 30 days or never."""
    chance = Random(seed)  # noqa: S311 - a made-up world, the same in every run
    outcomes = []
    for _ in range(debtors):
        key = UUID(int=chance.getrandbits(128))
        way = Way() if controlled(key) else chance.choice([MAIL, TEXT])
        soon = chance.random() < {MAIL: mail, TEXT: text, Way(): own}[way]
        days = chance.randint(0, 14) if soon else 30
        paid = SENT + timedelta(days=days) if soon or chance.random() < 0.5 else None
        outcomes.append(Outcome(key, "b2c", 1, way, SENT, SENT + timedelta(days=40), paid))
    return outcomes


def test_what_is_truly_better_is_found_and_proposed() -> None:
    found = results(played(1, 6000, mail=0.6, text=0.4, own=0.4))
    by_way = {result.way: result for result in found}
    assert by_way[MAIL].better is True
    assert by_way[TEXT].better is None
    assert by_way[MAIL].more.low <= 200 <= by_way[MAIL].more.high
    assert by_way[MAIL].said.code == "dunning.sooner"
    assert by_way[TEXT].said.code == "dunning.no_difference"
    assert suggest(found)["b2c", 1].way == MAIL
    median = by_way[MAIL].median
    assert median is not None
    assert median < 14


def test_what_is_worse_is_said_and_never_proposed() -> None:
    (result,) = [one for one in results(played(2, 4000, mail=0.2, text=0.2, own=0.5)) if one.way == MAIL]
    assert (result.better, result.said.code) == (False, "dunning.later")
    assert suggest([result]) == {}


def test_where_nothing_differs_it_is_seldom_claimed_that_something_does() -> None:
    claims = [
        one for seed in range(25) for one in results(played(seed, 1000, mail=0.4, text=0.4, own=0.4)) if one.better
    ]
    assert len(claims) <= 4, "50 comparisons, of which one in forty may be wrong on this side"


def test_few_say_nothing() -> None:
    found = results(played(3, 300, mail=1.0, text=0.0, own=0.0))
    assert found
    assert all(one.better is None and one.said.code == "dunning.too_few" for one in found)
    assert all(str(ENOUGH) in one.said.in_words() for one in found)


def test_who_may_yet_pay_counts_in_the_median_alone() -> None:
    key = next(UUID(int=n) for n in range(100) if not controlled(UUID(int=n)))
    watched = Outcome(key, "b2c", 1, MAIL, SENT, SENT + timedelta(days=13))
    later = Outcome(key, "b2c", 1, MAIL, SENT, SENT + timedelta(days=14), SENT + timedelta(days=20))
    (result,) = results([watched, later])
    assert (result.soon.paid, result.soon.of, result.median) == (0, 1, None)


def world(seed: int, debtors: int, chances: dict[Way, float]) -> list[Outcome]:
    """A world of lots as a ladder draws them: who is paid soon depends on his way alone, with the chance given."""
    chance, ways = Random(seed), [way for way in chances if way != Way()]  # noqa: S311 - a made-up world
    outcomes = []
    for _ in range(debtors):
        key = UUID(int=chance.getrandbits(128))
        choice = chosen(key, "b2c", 1, ways, ())
        if choice.lot not in ("control", "trial"):
            continue  # what was not drawn is no evidence
        paid = SENT + timedelta(days=chance.randint(0, 14)) if chance.random() < chances[choice.way] else None
        outcomes.append(Outcome(key, "b2c", 1, choice.way, SENT, SENT + timedelta(days=40), paid))
    return outcomes


FOUND = results(world(1, 6000, {Way(): 0.3, MAIL: 0.7, SECOND: 0.7, AFTERNOON: 0.3}), lots=True)


def keys(count: int) -> list[UUID]:
    return [UUID(int=Random(n).getrandbits(128)) for n in range(count)]  # noqa: S311 - made-up debtors


def test_the_true_best_of_each_thing_that_a_lot_changes_is_found_and_chosen() -> None:
    truth = {Way(): 0.4, MAIL: 0.4, TEXT: 0.65, SECOND: 0.6, MORNING: 0.62, AFTERNOON: 0.35}
    found = results(world(1, 12_000, truth), lots=True)
    assert {result.way for result in found if result.better} == {TEXT, SECOND, MORNING}
    choices = {chosen(key, "b2c", 1, list(truth)[1:], found).way for key in keys(300)}
    assert Way("sms", SECOND.wording, part="morning") in choices
    learned = [chosen(key, "b2c", 1, list(truth)[1:], found) for key in keys(300)]
    assert {each.way for each in learned if each.lot == "learned"} == {Way("sms", SECOND.wording, part="morning")}
    assert all(len(each.reasons) == (3 if each.lot == "learned" else 1) for each in learned)
    # What may not be chosen any more (another text came, a part was taken out) is not chosen, whatever it did.
    other = [chosen(key, "b2c", 1, [MAIL, Way(wording="another0")], found) for key in keys(300)]
    assert {each.lot for each in other} == {"control", "trial", "own"}


def test_where_nothing_is_better_nothing_is_chosen() -> None:
    same = dict.fromkeys((Way(), MAIL, TEXT, SECOND, MORNING, AFTERNOON), 0.4)
    wrong = [seed for seed in range(40) if any(one.better for one in results(world(seed, 3000, same), lots=True))]
    assert len(wrong) <= 2, wrong  # half of one in a hundred looks
    found = results(world(1, 3000, same), lots=True)
    assert {chosen(key, "b2c", 1, list(same)[1:], found).lot for key in keys(200)} == {"control", "trial", "own"}


def test_a_way_is_held_against_the_control_group_of_its_own_time_only() -> None:
    """In a good year everybody paid: a wording that came after it is not blamed for that."""
    later = world(4, 9000, {Way(): 0.3, SECOND: 0.3})
    before = [
        replace(
            row, sent=SENT - timedelta(days=200), until=SENT - timedelta(days=150), paid_on=SENT - timedelta(days=199)
        )
        for row in world(5, 9000, {Way(): 1.0, SECOND: 1.0})
        if row.way == Way()
    ]
    (result,) = results([*before, *later], lots=True)
    assert (result.better, result.said.code) == (None, "dunning.no_difference")
    assert result.control.of == sum(row.way == Way() for row in later)
    (mixed,) = results([*before, *later])
    assert mixed.better is False


@given(
    key=st.uuids(),
    ways=st.lists(st.sampled_from([MAIL, TEXT, SECOND, MORNING, AFTERNOON]), unique=True),
    segment=st.sampled_from(SEGMENTS),
    step=st.integers(1, 9),
)
def test_a_lot_changes_one_thing_the_control_group_nothing_and_asking_again_the_same(
    key: UUID, ways: list[Way], segment: str, step: int
) -> None:
    choice = chosen(key, segment, step, ways, FOUND)
    assert choice == chosen(key, segment, step, ways[::-1], FOUND)
    assert (choice.lot == "control") is controlled(key)
    assert choice.reasons
    if choice.lot == "trial":
        assert choice.way in ways
        assert len(choice.way.changes) == 1
    elif choice.lot == "learned":
        surely = {result.way for result in FOUND if result.better and (result.segment, result.step) == (segment, step)}
        assert {name: getattr(way, name) for way in surely & set(ways) for name in way.changes}.items() <= {
            name: getattr(choice.way, name) for name in choice.way.changes
        }.items()
    else:
        assert choice.way == Way()


def test_a_fifth_tries_and_each_way_as_often_as_the_others() -> None:
    ways, lots = (
        [MAIL, TEXT, SECOND, MORNING],
        [chosen(key, "b2c", 1, [MAIL, TEXT, SECOND, MORNING], ()) for key in keys(4000)],
    )
    tried = {way: sum(each.way == way for each in lots) for way in ways}
    assert 600 < sum(tried.values()) < 850
    assert max(tried.values()) < 1.4 * min(tried.values())


def test_a_ladder_learns_only_where_its_creditor_says_so() -> None:
    """Off by default, in every preset, and in what was kept before there was a switch."""
    for country, segment in product(("BE", "NL", "FR"), SEGMENTS):
        kept = preset(country, segment).to_json()
        assert kept.pop("learns") is False
        assert Ladder.from_json(kept).learns is False
    assert Ladder.from_json({**kept, "learns": True}).learns is True
    assert Ladder.from_json({**kept, "learns": "yes"}).learns is False
