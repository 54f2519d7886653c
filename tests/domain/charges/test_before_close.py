"""A month is not closed before the bank has told all of it: a line that comes later could not be booked any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cessie.domain.charges.before_close import stands_in_the_way, worth_knowing
from cessie.ledger import period
from tests.bank_files import Row
from tests.domain.conftest import store_folder
from tests.stories.road import build, moment

__all__ = ["store_folder"]
LAST = date(2026, 5, 31)  # a Sunday: the bank's last day is the 29th


def test_the_statements_must_reach_the_last_bank_day(db: None, store_folder: Path, tmp_path: Path) -> None:
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    assert "month.not_reached" not in codes(), "no account has a statement yet"
    road.bank_day(date(2026, 4, 28), Row(10_00, text="?"))
    assert "month.not_reached" not in codes(), "an account may rest"
    assert "month.still" in {reason.code for reason in worth_knowing(LAST)}
    road.bank_day(date(2026, 5, 28), Row(10_00, text="?"))
    assert "month.not_reached" in codes()
    road.bank_day(date(2026, 5, 29), Row(10_00, text="?"))
    assert "month.not_reached" not in codes()
    assert "month.still" not in {reason.code for reason in worth_knowing(LAST)}


def test_months_end_in_their_order(db: None, store_folder: Path, tmp_path: Path) -> None:
    """Fees of a month that is passed over could never be charged: its books are closed with those of the next."""
    build(tmp_path, advance=90, fee="3.5", minimum=0)
    assert "month.earlier" in codes(), "the books begin in January"
    period.close(month=date(2026, 3, 1), by="test", at=moment(LAST))
    assert "month.earlier" in codes(), "April is open"
    period.close(month=date(2026, 4, 1), by="test", at=moment(LAST))
    assert "month.earlier" not in codes()


def codes() -> set[str]:
    return {reason.code for reason in stands_in_the_way(LAST)}
