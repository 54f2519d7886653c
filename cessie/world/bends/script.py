"""Which bend begins on which day, and again how much later: every one of them in the first weeks of the play."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.world.bends import bank, claims, formats, letters, limits, names, nonpayment, papers, payments, pledge
from cessie.world.play import Bend

#: The first days are ordinary; then a bend begins every day.
FIRST = timedelta(days=3)
#: After how many days each begins again.
AGAIN = timedelta(days=49)

ROOMS = (papers, payments, nonpayment, claims, bank, formats, letters, limits, names, pledge)
STORIES = tuple(story for room in ROOMS for story in room.STORIES)


def script(first_day: date) -> list[Bend]:
    """Every bend with its first day: two begin each day, the long ones first."""
    longest_first = sorted(STORIES, key=lambda story: -story.days)
    return [
        Bend(story, first_day + FIRST + timedelta(days=place // 2), AGAIN) for place, story in enumerate(longest_first)
    ]


def counted() -> list[str]:
    """Every bend as it is counted: ``bend_`` and its name."""
    return sorted(f"bend_{name}" for story in STORIES for name in story.counts)
