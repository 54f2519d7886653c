"""The life of a signing, its codes and the chain of its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.mandate_text import B2B_RIGHTS, LANGUAGES, WORDS, text_of
from cessie.domain.mandates.rules.signing import (
    CODE_LIFE,
    SIGNING,
    TRIES,
    Happened,
    canonical,
    following,
    judge,
    unbroken,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVENTS = sorted({event for _, event in SIGNING.moves})


def _chain(kinds: list[str]) -> list[Happened]:
    events: list[Happened] = []
    for number, kind in enumerate(kinds):
        at = NOON + timedelta(seconds=number)
        events.append(following(events[-1] if events else None, kind, at, {"n": number}))
    return events


@given(st.lists(st.sampled_from(EVENTS), max_size=25))
def test_nobody_signs_without_a_code_or_who_vouches_and_the_end_is_the_end(events: list[str]) -> None:
    state, code = SIGNING.initial, False
    for event in filter(lambda event: SIGNING.allows(state, event), events):
        assert state not in ("signed", "declined", "locked")
        assert state != "expired" or event == "vouch"  # a service may tell late of what was signed in time
        state = SIGNING.after(state, event)
        code = event == "code" or (code and event != "change")
        assert state != "signed" or code or event == "vouch"


@given(st.lists(st.booleans(), max_size=12), st.integers(0, 1200))
def test_a_code_is_right_for_ten_minutes_and_five_tries(tries: list[bool], after: int) -> None:
    wrong, at = 0, NOON + timedelta(seconds=after)
    for right in tries:
        verdict = judge(right=right, sent_at=NOON, wrong_before=wrong, at=at)
        assert (verdict == "right") == (right and wrong < TRIES and at < NOON + CODE_LIFE)
        assert (verdict == "locked") == (wrong >= TRIES or (not right and wrong == TRIES - 1 and at < NOON + CODE_LIFE))
        wrong += verdict in ("wrong", "locked") and wrong < TRIES


@given(st.lists(st.text(max_size=9), min_size=2, max_size=9), st.data())
def test_no_event_is_changed_left_out_or_put_in_later(kinds: list[str], data: st.DataObject) -> None:
    events = _chain(kinds)
    assert unbroken(events)
    at = data.draw(st.integers(0, len(events) - 2))
    changed = [*events[:at], replace(events[at], data={"n": "other"}), *events[at + 1 :]]
    assert not unbroken(changed)
    assert not unbroken([*events[:at], *events[at + 1 :]])
    assert not unbroken([*events[: at + 1], events[at], *events[at + 1 :]])


def test_the_same_value_is_the_same_bytes() -> None:
    assert canonical({"b": [1, "x"], "a": None}) == canonical({"a": None, "b": [1, "x"]})


def test_each_language_says_who_is_authorised_and_which_rights_there_are() -> None:
    assert set(WORDS) == set(B2B_RIGHTS) == set(LANGUAGES)
    for language in LANGUAGES:
        core, business = (text_of(scheme, language, "Fonderie & Cie") for scheme in ("CORE", "B2B"))
        assert core[0].count("Fonderie & Cie") == 2
        assert "8" in core[1]
        assert business[1] != core[1]
