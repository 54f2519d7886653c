"""The worked examples of the handbook, played through the public verbs and files: every entry and balance agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from cessie.config.invariants import examine
from tests.stories.examples.play import cases, family, play

#: Each example with the module of events that says it plays it.
PLAYED = sorted({name for names in family().values() for name in names})
#: Played by public verbs in rooms of their own: EX04 has no events (``test_availability.py``), EX13 is an agency's
#: (``tests/stories/test_third_party.py``).
ELSEWHERE = {"EX04", "EX13"}


def test_each_example_is_played_or_named_here() -> None:
    assert set(cases()) - set(PLAYED) == ELSEWHERE


@pytest.mark.parametrize("name", PLAYED)
def test_the_example_agrees(name: str, tmp_path: Path, db: None, store_folder: Path) -> None:
    _, differences = play(name, tmp_path)
    assert differences == []
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []


def test_a_cent_more_is_seen(tmp_path: Path, db: None, store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is no formality: a fee told a cent higher differs in its event and at the end."""
    case = cases()["EX01"]
    fee = next(facts for facts in case.events if facts["type"] == "factoring_commission")
    monkeypatch.setitem(fee["lines"][1], "credit", "423.51")
    monkeypatch.setitem(case.expected["final_balances"], "4000", "-423.51")
    _, differences = play("EX01", tmp_path)
    assert [words.split(":")[0] for words in differences] == ["EX01 event 3 factoring_commission", "EX01 end"]
