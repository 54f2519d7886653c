"""May this be collected? Every reason against it, and never more than is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.may_collect import Ask, Claim, Mandate, against
from cessie.domain.mandates.rules.timing import CutOff
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MANDATE = Mandate(state="active", scheme="CORE", signed_date=date(2026, 3, 2))
CLAIM = Claim(open=Money(10_000), due=date(2026, 11, 27))
ASK = Ask(
    amount=Money(10_000), day=date(2026, 11, 27), at=NOW, cut_off=CutOff(), notified=date(2026, 11, 13), notice_days=14
)
DECEASED = Reason("mandates.deceased", "The debtor has died.")
B2B: dict[str, Any] = {"scheme": "B2B", "bank_confirmed": True}


def _codes(mandate: Mandate = MANDATE, claim: Claim = CLAIM, ask: Ask = ASK, stopped: Reason | None = None) -> set[str]:
    return {reason.code.removeprefix("mandates.") for reason in against(mandate, claim, ask, stopped=stopped)}


def test_what_is_owed_due_told_and_allowed_is_collected() -> None:
    assert against(MANDATE, CLAIM, ASK) == ()
    assert against(replace(MANDATE, **B2B), CLAIM, ASK) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "revoked", "revoked_at": NOW - timedelta(hours=1)}, "revoked"),
        ({"revoked_at": NOW - timedelta(hours=1)}, "revoked"),  # whatever the state still says
        ({"state": "signed"}, "not_active"),
        ({"state": "paused"}, "not_active"),
        ({"state": "blocked"}, "not_active"),
        ({"paused_until": date(2026, 11, 28)}, "paused"),
        ({"signed_date": date(2023, 11, 27)}, "lapsed"),
        ({"signed_date": date(2020, 1, 1), "last_collected": date(2023, 11, 27)}, "lapsed"),
        ({"signed_date": date(2026, 11, 28)}, "unsigned"),
        ({"one_off": True, "last_collected": date(2026, 10, 1)}, "used"),
        ({"limit": Money(9_999)}, "over_limit"),
        ({"account_right": False}, "account"),
        ({**B2B, "consumer_account": True}, "consumer"),
        ({**B2B, "bank_confirmed": False}, "unconfirmed"),
    ],
)
def test_a_mandate_that_does_not_allow_it(change: dict[str, Any], code: str) -> None:
    assert _codes(replace(MANDATE, **change)) == {code}


@pytest.mark.parametrize(
    "change",
    [
        {"paused_until": date(2026, 11, 27)},
        {"signed_date": date(2023, 11, 28)},
        {"signed_date": date(2020, 1, 1), "last_collected": date(2023, 11, 28)},
        {"one_off": True},
        {"limit": Money(10_000)},
        {"consumer_account": True},
    ],
)
def test_a_mandate_that_just_allows_it(change: dict[str, Any]) -> None:
    assert _codes(replace(MANDATE, **change)) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"open": Money(9_999)}, "not_owed"),
        ({"disputed": Money(1)}, "not_owed"),
        ({"planned": Money(1)}, "not_owed"),
        ({"on_its_way": Money(1)}, "not_owed"),
        ({"due": date(2026, 11, 28)}, "not_due"),
    ],
)
def test_a_claim_that_does_not_bear_it(change: dict[str, Any], code: str) -> None:
    assert _codes(claim=replace(CLAIM, **change)) == {code}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(0)}, "nothing"),
        ({"day": date(2026, 11, 28)}, "no_bank_day"),
        ({"at": datetime(2026, 11, 26, 12, tzinfo=UTC)}, "cut_off"),
        ({"notified": None}, "no_notice"),
        ({"notified": date(2026, 11, 14)}, "short_notice"),
    ],
)
def test_a_day_that_does_not_do(change: dict[str, Any], code: str) -> None:
    assert _codes(ask=replace(ASK, **change)) == {code}


def test_a_debtor_who_has_died_is_left_alone() -> None:
    assert _codes(stopped=DECEASED) == {"deceased"}


def test_every_reason_is_named() -> None:
    codes = _codes(
        replace(MANDATE, state="revoked", revoked_at=NOW, limit=Money(1)),
        replace(CLAIM, disputed=Money(5_000)),
        replace(ASK, notified=None),
        DECEASED,
    )
    assert codes == {"deceased", "revoked", "over_limit", "not_owed", "no_notice"}


CENTS = st.integers(0, 100_000).map(Money)


@given(CENTS, CENTS, CENTS, CENTS, st.integers(1, 200_000).map(Money))
def test_never_more_than_is_owed_free_and_not_on_its_way(
    open_: Money, disputed: Money, planned: Money, way: Money, amount: Money
) -> None:
    claim = Claim(open=open_, due=CLAIM.due, disputed=disputed, planned=planned, on_its_way=way)
    allowed = against(MANDATE, claim, replace(ASK, amount=amount)) == ()
    assert allowed == (amount <= open_ - disputed - planned - way)


@given(st.lists(st.integers(1, 10_000).map(Money), max_size=10))
def test_however_often_it_is_asked_no_cent_is_fetched_twice(asked: list[Money]) -> None:
    way = Money(0)
    for amount in asked:
        if not against(MANDATE, replace(CLAIM, on_its_way=way), replace(ASK, amount=amount)):
            way += amount
    assert way <= CLAIM.open
