"""Nothing waits anywhere but in the queue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cessie.domain.contracts.models import Contract
from cessie.domain.credit.models import Limit
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.purchase.models import Proposal
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.workflows.house.waiting import look_round, watches
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment

DAY = date(2026, 3, 2)


def kinds() -> list[str]:
    return sorted(Task.objects.filter(state="open").values_list("kind", flat=True))


def look(day: date, hour: int = 10) -> tuple[int, int]:
    return look_round(by=SYSTEM, at=moment(day, hour))


def test_each_kind_is_watched_once() -> None:
    names = [watch.kind for watch in watches()]
    assert len(set(names)) == len(names) >= 7


def test_an_account_waits_for_the_second_person_and_is_gone_when_he_confirmed_it(road: Road) -> None:
    company = BankAccount.objects.get(iban=road.seller.iban).company_id
    new = add_account(company_id=company, iban="BE71096123456769", holder="Demo", by=SYSTEM, at=moment(DAY, 9))
    assert look(DAY) == (1, 0)
    assert look(DAY) == (0, 0), "looking again changes nothing"
    task = Task.objects.get(kind="account.claimed")
    assert (task.subject_type, task.due_at) == ("parties.Client", moment(DAY, 13))
    confirm_account(account_id=new.pk, by=road.second, at=moment(DAY, 11))
    assert look(DAY, 12) == (0, 1)
    task.refresh_from_db()
    assert (task.state, task.decision) == ("closed", "gone")


def test_a_task_closed_by_a_person_returns_while_its_thing_waits(road: Road) -> None:
    company = BankAccount.objects.get(iban=road.seller.iban).company_id
    add_account(company_id=company, iban="BE71096123456769", holder="Demo", by=SYSTEM, at=moment(DAY, 9))
    look(DAY)
    Task.objects.update(state="closed", closed_at=moment(DAY, 10))
    assert look(DAY, 11) == (1, 0)


def test_an_offer_in_its_last_hours_a_batch_and_a_payment_without_an_answer(road: Road) -> None:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    offer = Proposal.objects.get()
    assert look_round(by=SYSTEM, at=offer.expires_at - timedelta(hours=5)) == (0, 0)
    assert look_round(by=SYSTEM, at=offer.expires_at - timedelta(hours=3)) == (1, 0)
    assert kinds() == ["offer.lapsing"]
    road.approve(DAY)
    batch = prepare(account_id=road.payout.pk, execution_date=DAY, by=road.treasurer, at=moment(DAY, 11))
    assert look(DAY, 12) == (1, 1)
    assert kinds() == ["batch.draft"]
    Order.objects.update(state="instructed")
    assert look(DAY + timedelta(days=1))[0] == 0, "the bank may answer until tomorrow"
    look(DAY + timedelta(days=2))
    assert kinds() == ["batch.draft", "letter.unsent", "payments.unanswered"]
    assert batch.number in Task.objects.get(kind="payments.unanswered").evidence["batch"]
    Order.objects.update(state="batched")


def test_a_limit_and_a_contract_that_end_within_the_month(road: Road) -> None:
    held = Limit.objects.earliest("decided_at")
    new: dict[str, Any] = {
        "debtor_id": road.debtor_id, "kind": held.kind, "amount": Money(held.amount_cents), "valid_from": DAY,
        "source": "made up", "by": SYSTEM,
    }  # fmt: skip
    set_limit(valid_until=DAY + timedelta(days=20), at=moment(DAY, 9), **new)
    Contract.objects.update(ended_date=DAY + timedelta(days=29), state="ending")
    look(DAY)
    assert set(kinds()) == {"contract.ending", "limit.lapsing"}
    set_limit(valid_until=DAY + timedelta(days=40), at=moment(DAY, 11), **new)
    Contract.objects.update(ended_date=None, state="running")
    look(DAY, 12)
    assert kinds() == []
