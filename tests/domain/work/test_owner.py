"""Who has a task: it is handed over and put back by those who may, and each finds the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.claim import claim
from cessie.domain.work.close import close
from cessie.domain.work.hand_over import hand_over
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.domain.work.put_back import put_back
from cessie.domain.work.queries import Asked, next_for, queue
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Reason, Refusal
from tests.domain.conftest import AT, SYSTEM, staff

pytestmark = pytest.mark.django_db


def raised(kind: str, number: int, *, hours: int = 24, words: str = "Doubt.") -> Task:
    return open_task(
        key=f"{kind}:{number}", kind=kind, subject=("invoices.Invoice", str(number)),
        reasons=[Reason("X", words)], due_at=AT + timedelta(hours=hours), by=SYSTEM, at=AT,
    )  # fmt: skip


def listed(**asked: object) -> list[str]:
    hours = asked.pop("hours", 0)
    now = AT + timedelta(hours=hours)  # type: ignore[arg-type]
    return [task.key for task in queue(viewer=SYSTEM, asked=Asked(**asked), at=now)]  # type: ignore[arg-type]


def test_the_owner_hands_over_and_a_bystander_cannot(an: Viewer, bob: Viewer) -> None:
    admin = staff("cas", "administrator")
    task = raised("invoice.held", 1)
    claim(task_id=task.pk, by=an, at=AT)
    assert bob.user_id is not None
    with pytest.raises(NotAllowed):
        hand_over(task_id=task.pk, to=bob.user_id, by=bob, at=AT)
    with pytest.raises(Refusal, match="cannot decide"):
        hand_over(task_id=task.pk, to=uuid7(), by=an, at=AT)
    assert hand_over(task_id=task.pk, to=bob.user_id, by=an, at=AT).owner_id == bob.user_id
    with pytest.raises(NotAllowed):
        put_back(task_id=task.pk, by=an, at=AT)
    assert put_back(task_id=task.pk, by=admin, at=AT).owner_id is None
    assert put_back(task_id=task.pk, by=an, at=AT).owner_id is None, "what is free stays free"
    with pytest.raises(NotFound):
        put_back(task_id=uuid7(), by=an, at=AT)
    close(key=task.key, decision="done", by=SYSTEM, at=AT)
    with pytest.raises(Refusal, match="closed"):
        hand_over(task_id=task.pk, to=bob.user_id, by=admin, at=AT)


def test_the_list_by_desk_clock_and_words() -> None:
    raised("invoice.held", 1, hours=8, words="Over the limit of the debtor.")
    raised("payments.failed", 2, hours=24)
    raised("something.new", 3, hours=48)
    assert listed(desk="credit") == ["invoice.held:1"]
    assert listed(desk="treasury") == ["payments.failed:2"]
    assert listed(desk="administrator") == ["something.new:3"]
    assert listed(text="LIMIT debtor") == ["invoice.held:1"]
    assert listed(text="limit nobody") == []
    assert listed(clock="late", hours=8) == ["invoice.held:1"]
    assert listed(clock="soon", hours=8) == []
    assert listed(clock="soon", hours=19) == ["payments.failed:2"]
    assert listed(clock="soon", hours=6) == ["invoice.held:1"]


def test_the_next_task_is_ones_own_then_of_ones_desk_then_any(an: Viewer) -> None:
    other, desk, own = raised("payments.failed", 1, hours=1), raised("invoice.held", 2), raised("line.unmatched", 3)
    done = raised("invoice.held", 4, hours=1)
    claim(task_id=own.pk, by=an, at=AT)
    assert [next_for(an, but=done.pk)] == [own]
    close(key=own.key, decision="done", by=SYSTEM, at=AT)
    assert next_for(an, but=done.pk) == desk
    close(key=desk.key, decision="done", by=SYSTEM, at=AT)
    assert next_for(an, but=done.pk) == other
