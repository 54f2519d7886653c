"""A job that fails says why, tells a person once, and is run again or discarded by him."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from cessie.domain.audit.models import Event
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.correlation import current
from cessie.lib.reasons import Refusal
from cessie.workflows import jobs
from cessie.workflows.house import failed_jobs
from tests.domain.conftest import AT, NOBODY, staff

pytestmark = pytest.mark.django_db
NAME = jobs.bank_run.name


@pytest.fixture
def chief() -> Viewer:
    return staff("chief", "administrator")


def _job(status: str, task: str = NAME) -> int:
    app.configure_task(task, allow_unknown=True, queueing_lock=task).defer(correlation="click-77")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo' RETURNING id")
        (key,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, key]
        )
    return int(key)


def _fail(key: int, words: str = "no space left", task: str = NAME) -> None:
    context: Any = SimpleNamespace(job=SimpleNamespace(id=key, task_name=task))
    with pytest.raises(OSError, match=words), jobs.carried(context, "click-77"):
        raise OSError(words)


@pytest.fixture
def failed() -> int:
    key = _job("failed")
    _fail(key)
    return key


def test_why_it_failed_stands_with_it_and_waits_for_a_person(failed: int, chief: Viewer) -> None:
    (told,) = failed_jobs.failed(viewer=chief)
    assert (told.id, told.task, told.why) == (failed, NAME, "OSError: no space left")
    assert (told.correlation, told.went_well_since) == ("click-77", False)
    assert told.failed_at is not None
    task = Task.objects.get(kind="job.failed", state="open")
    assert task.reasons[0]["facts"]["why"] == told.why
    assert failed_jobs.failed(viewer=NOBODY) == ()
    assert failed_jobs.queue().failed == 1


def test_a_task_that_fails_every_minute_asks_once_and_goes_quiet_when_it_went_well(failed: int, chief: Viewer) -> None:
    _fail(_job("failed"))
    assert Task.objects.filter(kind="job.failed").count() == 1
    assert len(failed_jobs.failed(viewer=chief)) == 2
    context: Any = SimpleNamespace(job=SimpleNamespace(id=_job("succeeded"), task_name=NAME))
    with jobs.carried(context, ""):
        assert current(), "a number is made where none was given"
    with jobs.carried(context, "click-77"):
        assert current() == "click-77"
    assert not Task.objects.filter(kind="job.failed", state="open").exists()
    assert all(each.went_well_since for each in failed_jobs.failed(viewer=chief))


def test_it_runs_again_when_a_person_says_so(failed: int, chief: Viewer) -> None:
    failed_jobs.retry(job_id=failed, by=chief, at=AT)
    assert (failed_jobs.queue().waiting, failed_jobs.queue().failed) == (1, 0)
    with pytest.raises(NotFound):
        failed_jobs.retry(job_id=failed, by=chief, at=AT)
    event = Event.objects.get(action="jobs.retry")
    assert (event.subject_id, event.actor, event.data) == (str(failed), chief.key, {"task": NAME})


def test_it_does_not_run_beside_its_twin(failed: int, chief: Viewer) -> None:
    app.configure_task(NAME, allow_unknown=True, queueing_lock=NAME).defer()
    with pytest.raises(Refusal) as no:
        failed_jobs.retry(job_id=failed, by=chief, at=AT)
    assert no.value.code == "job.twin_waits"
    assert failed_jobs.queue().failed == 1


def test_what_is_discarded_with_a_note_is_off_the_list(failed: int, chief: Viewer) -> None:
    with pytest.raises(Refusal) as no:
        failed_jobs.discard(job_id=failed, words=" ", by=chief, at=AT)
    assert no.value.code == "job.no_note"
    failed_jobs.discard(job_id=failed, words="the disk was full", by=chief, at=AT + timedelta(hours=1))
    assert failed_jobs.failed(viewer=chief) == []
    assert Task.objects.get(kind="job.failed").decision == "the disk was full"


def test_only_who_runs_the_house_decides(failed: int) -> None:
    treasurer = staff("treasurer", "treasury")
    with pytest.raises(NotAllowed):
        failed_jobs.retry(job_id=failed, by=treasurer, at=AT)
    with pytest.raises(NotAllowed):
        failed_jobs.discard(job_id=failed, words="x", by=treasurer, at=AT)
    assert failed_jobs.queue().failed == 1


@pytest.fixture(autouse=True)
def _empty_queue(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
