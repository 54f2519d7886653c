"""Which limit counts, and what it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cessie.domain.credit.rules.limits import Decision, Room, effective, in_force
from cessie.lib.money import Money

EUR = Money.parse
MARCH, JUNE, DECEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 12, 31)


def decision(kind: str, amount: str, valid_from: date = MARCH, until: date | None = None, hour: int = 9) -> Decision:
    return Decision(kind, EUR(amount), valid_from, until, datetime(2026, 3, 1, hour, tzinfo=UTC))  # type: ignore[arg-type]


def test_the_newest_decision_that_has_begun_counts() -> None:
    rows = [decision("own", "100"), decision("own", "50", JUNE), decision("own", "120", hour=10)]
    assert in_force(rows, "own", date(2026, 2, 28)) is None
    assert in_force(rows, "own", MARCH) == EUR("120")  # decided later the same day
    assert in_force(rows, "own", JUNE) == EUR("50")


def test_what_ran_out_does_not_bring_the_older_one_back() -> None:
    rows = [decision("own", "100000"), decision("own", "50000", JUNE, date(2026, 6, 30))]
    assert in_force(rows, "own", date(2026, 6, 30)) == EUR("50000")
    assert in_force(rows, "own", date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("own", "insured", "cover", "limit"),
    [
        ("100", "80", True, "80"),
        ("60", "80", True, "60"),
        (None, "80", True, "80"),
        ("100", None, True, None),
        ("100", None, False, "100"),
        (None, "80", False, "80"),
        ("100", "80", False, "80"),
        ("0", "80", True, "0"),
        (None, None, False, None),
    ],
)
def test_the_lower_one_counts_and_cover_must_be_there(
    own: str | None, insured: str | None, cover: bool, limit: str | None
) -> None:
    rows = [decision(kind, amount) for kind, amount in (("own", own), ("insured", insured)) if amount is not None]
    assert effective(rows, MARCH, cover_required=cover) == (None if limit is None else EUR(limit))


def test_room_is_never_below_nothing() -> None:
    assert Room(EUR("20000"), EUR("4000"), EUR("500")).room == EUR("15500")  # EX16
    assert Room(EUR("100"), EUR("90"), EUR("20")).room == Money(0)
    assert Room(None, Money(0), Money(0)).room == Money(0)
