"""A person may say that an account stood still after its last statement, for days that are over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cessie.domain.audit.models import Event
from cessie.domain.banking.models import Account, Statement
from cessie.domain.banking.queries import reaching
from cessie.domain.banking.say_still import NotSettled, say_still
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff, store_folder
from tests.stories.road import build, moment

__all__ = ["store_folder"]
LAST = date(2026, 5, 31)


def test_nothing_moved_until_the_end_of_the_month(db: None, store_folder: Path, tmp_path: Path) -> None:
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    account = road.collection
    said: dict[str, Any] = {"account_id": account.pk, "by": road.treasurer, "at": moment(date(2026, 6, 3))}
    with pytest.raises(NotFound):
        say_still(until=LAST, **said)  # no statement ever came: nothing says what stood on it
    road.bank_day(date(2026, 5, 20), Row(10_00, text="?"))
    with pytest.raises(NotFound):
        say_still(until=LAST, **said | {"account_id": uuid4()})
    for nobody in (SYSTEM, staff("desk", "credit")):
        with pytest.raises(NotAllowed):
            say_still(until=LAST, **said | {"by": nobody})
    with pytest.raises(NotSettled, match="not over"):
        say_still(until=date(2026, 6, 3), **said)
    Statement.objects.filter(account=account).update(state="kept", previous=None)
    Statement.objects.filter(account=road.payout).update(account=account, number="of another")
    with pytest.raises(NotSettled, match="held"):
        say_still(until=LAST, **said)
    Statement.objects.filter(state="kept").update(
        opening_date=date(2026, 6, 1), closing_date=date(2026, 6, 1)
    )  # of later
    for _twice in range(2):
        say_still(until=LAST, **said)
    say_still(until=date(2026, 5, 25), **said)
    assert Account.objects.get(pk=account.pk).still_until == LAST
    assert dict(reaching())[account] == LAST
    assert Event.objects.filter(action="banking.say_still").count() == 1


def test_a_later_statement_stands_above_the_word(db: None, store_folder: Path, tmp_path: Path) -> None:
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    road.bank_day(date(2026, 5, 20), Row(10_00, text="?"))
    say_still(account_id=road.collection.pk, until=LAST, by=road.treasurer, at=moment(date(2026, 6, 3)))
    road.bank_day(date(2026, 6, 4), Row(10_00, text="?"))
    assert dict(reaching())[road.collection] == date(2026, 6, 4)
