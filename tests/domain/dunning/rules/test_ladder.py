"""A ladder is kept as JSON and read back as it was; what is no ladder is refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.dunning.rules.made import BUSINESS

WHOLE = Ladder(
    "vip",
    (Step(1, -5, tone="pre_due", channel="email", text="Beste {name}"), Step(2, 7), Step(3, 9, after="former")),
    minimum=Money(5_00),
    minimum_item=Money(1_00),
    quiet=(("12-24", "01-02"),),
    consolidate=False,
    rest=4,
)


def test_a_ladder_survives_its_json() -> None:
    for ladder in (WHOLE, BUSINESS):
        assert Ladder.from_json(json.loads(json.dumps(ladder.to_json()))) == ladder


def test_the_earliest_day_of_each_step() -> None:
    assert [WHOLE.earliest(number) for number in (1, 2, 3)] == [-5, 7, 16]


def test_no_step_has_the_number_nought() -> None:
    assert (WHOLE.step(0), WHOLE.step(4)) == (None, None)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("segment",), "b2x"),
        (("steps", 0, "days"), "7"),
        (("steps", 0, "days"), True),
        (("steps", 0, "tone"), "rude"),
        (("steps", 0, "act"), None),
        (("steps", 1, "number"), 7),
        (("steps",), 3),
        (("minimum_cents",), 1.5),
        (("quiet",), [["12-24"]]),
        (("rest",), None),
    ],
)
def test_what_is_no_ladder_is_refused(place: tuple[Any, ...], value: object) -> None:
    entry: Any = copy.deepcopy(WHOLE.to_json())
    at = entry
    for part in place[:-1]:
        at = at[part]
    at[place[-1]] = value
    with pytest.raises(Refusal) as no:
        Ladder.from_json(entry)
    assert no.value.code == "dunning.unreadable"
