"""The end of a month: what money earned and what the year lacks to its minimum, charged by the run over contracts."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.domain.charges.charge_month import charge_month
from cessie.ledger.period import following
from tests.domain.conftest import SYSTEM
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX11", "EX12"]  # and the end of EX03


@on("interest_accrued", "minimum_commission_true_up")
def month_ends(story: Story, facts: Outside) -> None:
    """On the morning after its last day the month is charged, once; the example names each entry of it."""
    month = facts.day.replace(day=1)
    charged: set[date] = story.notes.setdefault("charged", set())
    if month in charged:
        return
    charged.add(month)
    at = story.at(following(month))
    for later in (timedelta(0), timedelta(seconds=30)):
        done = charge_month(contract_ids=[story.contract_id], month=month, by=SYSTEM, at=at + later)
        assert done.refused == {}
    assert facts.day == following(month) - timedelta(days=1)


follows("interest_capitalised")
