"""Reasons against funding: M01, M02, M03, M27, M34."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cessie.domain.credit.rules.checks import Facts, checks
from cessie.domain.credit.rules.limits import Room
from cessie.lib.money import Money

EUR = Money.parse
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FINE = Facts(
    face=EUR("10000"),
    debtor=Room(EUR("20000"), EUR("4000"), EUR("6000")),
    cover_required=True,
    over_limit="HOLD",
    advance_rate=Decimal(90),
    facility=EUR("50000"),
    facility_room=EUR("9000"),
    client_debt=EUR("250"),
    arrears_tolerance=EUR("250"),
    account_since=None,
    account_change_days=5,
)


def found(**changes: Any) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in checks(replace(FINE, **changes), AT)]


def test_of_an_insolvent_debtor_two_people_say_whether_it_is_bought() -> None:
    assert found(insolvent=True) == [("M24.insolvent", "hold")]
    (one,) = checks(replace(FINE, insolvent=True), AT)
    assert one.people == 2


def test_what_just_fits_is_fine() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("room", "code"),
    [
        (None, "credit.debtor_unknown"),
        (Room(None, Money(0), Money(0)), "credit.no_limit"),
        (Room(Money(0), Money(0), Money(0)), "credit.debtor_refused"),
    ],
)
def test_m01_without_an_approved_debtor(room: Room | None, code: str) -> None:
    (one,) = checks(replace(FINE, debtor=room), AT)
    assert (one.code, one.severity, one.reason.code) == ("M01", "hold", code)


def test_m01_says_which_limit_is_missing() -> None:
    missing = Room(None, Money(0), Money(0))
    words = [checks(replace(FINE, debtor=missing, cover_required=c), AT)[0].reason.message for c in (True, False)]
    assert "insurer" in words[0]
    assert "insurer" not in words[1]


@pytest.mark.parametrize(
    ("policy", "taken", "severity"),
    [
        ("HOLD", "10000.01", "hold"),
        ("PARTIAL", "10000.01", "note"),
        ("PARTIAL", "20000", "hold"),
        ("UNAPPROVED", "20000", "note"),
        ("REJECT", "10000.01", "reject"),
    ],
)
def test_m02_above_the_limit_as_the_contract_says(policy: str, taken: str, severity: str) -> None:
    above = found(debtor=Room(EUR("20000"), EUR(taken), Money(0)), over_limit=policy)
    assert above == [("M02", severity)]


def test_m03_above_the_facility_counts_what_would_be_financed() -> None:
    assert found(facility_room=EUR("8999.99")) == [("M03", "hold")]
    partly = Room(EUR("5000"), Money(0), Money(0))
    assert found(facility_room=EUR("4500"), debtor=partly, over_limit="PARTIAL") == [("M02", "note")]
    assert found(facility_room=None) == []


def test_m27_a_client_who_owes_more_than_a_trifle() -> None:
    assert found(client_debt=EUR("250.01")) == [("M27", "hold")]


def test_m34_an_account_that_changed_lately_needs_two_people() -> None:
    (one,) = checks(replace(FINE, account_since=AT - timedelta(days=5) + timedelta(seconds=1)), AT)
    assert (one.code, one.severity, one.people) == ("M34", "hold", 2)
    assert found(account_since=AT - timedelta(days=5)) == []


def test_all_reasons_are_told_together_in_words() -> None:
    every = checks(
        replace(
            FINE,
            debtor=Room(EUR("1"), Money(0), Money(0)),
            facility_room=Money(0),
            client_debt=EUR("999"),
            account_since=AT,
        ),
        AT,
    )
    assert [f.code for f in every] == ["M02", "M03", "M27", "M34"]
    assert all("{" not in f.reason.in_words() for f in every)
