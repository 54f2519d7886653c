"""Months of the play end in their order, late ones in one morning; one that nobody ends is an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.banking.models import Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.charges.models import MonthEnd
from cessie.domain.parties.models import Company
from cessie.ledger.period import closed_until
from cessie.lib.money import Money
from cessie.world.belgian_bank import BelgianBank
from cessie.world.desk import Desk, Step
from cessie.world.months import PORTAL, Months
from tests.bank_files import Row
from tests.domain.conftest import staff, store_folder
from tests.stories.road import FIRST, Road, build, moment

__all__ = ["store_folder"]
JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path, settings: Settings) -> Road:
    """A client who pays a fee a month, and a house whose collection account tells of each end of a month."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0, fee_plan=(PORTAL,), vat_country="BE")
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent", email="debiteuren@huis.example"
    )
    for day in (date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30)):
        road.bank_day(day, Row(10_00, text="?"))
    return road


def _at_once(act: Callable[[], object]) -> None:
    act()


def desk_of(road: Road, told: list[Step]) -> Desk:
    people = SimpleNamespace(treasury=road.treasurer, second_treasury=road.second)
    ibans = {"collection_iban": road.collection.iban, "payout_iban": road.payout.iban}
    return cast(Desk, SimpleNamespace(house=SimpleNamespace(staff=people, seed=1, **ibans), tell=told.append))


def test_an_account_that_told_nothing_more_stops_no_month_for_long(road: Road) -> None:
    """In January a second account moves once, on the 20th, and its bank tells nothing of days without movement."""
    rests = open_account(
        iban=BelgianBank.of(1, road.house).iban, holder=road.house.name, purpose="collection", opened_date=FIRST,
        opening=Money(0), by=staff("boss", "administrator"), at=moment(FIRST),
    )  # fmt: skip
    road.book(rests, date(2026, 1, 20), Row(7_00, text="?"))
    road.bank_day(date(2026, 5, 4))
    told: list[Step] = []
    months = Months(desk_of(road, told), JANUARY, _at_once)
    months.morning(date(2026, 2, 2))
    assert closed_until() is None, "the bank may tell of the 30th yet"
    months.morning(date(2026, 2, 3))
    assert closed_until() == FEBRUARY
    assert any("nothing moved since 2026-01-20" in step.what for step in told)


def test_months_that_could_not_end_do_so_in_their_order_in_one_morning(road: Road) -> None:
    told: list[Step] = []
    months = Months(desk_of(road, told), JANUARY, _at_once)
    Line.objects.update(taken_by="", taken_at=None)  # nobody books what came
    for day in (date(2026, 3, 3), date(2026, 4, 20)):
        months.morning(day)
    assert not MonthEnd.objects.exists()
    assert months.left(date(2026, 3, 12)) == [JANUARY]
    assert months.left(date(2026, 4, 20)) == [JANUARY, FEBRUARY, MARCH]
    Line.objects.update(taken_by="the desk", taken_at=moment(date(2026, 4, 20)))
    months.morning(date(2026, 4, 21))
    ended = MonthEnd.objects.order_by("closed_at", "month").values_list("month", "state")
    assert list(ended) == [(month, "closed") for month in (JANUARY, FEBRUARY, MARCH)]
    assert months.left(date(2026, 4, 21)) == []
    assert months.left(date(2026, 4, 30) + timedelta(days=21)) == [date(2026, 4, 1)], "nobody ended April"
