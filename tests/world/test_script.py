"""The programme of the bends: each is begun in the first weeks, so that three months show the longest to its end."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from cessie.world.bends.script import STORIES, names, script

FIRST = date(2026, 3, 2)


def test_every_story_begins_early_enough_to_end_within_three_months() -> None:
    for bend in script(FIRST):
        assert FIRST < bend.first < FIRST + timedelta(days=30)
        assert bend.first + timedelta(days=bend.story.days) < FIRST + timedelta(days=85), bend.story.begin.__name__


def test_every_story_is_counted_under_a_name_of_its_own() -> None:
    assert all(story.counts for story in STORIES)
    assert Counter(names()).most_common(1)[0][1] == 1
