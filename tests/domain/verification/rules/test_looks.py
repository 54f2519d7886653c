"""Ledgers made up, good and bad: the good one raises nothing, each bad one what was done to it."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.domain.verification.rules.looks import (
    Line,
    Period,
    aged,
    credited_after,
    drifted,
    fresh_air,
    large_at_once,
)

END = date(2026, 3, 31)


def line(n: int, *, cents: int = 0, issued: date | None = None, number: str = "") -> Line:
    """The n-th document of an honest ledger: odd amounts, one a day, thirty days to pay."""
    day = issued or END - timedelta(days=n % 60)
    return Line(number or f"F{n}", day, day + timedelta(days=30), cents or 1_213_37 + 417 * n)


GOOD = [line(n) for n in range(40)]
STEADY = [Period(invoices=500_000_00, credit_notes=5_000_00, cash=480_000_00, closing=900_000_00)] * 9


def test_an_honest_ledger_raises_nothing() -> None:
    later = [*GOOD[10:], *(line(n) for n in range(60, 80))]
    assert list(aged("D", GOOD, later)) == []
    assert list(large_at_once("D", GOOD, later, 10**9)) == []
    assert list(fresh_air(GOOD, END)) == []
    assert list(drifted(STEADY)) == []
    assert list(credited_after(GOOD, [line(99, cents=-1, issued=END + timedelta(days=1))], END)) == []


def test_a_moved_due_day_holds_and_a_new_number_for_the_same_debt_is_seen() -> None:
    moved = GOOD[3]._replace(due=GOOD[3].due + timedelta(days=60))
    issued = GOOD[5].due + timedelta(days=1)
    renamed = GOOD[5]._replace(number="G5", issued=issued, due=issued + timedelta(days=45))
    kept = [one for n, one in enumerate(GOOD) if n not in (3, 5)]
    found = list(aged("D", GOOD, [*kept, moved, renamed]))
    assert [(s.rule, s.severity, s.number) for s in found] == [
        ("F06.aged", "hold", "F3"), ("F06.renumbered", "note", "G5"),
    ]  # fmt: skip
    assert len(list(aged("D", GOOD, [*kept, GOOD[3], renamed], settled=["F5"]))) == 0, "it was paid: a new sale"
    earlier = GOOD[3]._replace(due=GOOD[3].due - timedelta(days=5))
    assert list(aged("D", GOOD, [*kept, earlier])) == [], "to ask for money sooner hides nothing"


def test_air() -> None:
    crowded = [line(n, issued=END - timedelta(days=n % 2)) for n in range(30)]
    whole = [line(n, cents=1_000_00 * (n + 1)) for n in range(30)]
    assert [s.rule for s in fresh_air(crowded, END)] == ["F11.ledger"]
    assert [s.rule for s in fresh_air(whole, END)] == ["F19.ledger"]
    assert list(fresh_air(crowded[:19], END)) == [], "of few nothing is said"
    assert [s.rule for s in large_at_once("N", [], [line(1, cents=90_000_00)], 500_000_00)] == ["F04.large"]
    assert list(large_at_once("N", [], [line(1, cents=24_999_99)], 100_00)) == []
    back = Line("C1", END + timedelta(days=2), END, -GOOD[1].cents)
    assert [s.number for s in credited_after(GOOD, [back], END)] == ["F1"]


def test_credit_notes_that_grow_and_cash_that_goes_elsewhere() -> None:
    diluted = [*STEADY[:6], *[Period(500_000_00, 20_000_00, 480_000_00, 900_000_00)] * 3]
    diverted = [*STEADY[:6], *[Period(500_000_00, 5_000_00, 100_000_00, 1_300_000_00)] * 3]
    assert [s.rule for s in drifted(diluted)] == ["F25.ledger"]
    assert [s.rule for s in drifted(diverted)] == ["F09.ledger"]
    assert list(drifted(diverted[4:])) == [], "three ledgers before are needed to know what is usual"
