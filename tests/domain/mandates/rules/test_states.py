"""The lives of a mandate and of a collection."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.states import COLLECTION, MANDATE, ON_ITS_WAY

EVENTS = sorted({event for _, event in MANDATE.moves})


def test_every_state_that_the_trade_knows() -> None:
    assert set(MANDATE.states) == {
        "draft", "asked", "signed", "active", "paused", "blocked", "revoked", "expired",
    }  # fmt: skip


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_nothing_is_active_that_was_not_signed_and_activated(events: list[str]) -> None:
    """Whatever happens to it: after each block, an active mandate was signed and activated anew."""
    state, signed, activated = MANDATE.initial, False, False
    for event in filter(lambda event: MANDATE.allows(state, event), events):
        state = MANDATE.after(state, event)
        signed = event in ("sign", "amend") or (signed and event != "block")
        activated = event == "activate" or (activated and event not in ("block", "amend"))
        assert state != "active" or (signed and activated)


def test_the_end_is_the_end() -> None:
    for state in ("revoked", "expired"):
        assert not any(MANDATE.allows(state, event) for event in EVENTS)


def test_any_living_mandate_can_be_revoked() -> None:
    for state in set(MANDATE.states) - {"revoked", "expired"}:
        assert MANDATE.after(state, "revoke") == "revoked"


def test_money_comes_back_only_after_it_came() -> None:
    assert COLLECTION.allows("settled", "return")
    assert not COLLECTION.allows("instructed", "return")
    assert not COLLECTION.allows("returned", "settle")
    assert {COLLECTION.after("settled", "return"), "settled", "rejected", "dropped"}.isdisjoint(ON_ITS_WAY)
