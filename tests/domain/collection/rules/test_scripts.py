"""What is said on the telephone: in each language, phase, country and segment, and never of a debt to another."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, get_args

import pytest

from cessie.domain.collection.models import RESULTS
from cessie.domain.collection.rules.scripts import ENDS, LANGUAGES, Call, Phase, phase_of, script
from cessie.law.facts import Segment
from cessie.lib.money import Money

BASE: dict[str, Any] = {
    "agent": "Kim", "house": "Incasso BV", "debtor": "Jan Jansen", "creditor": "Bakkerij BV",
    "asked": Money(1_250_50), "since": date(2026, 3, 1), "pay_by": date(2026, 6, 9),
}  # fmt: skip
PHASES: dict[str, dict[str, Any]] = {
    "first": {},
    "later": {"reached": 1},
    "broken": {"broken": 1, "tone": "last"},
    "last": {"tone": "last"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_is_whole_and_begins_with_who_it_is(language: str) -> None:
    for (phase, more), country, segment in product(PHASES.items(), ("BE", "NL", "FR", "DE"), get_args(Segment)):
        call = Call(country, segment, **BASE | more)
        found = script(call, language)
        assert (found.phase, phase_of(call)) == (phase, phase)
        first, *rest = found.says
        assert "Jan Jansen" in first
        assert "Bakkerij" not in first, "nothing of a debt before he is known"
        assert "1" in rest[0]
        assert not any("{" in text for text in (*found.says, *(words for _, words in found.ends)))
        assert len(found.says) == 4
    assert set(PHASES) == set(get_args(Phase))


def test_every_outcome_has_its_words_and_money_is_said_as_it_is_there() -> None:
    assert set(ENDS) == set(RESULTS)
    said = {language: script(Call("BE", "b2c", **BASE), language).says[1] for language in LANGUAGES}
    assert "1.250,50 euro" in said["nl"]
    assert "1\u202f250,50 euros" in said["fr"]
    assert "1,250.50 euro" in said["en"]
    assert script(Call("DE", "b2b", **BASE), "de").language == "en"
