"""The brake: while payments stand still no money leaves, and a person alone lets it go again."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.connectors.banks.folder import Folder
from cessie.domain.payments.halt import StandingStill, halt, standstill
from cessie.domain.payments.models import Batch, Standstill
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.payments.resume import resume
from cessie.domain.payments.send import send
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.domain.work.models import Task
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.workflows.money.paying import send_released
from tests.domain.conftest import AT, SYSTEM
from tests.money_out import DAY, Stage, owe, pay, stage

WHY = Reason("house.restored", "This house was restored from a backup of {moment}.", {"moment": AT})


@pytest.fixture
def on(db: None, settings: Settings, tmp_path: Path) -> Stage:
    settings.DOCUMENTS = tmp_path / "documents"
    on = stage()
    owe(on.contract, Money(500_00))
    pay(on, 300_00)
    return on


def _prepared(on: Stage) -> Batch:
    return prepare(account_id=on.account.pk, execution_date=DAY, by=on.treasurer, at=AT)


def test_nothing_is_released_while_payments_stand_still(on: Stage) -> None:
    batch = _prepared(on)
    halt(reason=WHY, by=SYSTEM, at=AT)
    before = Entry.objects.count()
    with pytest.raises(StandingStill):
        release(batch_id=batch.pk, by=on.second, at=AT)
    assert (Batch.objects.get().state, Entry.objects.count()) == ("draft", before)
    resume(note="statements up to today are in", by=on.second, at=AT)
    assert release(batch_id=batch.pk, by=on.second, at=AT).amount == Money(300_00)


def test_what_was_released_before_is_not_sent(on: Stage, tmp_path: Path) -> None:
    batch, channel = _prepared(on), Folder(tmp_path / "bank")
    release(batch_id=batch.pk, by=on.second, at=AT)
    halt(reason=WHY, by=SYSTEM, at=AT)
    assert send_released(channel=channel, by=SYSTEM, at=AT) == 0
    with pytest.raises(StandingStill):
        send(batch_id=batch.pk, channel=channel, by=SYSTEM, at=AT)
    assert list(channel.out.iterdir()) == []
    resume(note="the bank never got it", by=on.treasurer, at=AT)
    assert send_released(channel=channel, by=SYSTEM, at=AT) == 1
    assert len(list(channel.out.iterdir())) == 1


def test_there_is_one_standstill_with_one_task_however_often_it_is_asked_for(on: Stage) -> None:
    assert halt(reason=WHY, by=SYSTEM, at=AT).pk == halt(reason=WHY, by=on.treasurer, at=AT).pk
    assert (Standstill.objects.count(), Task.objects.filter(kind="payments.standstill", state="open").count()) == (1, 1)
    resume(note="looked", by=on.treasurer, at=AT)
    assert standstill() is None
    assert not Task.objects.filter(state="open").exists()
    assert resume(note="looked", by=on.treasurer, at=AT) is None


def test_no_job_and_nobody_without_the_right_lets_money_go_again_nor_without_a_word(on: Stage) -> None:
    halt(reason=WHY, by=SYSTEM, at=AT)
    for who in (SYSTEM, on.chief):
        with pytest.raises(NotAllowed):
            resume(note="looked", by=who, at=AT)
    with pytest.raises(Refusal) as no:
        resume(note="  ", by=on.treasurer, at=AT)
    assert no.value.code == "payments.no_note"
    with pytest.raises(NotAllowed):
        halt(reason=WHY, by=on.chief, at=AT)
    assert standstill() is not None
