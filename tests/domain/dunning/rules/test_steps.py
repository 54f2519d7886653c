"""The days after each step, over all channels and words."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from cessie.domain.dunning.rules.learning import Outcome, Way
from cessie.domain.dunning.rules.steps import by_step

SENT = date(2026, 3, 2)


def after(step: int, days: int | None, channel: str = "email", segment: str = "b2b") -> Outcome:
    paid = SENT + timedelta(days=days) if days is not None else None
    return Outcome(UUID(int=step), segment, step, Way(channel=channel), SENT, SENT + timedelta(days=40), paid)


def test_each_step_counts_all_its_ways_in_the_order_of_the_ladder() -> None:
    found = by_step([after(2, None), after(1, 3), after(1, 5, "post"), after(1, 30), after(1, 2, segment="b2c")])
    assert [(each.segment, each.step, each.messages) for each in found] == [("b2b", 1, 3), ("b2b", 2, 1), ("b2c", 1, 1)]
    first, open_, _ = found
    assert (first.days.day, first.soon.paid, first.soon.of) == (5, 2, 3)
    assert (open_.days.day, open_.soon.paid, open_.soon.of) == (None, 0, 1), "nobody paid: no day is made up"
    assert by_step([]) == ()
