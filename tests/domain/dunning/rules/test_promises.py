"""What a ladder promises whatever is drawn: random ladders, debtors and missed days, looked at by a slow second head.

The second head knows the law by heart in a few lines and shares nothing with ``decide``.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.faults import faults
from cessie.domain.dunning.rules.items import Decision, OpenItem, Pause, Terms
from cessie.domain.dunning.rules.ladder import TONES, Ladder, Step
from cessie.domain.dunning.rules.simulate import carried_out
from cessie.law.acts import PRESSING, Case, in_the_way
from cessie.lib.money import Money
from tests.domain.dunning.rules.made import DUE, LAW, invoice

History = list[tuple[Decision, list[OpenItem]]]
DAYS = 60


@st.composite
def ladders(draw: st.DrawFn, segment: str = "b2b", *, plain: bool = False) -> Ladder:
    """A ladder that may be switched on; ``plain``: from the due date alone, and nothing that presses."""
    steps, day, tone, told = [], -1 if draw(st.booleans()) else 0, 0, False
    for number in range(1, draw(st.integers(1, 6)) + 1):
        gap = draw(st.integers(1, 20))
        day += gap
        after = "due" if plain or number == 1 else draw(st.sampled_from(["due", "former"]))
        early = number == 1 and day <= 0
        tone = 0 if early else max(1, draw(st.integers(tone, len(TONES) - (2 if plain or not told else 1))))
        act = "message" if plain or early or not told else draw(st.sampled_from(["message", "message", "call"]))
        law = told and not plain and act == "message" and draw(st.booleans())
        days = day if after == "due" else gap
        steps.append(Step(number, days, after, act, TONES[tone], costs="law" if law else "none"))
        told = told or not early
    ladder = Ladder(
        segment, tuple(steps), Money(draw(st.sampled_from([0, 50_00]))), Money(draw(st.sampled_from([0, 100]))),
        consolidate=draw(st.booleans()), rest=1 if plain else draw(st.sampled_from([1, 4])),
    )  # fmt: skip
    return ladder if segment == "b2c" else _checked(ladder)


def _checked(ladder: Ladder) -> Ladder:
    assert faults(ladder) == ()
    return ladder


def _day(days: int | None) -> date | None:
    return None if days is None else DUE + timedelta(days=days)


pauses = st.one_of(
    st.just(()),
    st.builds(
        lambda kind, days, cents: (Pause(kind, _day(days), cents and Money(cents)),),
        st.sampled_from(["dispute", "promise", "on_its_way", "stop", "insolvency"]),
        st.one_of(st.none(), st.integers(0, 60)),
        st.one_of(st.none(), st.integers(1, 200_00)),
    ),
)


@st.composite
def debtors(draw: st.DrawFn, segment: str = "b2b", country: str | None = None) -> list[OpenItem]:
    """The invoices of one debtor, some in credit, some left alone."""
    country = country or draw(st.sampled_from(["BE", "NL", "FR", "DE"]))
    terms = Terms(
        clause=draw(st.booleans()), rate=draw(st.sampled_from([None, "maximum"])) if country == "BE" else None
    )
    if segment != "b2c":
        terms = Terms()
    return [
        invoice(
            number,
            draw(st.one_of(st.integers(1, 3_000_00), st.integers(-50_00, 0))),
            due=DUE + timedelta(days=draw(st.integers(-40, 30))),
            country=country,
            segment=segment,
            terms=terms,
            pauses=draw(pauses),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]


def run(ladder: Ladder, items: list[OpenItem], days: Any, channel: str = "post") -> History:
    """The decisions with a step, each with the invoices as they stood before it."""
    history: History = []
    for day in days:
        found = decide(ladder, items, DUE + timedelta(days=day), LAW)
        if found.step is not None:
            history.append((found, items))
        items = carried_out(ladder, items, found, channel=channel)  # type: ignore[arg-type]
        again = decide(ladder, items, DUE + timedelta(days=day), LAW)
        assert again.step is None or found.step is None, "the same day again"
        assert found.step is not None or again == found
    return history


some_days = st.sets(st.integers(-5, DAYS), min_size=1, max_size=12).map(sorted)


@settings(max_examples=40)
@given(ladders(), debtors(), some_days)
def test_a_debtor_has_at_most_one_step_a_day_with_rest_between_and_never_goes_back(ladder, items, days) -> None:
    history = run(ladder, items, days)
    on = [found.on for found, _ in history]
    assert all((later - earlier).days >= ladder.rest for earlier, later in pairwise(on))
    for found, before in history:
        by_key = {item.invoice_id: item for item in before}
        assert len({due.item.invoice_id for due in found.items}) == len(found.items)
        assert max(due.step for due in found.items if not due.rides) == found.step.number
        for due in found.items:
            item = by_key[due.item.invoice_id]
            assert due.step == item.reached if due.rides else due.step > item.reached
            assert due.interest.cents >= 0 <= due.costs.cents


@settings(max_examples=40)
@given(ladders(), debtors(), some_days)
def test_no_step_comes_before_its_time_and_nothing_paused_is_asked(ladder, items, days) -> None:
    for found, _ in run(ladder, items, days):
        left_out = {item.invoice_id for item, _ in found.left_out}
        for due in found.items:
            item, step = due.item, ladder.steps[due.step - 1]
            assert item.invoice_id not in left_out
            held = [pause for pause in item.pauses if pause.until is None or found.on <= pause.until]
            held += [pause for pause in item.pauses if pause.kind == "dispute" and pause not in held]
            assert not any(pause.amount is None or pause.kind in ("stop", "insolvency") for pause in held)
            assert due.asked.cents == item.open.cents - sum(pause.amount.cents for pause in held) > 0
            if due.rides:
                assert item.due < found.on
            elif step.after == "former":
                assert item.reached == due.step - 1
                assert (found.on - item.reached_on).days >= step.days
            else:
                assert (found.on - item.due).days >= step.days
            if step.tone == "pre_due" and not due.rides:
                assert found.on <= item.due


@settings(max_examples=40)
@given(ladders(plain=True), debtors(), some_days, st.integers(0, DAYS))
def test_a_missed_week_ends_where_each_day_would_have_in_one_message(ladder, items, days, gap) -> None:
    """For steps that count from the due date: whatever days were missed, the state after a day is the same."""
    last = gap + 7
    early = [day for day in days if day < gap]
    daily, missed = (run(ladder, items, [*early, *rest]) for rest in (range(gap, last + 1), [last]))
    assert sum(found.on >= DUE + timedelta(days=gap) for found, _ in missed) <= 1
    assert _reached(ladder, items, daily) == _reached(ladder, items, missed)


def _reached(ladder: Ladder, items: list[OpenItem], history: History) -> dict[Any, int]:
    """The step of each invoice; one before the due date says nothing afterwards."""
    reached = {item.invoice_id: 0 for item in items}
    for found, _ in history:
        reached |= {due.item.invoice_id: due.step for due in found.items if not due.rides}
    return {key: 0 if step and ladder.steps[step - 1].tone == "pre_due" else step for key, step in reached.items()}


@settings(max_examples=60)
@given(ladders("b2c"), debtors("b2c"), some_days, st.sampled_from(["post", "electronic"]))
def test_no_consumer_is_ever_pressed_before_the_law_lets_him(ladder, items, days, channel) -> None:
    first: dict[Any, date] = {}
    named: dict[Any, int] = {}
    for found, _ in run(ladder, items, days, channel):
        _lawful_by_the_guards(found)
        costs = sum(due.costs.cents for due in found.items)
        fresh = [due for due in found.items if due.item.invoice_id not in first]
        if found.step.act == "message" and found.step.tone != "pre_due":
            for due in fresh:
                if due.item.country != "DE":  # no law makes it free there
                    assert (due.costs, due.interest) == (Money(0), Money(0)), "the first reminder is free"
                first[due.item.invoice_id] = found.on
                named[due.item.invoice_id] = due.announced.cents
            assert not (fresh and costs and found.items[0].item.country in ("BE", "NL")), "and stands alone"
        _within_the_law(found, first, named, costs, channel)


def _lawful_by_the_guards(found: Decision) -> None:
    for due in found.items:
        act = "remind" if found.step.act == "message" else "collect"
        assert act in PRESSING
        over = due.item.notice is not None and (found.on - due.item.notice.sent).days > 14
        case = Case(due.item.country, due.item.segment, act, registered=True, letter_complete=True, period_over=over)
        assert in_the_way(case) == ()


def _within_the_law(found: Decision, first: dict, named: dict, costs: int, channel: str) -> None:
    country = found.items[0].item.country
    if country == "FR":
        assert costs == 0
    if country not in ("BE", "NL"):
        return
    for due in found.items:
        if due.costs.cents or due.interest.cents:
            waited = (found.on - first[due.item.invoice_id]).days
            assert waited > (14 if country == "BE" and channel == "electronic" else 16)
    if country == "NL":
        letters = {first[due.item.invoice_id] for due in found.items if due.costs.cents}
        assert costs <= sum(named[key] for key, day in first.items() if day in letters)
    elif costs:
        assert all(due.item.terms.clause for due in found.items)
        assert costs <= sum(_belgian_scale(due.asked.cents) for due in found.items)


def _belgian_scale(cents: int) -> int:
    """Damages that a clause may ask (Code of Economic Law XIX.4), and a cent for the rounding."""
    if cents <= 150_00:
        return 20_00
    return 30_00 + (cents - 150_00) // 10 + 1 if cents <= 500_00 else min(2000_00, 65_00 + (cents - 500_00) // 20 + 1)


@settings(max_examples=40)
@given(debtors(country="NL"), st.integers(21, 60))
def test_dutch_costs_are_those_of_the_sum_to_the_cent(items, days) -> None:
    ladder = Ladder("b2b", (Step(1, 7), Step(2, 21, tone="firm", costs="law")), consolidate=False)
    history = run(ladder, [invoice(0, 10_00, country="NL"), *items], [days, days + 40])
    for found, _ in history:
        principal = sum(due.asked.cents for due in found.items if due.step == 2)
        if found.step.number == 2:
            assert sum(due.costs.cents for due in found.items) == _dutch_scale(principal)


def _dutch_scale(cents: int) -> int:
    """Up to 12,000: 15 % of 2,500, 10 % of 2,500, 5 % of 5,000, 1 %; at least 40.00."""
    parts = ((250_000, 15), (250_000, 10), (500_000, 5), (10**9, 1))
    exact, left = 0, cents
    for size, percent in parts:
        exact += min(left, size) * percent
        left -= min(left, size)
    return max(40_00, (exact + 50) // 100)
