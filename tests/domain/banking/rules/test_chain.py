"""A statement follows another only if no money can have moved in between unseen."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.banking.rules.chain import Link, begins, difference, follows
from cessie.lib.money import Money

MONDAY = Link(Money(0), Money(10_00), date(2026, 3, 2), 7)


def codes(reasons: object) -> list[str]:
    return [reason.code for reason in reasons]  # type: ignore[attr-defined]  # a tuple of reasons


@pytest.mark.parametrize(
    ("this", "found"),
    [
        (Link(Money(10_00), Money(0), date(2026, 3, 3), 8), []),
        (Link(Money(10_00), Money(0), date(2026, 3, 2), 8), []),
        (Link(Money(10_00), Money(0), date(2026, 3, 3), None), []),
        (Link(Money(10_01), Money(0), date(2026, 3, 3), 8), ["banking.gap"]),
        (Link(Money(10_00), Money(0), date(2026, 3, 3), 9), ["banking.sequence"]),
        (Link(Money(10_00), Money(0), date(2026, 3, 3), 7), ["banking.sequence"]),
        (Link(Money(10_00), Money(0), date(2026, 3, 3), 1), ["banking.sequence"]),
        (Link(Money(10_00), Money(0), date(2027, 1, 4), 1), []),
        (Link(Money(10_00), Money(0), date(2026, 3, 1), 8), ["banking.older"]),
    ],
)
def test_what_follows_monday(this: Link, found: list[str]) -> None:
    assert codes(follows(MONDAY, this)) == found


def test_the_first_statement_opens_as_the_books() -> None:
    assert begins(MONDAY, Money(0)) == ()
    assert codes(begins(MONDAY, Money(1))) == ["banking.beginning"]


def test_what_an_accepted_statement_leaves_unexplained() -> None:
    this = Link(Money(12_00), Money(20_00), date(2026, 3, 4))
    assert difference(Money(10_00), this, Money(8_00)) == Money(2_00)  # the gap before it
    assert difference(Money(12_00), this, Money(5_00)) == Money(3_00)  # what it lacks inside
    assert difference(Money(10_00), this, Money(5_00)) == Money(5_00)
