"""Jobs that failed: why, and what a person makes of each. Their doubt also waits in the work queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from cessie.domain.audit.record import record
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.lib.reasons import N_, Reason, Refusal

KIND = "job.failed"
PROMPT = timedelta(hours=4)
LONGEST = 500  # characters of an error's own words
_BY = system("jobs")


@dataclass(frozen=True, slots=True)
class Failed:
    """One job: ``task`` is what it should do, ``why`` what stood in the way."""

    id: int
    task: str
    queue: str
    failed_at: datetime | None
    attempts: int
    correlation: str
    why: str
    went_well_since: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """How the jobs stand, since when the oldest that may run waits, and the last sign of any worker."""

    waiting: int
    running: int
    failed: int
    oldest_waits_since: datetime | None
    workers: int
    last_sign: datetime | None


def note(*, job_id: int, task: str, error: Exception, at: datetime) -> None:
    """Keep with a job why it failed, and tell a person once for each task, however often it fails."""
    why = f"{type(error).__name__}: {error}"[:LONGEST]
    with transaction.atomic():
        _execute("UPDATE procrastinate_jobs SET args = args || jsonb_build_object('failure', %s::text) WHERE id = %s",
                 why, job_id)  # fmt: skip
        reason = Reason("job.failed", N_("The job {task} failed: {why}"), {"task": task, "why": why})
        open_task(
            key=f"{KIND}:{task}",
            kind=KIND,
            subject=("jobs.Job", str(job_id)),
            reasons=[reason],
            due_at=at + PROMPT,
            by=_BY,
            at=at,
        )


def settle(*, task: str, at: datetime) -> None:
    """A turn of this task went well: nobody has to look any more."""
    close(key=f"{KIND}:{task}", decision="a later turn went well", by=_BY, at=at)


def failed(*, viewer: Viewer, limit: int = 200) -> Sequence[Failed]:
    """Jobs that failed and that nobody discarded, newest first; for others than the staff there are none."""
    if not viewer.sees_all:
        return ()
    rows = _execute(
        """
        SELECT j.id, j.task_name, j.queue_name, j.attempts, j.args ->> 'correlation', j.args ->> 'failure',
            (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed'),
            EXISTS (SELECT 1 FROM procrastinate_jobs l
                WHERE l.task_name = j.task_name AND l.id > j.id AND l.status = 'succeeded')
        FROM procrastinate_jobs j WHERE j.status = 'failed' ORDER BY j.id DESC LIMIT %s
        """,
        limit,
    )
    return [
        Failed(key, task, queue, at, tries, number or "", why or "", well)
        for key, task, queue, tries, number, why, at, well in rows
    ]


def queue() -> Queue:
    """How the jobs stand now."""
    ((waiting, running, broken, oldest),) = _execute(
        """
        SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
            count(*) FILTER (WHERE status = 'failed'),
            (SELECT min(e.at) FROM procrastinate_events e JOIN procrastinate_jobs t ON t.id = e.job_id
                WHERE t.status = 'todo' AND e.type IN ('deferred', 'deferred_for_retry')
                AND (t.scheduled_at IS NULL OR t.scheduled_at <= now()))
        FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')
        """
    )
    ((workers, last),) = _execute("SELECT count(*), max(last_heartbeat) FROM procrastinate_workers")
    return Queue(waiting, running, broken, oldest, workers, last)


@transaction.atomic
def retry(*, job_id: int, by: Viewer, at: datetime) -> None:
    """Let a failed job run once more; jobs are made so that twice does what once does.

    Refused: no right (``NotAllowed``), no such failed job (``NotFound``), one whose next turn waits already.
    """
    by.require("house.jobs")
    task = _locked(job_id)
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id, retry_at=at)
    except UniqueViolation:
        words = N_("The next turn of {task} waits already: discard this one.")
        raise Refusal("job.twin_waits", words, task=task) from None
    record(action="jobs.retry", subject=("jobs.Job", str(job_id)), by=by, at=at, data={"task": task})


@transaction.atomic
def discard(*, job_id: int, words: str, by: Viewer, at: datetime) -> None:
    """Take a failed job off the list, with a note why; when it was the last of its task, the doubt is closed.

    Refused: no right (``NotAllowed``), no note, no such failed job (``NotFound``).
    """
    by.require("house.jobs")
    if not words.strip():
        raise Refusal("job.no_note", N_("Say in a few words why it is not needed any more."))
    task = _locked(job_id)
    _execute("UPDATE procrastinate_jobs SET status = 'aborted', args = args || jsonb_build_object('note', %s::text)"
             " WHERE id = %s", words.strip(), job_id)  # fmt: skip
    record(action="jobs.discard", subject=("jobs.Job", str(job_id)), by=by, at=at, data={"task": task})
    ((left,),) = _execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed' AND task_name = %s", task)
    if not left:
        close(key=f"{KIND}:{task}", decision=words.strip(), by=by, at=at)


def _locked(job_id: int) -> str:
    rows = _execute("SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", job_id)
    if not rows:
        raise NotFound("job.unknown", N_("There is no such failed job."))
    return str(rows[0][0])


def _execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
