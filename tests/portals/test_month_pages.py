"""The pages of the end of a month: who may press what, twice, and with a second person; what the allowance asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from cessie.domain.banking.models import Statement
from cessie.domain.charges.models import AllowancePolicy, MonthEnd
from cessie.domain.charges.rules.allowance import CLASSES
from cessie.domain.users.rules.viewer import system
from cessie.ledger.period import closed_until, following
from cessie.workflows.money.charging import end_month
from tests.portals.house import Stage, visit


def _month(stage: Stage) -> date:
    return (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _told(client: Client, address: str, **said: str) -> str:
    return client.post(address, said, follow=True).content.decode()


def test_a_month_is_started_by_one_and_closed_by_another(stage: Stage) -> None:
    first, second, desk = (visit(f"{name}@factor.example") for name in ("treasury1", "treasury2", "credit1"))
    month = _month(stage)
    said, start = {"month": f"{month:%Y-%m}"}, reverse("staff:month_start")
    shown = first.get(reverse("staff:month_end"), said).content.decode()
    assert "Charge the month" in shown
    assert not MonthEnd.objects.exists(), "a look writes nothing"
    assert "Charge the month" not in desk.get(reverse("staff:month_end"), said).content.decode()
    assert "end a month" in _told(desk, start, **said)
    assert not MonthEnd.objects.exists()
    assert "is no day" in _told(first, start, month="2026-13")
    assert "not over" in _told(first, start, month=f"{stage.today:%Y-%m}")
    for _twice in range(2):
        _told(first, start, **said)
    run = MonthEnd.objects.get()
    end_month(run_id=run.pk, by=system("month"), at=stage.at)
    close = reverse("staff:month_close", args=[run.pk])
    assert "Another person" in _told(first, close)
    assert "end a month" in _told(desk, close)
    assert MonthEnd.objects.get().state == "ready"
    for _twice in range(2):
        assert "The month is closed." in _told(second, close)
    assert (MonthEnd.objects.get().state, closed_until()) == ("closed", following(month))
    assert "is closed" in _told(first, start, **said)
    assert second.post(reverse("staff:month_close", args=[uuid4()])).status_code == 404


def test_who_saw_at_the_bank_that_nothing_moved_says_so(stage: Stage) -> None:
    """A bank that tells nothing of quiet days holds up no month: only who ends months may say it, of an own account."""
    month = _month(stage)
    stage.take_in(stage.statement())
    account = Statement.objects.get().account
    Statement.objects.update(state="chained", opening_date=month, closing_date=month)
    first, desk = visit("treasury1@factor.example"), visit("credit1@factor.example")
    page, said = reverse("staff:month_end"), {"month": f"{month:%Y-%m}"}
    still, words = reverse("staff:month_still", args=[account.pk]), f"Nothing moved on {account.iban}"
    assert words in first.get(page, said).content.decode()
    assert words not in desk.get(page, said).content.decode()
    assert "end a month" in _told(desk, still, **said)
    assert "is no day" in _told(first, still, month="2026-13")
    assert first.post(reverse("staff:month_still", args=[uuid4()]), said).status_code == 404
    for _twice in range(2):
        assert "nothing moved on the account" in _told(first, still, **said)
    assert words not in first.get(page, said).content.decode()


def test_percents_of_the_allowance_take_two_people(stage: Stage) -> None:
    first, second = (visit(f"{name}@factor.example") for name in ("treasury1", "credit1"))
    page = reverse("staff:allowance")
    said = {f"{side}-{code}": "1,5" for side in ("none", "full") for code in CLASSES}
    said |= {"from": stage.today.isoformat(), "note": "First percents."}
    assert "is no percentage" in _told(first, page, **said | {"none-d30": "much"})
    assert "between 0 and 100" in _told(first, page, **said | {"none-doubtful": "101"})
    assert not AllowancePolicy.objects.exists()
    for _twice in range(2):
        assert "Another person must confirm" in _told(first, page, **said)
    row = AllowancePolicy.objects.get()
    confirm = reverse("staff:allowance_decide", args=[row.pk, "confirm"])
    assert "another person must confirm" in _told(first, confirm)
    assert AllowancePolicy.objects.get().state == "proposed"
    for _twice in range(2):
        assert "count from their day on" in _told(second, confirm)
    assert AllowancePolicy.objects.get().matrix["none"] == ["1.5"] * len(CLASSES)
    assert second.post(reverse("staff:allowance_decide", args=[row.pk, "forget"])).status_code == 404
