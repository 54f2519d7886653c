"""The programme of the bends: each is begun in the first weeks, so that three months show the longest to its end."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

from cessie.world import bends
from cessie.world.bends.script import ROOMS, STORIES, counted, script

FIRST = date(2026, 3, 2)
FOLDER = Path(bends.__file__).parent


def test_every_story_begins_early_enough_to_end_within_three_months() -> None:
    for bend in script(FIRST):
        assert FIRST < bend.first < FIRST + timedelta(days=30)
        assert bend.first + timedelta(days=bend.story.days) < FIRST + timedelta(days=85), bend.story.begin.__name__


def test_every_story_is_counted_under_a_name_of_its_own() -> None:
    assert all(story.counts for story in STORIES)
    assert Counter(counted()).most_common(1)[0][1] == 1


def test_every_room_of_bends_is_on_the_programme() -> None:
    found = {path.stem for path in FOLDER.glob("*.py") if "STORIES" in path.read_text("utf-8")} - {"script"}
    assert {import_module(f"cessie.world.bends.{name}") for name in found} == set(ROOMS)


def test_every_bend_has_its_actor() -> None:
    """Each name under which a story is counted is counted somewhere in the rooms; none is counted without a story."""
    said = {f"bend_{name}" for path in FOLDER.glob("*.py") for name in _words(ast.parse(path.read_text("utf-8")))}
    assert set(counted()) - said == set(), "a story that nobody plays"
    named = {f"bend_{name}" for path in FOLDER.glob("*.py") for name in _counts(ast.parse(path.read_text("utf-8")))}
    assert named - set(counted()) == set(), "played, but on no programme"


def _words(tree: ast.AST) -> Iterator[str]:
    """Texts handed to anything that is called but ``Story``, which only announces them."""
    for call in _calls(tree):
        if not (isinstance(call.func, ast.Name) and call.func.id == "Story"):
            yield from (each.value for each in call.args if _is_text(each))  # type: ignore[attr-defined]  # a text


def _counts(tree: ast.AST) -> Iterator[str]:
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "count" and call.args and _is_text(call.args[0]):
            yield call.args[0].value  # type: ignore[attr-defined]  # a text


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
