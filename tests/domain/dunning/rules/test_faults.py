"""A ladder that could do wrong is not switched on, and says which step is wrong; the presets can do none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cessie.domain.dunning.rules.faults import faults
from cessie.domain.dunning.rules.ladder import SEGMENTS, Ladder, Step
from cessie.domain.dunning.rules.presets import preset
from cessie.lib.money import Money
from tests.domain.dunning.rules.made import BUSINESS, CONSUMER

FIRST = Step(1, 7)


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("country", ["BE", "NL", "FR", "LU", "DE", "ES"])
def test_every_preset_may_be_switched_on(country: str, segment: str) -> None:
    ladder = preset(country, segment)  # type: ignore[arg-type]
    assert faults(ladder, country) == ()
    assert ladder.segment == segment


def test_the_ladders_of_the_tests_are_right() -> None:
    assert faults(BUSINESS, "BE") == faults(CONSUMER, "BE") == faults(CONSUMER, "NL") == ()


@pytest.mark.parametrize(
    ("steps", "code", "step"),
    [
        ((), "dunning.steps", None),
        (tuple(Step(n, n) for n in range(1, 22)), "dunning.steps", None),
        ((Step(2, 7),), "dunning.number", 2),
        ((Step(1, 7, "former"),), "dunning.no_former", 1),
        ((FIRST, Step(2, 0, "former")), "dunning.same_day", 2),
        ((Step(1, 1096),), "dunning.days", 1),
        ((Step(1, -61, tone="pre_due"),), "dunning.days", 1),
        ((FIRST, Step(2, 7)), "dunning.order", 2),
        ((FIRST, Step(2, 10, "former"), Step(3, 17)), "dunning.order", 3),
        ((Step(1, 7, tone="firm"), Step(2, 14)), "dunning.tone", 2),
        ((FIRST, Step(2, 9, act="hand_over"), Step(3, 12)), "dunning.after_hand_over", 3),
        ((Step(1, 0),), "dunning.pre_due", 1),
        ((Step(1, 1, tone="pre_due"),), "dunning.pre_due", 1),
        ((Step(1, -1, act="call", tone="pre_due"),), "dunning.pre_due_act", 1),
        ((FIRST, Step(2, 9, act="call", costs="law")), "dunning.costs_unsaid", 2),
        ((Step(1, -1, tone="pre_due"), Step(2, 9, costs="law")), "dunning.costs_first", 2),
        ((Step(1, 9, act="hand_over"),), "dunning.press_first", 1),
        ((Step(1, 9, tone="default_notice"),), "dunning.press_first", 1),
        ((Step(1, 9, text="x" * 4001),), "dunning.text", 1),
    ],
)
def test_a_wrong_ladder_says_what_and_where(steps: tuple[Step, ...], code: str, step: int | None) -> None:
    found = {fault.code: fault for fault in faults(Ladder("b2b", steps))}
    assert code in found
    assert found[code].facts.get("step") == step
    assert found[code].in_words()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"minimum": Money(-1)}, "dunning.minimum"),
        ({"minimum_item": Money(1, "USD")}, "dunning.currencies"),
        ({"rest": 0}, "dunning.rest_days"),
        ({"quiet": (("12-24", "13-02"),)}, "dunning.quiet_days"),
    ],
)
def test_a_wrong_frame_is_a_fault(changes: dict, code: str) -> None:
    assert [fault.code for fault in faults(replace(BUSINESS, **changes))] == [code]


@pytest.mark.parametrize(
    ("country", "step", "guard"),
    [
        ("BE", Step(2, 14, "former", costs="law"), "LAW-BE-02"),
        ("NL", Step(2, 14, "former", costs="law"), "LAW-NL-01"),
        ("", Step(2, 14, "former", costs="law"), "LAW-BE-02"),
        ("BE", Step(2, 10, "former", act="call"), "LAW-BE-02"),
        ("FR", Step(2, 60, "former", costs="law"), "LAW-FR-02"),
    ],
)
def test_what_a_consumers_law_makes_impossible_is_told_at_the_desk(country: str, step: Step, guard: str) -> None:
    (fault,) = faults(Ladder("b2c", (FIRST, step)), country)
    assert fault.facts["guard"] == guard
    assert faults(Ladder("b2b", (FIRST, step)), country) == ()


def test_a_dutch_consumer_may_be_called_within_the_period() -> None:
    assert faults(Ladder("b2c", (FIRST, Step(2, 10, "former", act="call"))), "NL") == ()
