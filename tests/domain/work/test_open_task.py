"""A doubt is raised once, however often it is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.claim import Taken, claim
from cessie.domain.work.close import close
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Reason, Refusal
from tests.domain.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db

UNKNOWN = Reason("M01", "The debtor is not known.")
OVER = Reason("M02", "Over the limit.")


def raise_doubt(*reasons: Reason, hours: int = 24) -> Task:
    return open_task(
        key="invoice.held:7", kind="invoice.held", subject=("invoices.Invoice", "7"), reasons=reasons,
        evidence={"sha256": "ab"}, due_at=AT + timedelta(hours=hours), by=SYSTEM, at=AT,
    )  # fmt: skip


def test_the_same_doubt_adds_what_is_new_and_keeps_the_earlier_clock() -> None:
    first = raise_doubt(UNKNOWN)
    second = raise_doubt(UNKNOWN, OVER, hours=4)
    assert first.pk == second.pk
    task = Task.objects.get()
    assert [r["code"] for r in task.reasons] == ["M01", "M02"]
    assert task.due_at == AT + timedelta(hours=4)
    assert task.evidence == {"sha256": "ab"}


@pytest.mark.django_db(transaction=True)
def test_the_same_doubt_from_four_places_at_once_is_one_task() -> None:
    barrier = Barrier(4)

    def one(number: int) -> None:
        try:
            barrier.wait()
            raise_doubt(Reason(f"M0{number}", "Doubt."))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    assert {r["code"] for r in Task.objects.get().reasons} == {"M00", "M01", "M02", "M03"}


def test_a_doubt_that_comes_back_is_a_new_task(an: Viewer) -> None:
    first = raise_doubt(UNKNOWN)
    close(task_id=first.pk, decision="known now", by=an, at=AT)
    close(task_id=first.pk, decision="again", by=an, at=AT)
    first.refresh_from_db()
    assert (first.state, first.closed_by, first.decision) == ("closed", an.key, "known now")
    assert raise_doubt(UNKNOWN).pk != first.pk


def test_a_verb_closes_by_key_what_is_no_doubt_any_more() -> None:
    raise_doubt(UNKNOWN)
    assert close(key="invoice.held:7", decision="accepted", by=SYSTEM, at=AT) is not None
    assert close(key="invoice.held:7", decision="accepted", by=SYSTEM, at=AT) is None
    assert Task.objects.get().state == "closed"


def test_one_colleague_owns_a_task(an: Viewer, bob: Viewer) -> None:
    task = raise_doubt(UNKNOWN)
    claim(task_id=task.pk, by=an, at=AT)
    claim(task_id=task.pk, by=an, at=AT)
    with pytest.raises(Taken):
        claim(task_id=task.pk, by=bob, at=AT)
    assert Task.objects.get().owner_id == an.user_id


def test_what_cannot_be_claimed(an: Viewer) -> None:
    with pytest.raises(NotFound):
        claim(task_id=uuid7(), by=an, at=AT)
    with pytest.raises(NotAllowed):
        claim(task_id=uuid7(), by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        close(task_id=uuid7(), decision="", by=Viewer(key="user:x", kind="client"), at=AT)
    task = raise_doubt(UNKNOWN)
    close(key=task.key, decision="gone", by=SYSTEM, at=AT)
    with pytest.raises(Refusal) as no:
        claim(task_id=task.pk, by=an, at=AT)
    assert no.value.code == "work.closed"
