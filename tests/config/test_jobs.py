"""Jobs in real worker processes: done, ended in good order, taken up again after kill -9, each with one effect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from pytest_django.fixtures import Settings

from cessie.connectors.banks.folder import Folder
from cessie.domain.audit.models import Event
from cessie.domain.banking.models import Account, Line, Statement
from cessie.domain.banking.open_account import open_account
from cessie.domain.work.models import Task
from cessie.lib.correlation import correlated
from cessie.lib.money import Money
from cessie.workflows import jobs
from tests.bank_files import COLLECTION, Page, Row, camt053
from tests.domain.conftest import AT, staff
from tests.stories.test_payout_kill import database_url

TREE = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 2)
DRIVER = ("-m", "tests.config.jobs_driver")
SLOW, DEADLY = "tests.slow", "tests.deadly"  # what the driver knows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> Iterator[None]:
    _sql("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
    yield
    _sql("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def bank(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "bank")


@pytest.fixture
def collection(settings: Settings, tmp_path: Path) -> Account:
    settings.DOCUMENTS = tmp_path / "documents"
    return open_account(
        iban=COLLECTION, holder="Huis NV", purpose="collection", opened_date=DAY, opening=Money(0),
        by=staff("chief", "administrator"), at=AT,
    )  # fmt: skip


@contextmanager
def working(folder: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker over the test database, killed at the end if it still runs; its bank's folders are below ``folder``."""
    env = os.environ | {
        "CESSIE_DATABASE_URL": database_url(),
        "CESSIE_BANK_FOLDER": str(folder / "bank"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(TREE),
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *(command or DRIVER)], env=env, cwd=TREE, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _sql(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def states(task: str) -> list[tuple[str, int]]:
    """State and attempts of each job of a task, oldest first."""
    found = _sql("SELECT status, attempts FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", task)
    return [(str(status), int(attempts)) for status, attempts in found]


def eventually(what: Callable[[], bool], folder: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, (folder / "worker.log").read_text()[-3000:]
        time.sleep(0.05)


def defer(task: str, **words: Any) -> None:
    app.configure_task(task, allow_unknown=True, lock=task).defer(**words)


def forgotten() -> None:
    """Half an hour passes: the dead worker has given no sign of life."""
    _sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '30 minutes'")


def rescue() -> None:
    async_to_sync(jobs.rescue.func)()


# --- real workers


@pytest.mark.parametrize(
    "command", [("-m", "cessie.config.serving.worker"), ("-m", "cessie", "worker")], ids=["of serve", "of worker"]
)
def test_a_worker_knows_the_jobs_and_their_clocks(command: tuple[str, ...], tmp_path: Path) -> None:
    """Nothing is deferred here: the worker's own clock does it at its start, for each minute that has just begun."""
    with working(tmp_path, *command) as process:
        names = [jobs.bank_run.name, jobs.clock_tick.name, jobs.rescue.name]
        eventually(lambda: all(("succeeded", 1) in states(name) for name in names), tmp_path)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_the_clocks_are_registered() -> None:
    app.perform_import_paths()
    clocks = {key: task.cron for key, task in app.periodic_registry.periodic_tasks.items()}
    assert clocks == {
        ("cessie.workflows.jobs.ask_insurers", "covers"): "*/10 * * * *",
        ("cessie.workflows.jobs.bank_run", "bank"): "* * * * *",
        ("cessie.workflows.jobs.climb", "ladders"): "11 * * * *",
        ("cessie.workflows.jobs.clock_tick", "clock"): "*/5 * * * *",
        ("cessie.workflows.jobs.hear_mandates", "mandates"): "*/10 * * * *",
        ("cessie.workflows.jobs.look_at_rules", "e_rules"): "* * * * *",
        ("cessie.workflows.jobs.look_for_debtors", "research"): "*/20 * * * *",
        ("cessie.workflows.jobs.nightly", "night"): "23 2 * * *",
        ("cessie.workflows.jobs.rescue", "rescue"): "* * * * *",
        ("cessie.workflows.jobs.send_letters", "letters"): "* * * * *",
        ("cessie.workflows.jobs.take_in_client_files", "client_files"): "* * * * *",
        ("cessie.workflows.jobs.tidy", "tidy"): "17 3 * * *",
    }


@pytest.mark.parametrize("where", ["inside", "after"])
def test_a_job_whose_worker_is_killed_is_done_again_with_one_effect(where: str, tmp_path: Path) -> None:
    with working(tmp_path) as process:
        defer(SLOW, folder=str(tmp_path), where=where, seconds=600)
        eventually((tmp_path / f"{where}.met").exists, tmp_path)
        process.kill()
        process.wait()
    assert Task.objects.filter(key="slow").count() == (where == "after")
    assert states(SLOW) == [("doing", 0)]
    rescue()
    assert states(SLOW) == [("doing", 0)], "its worker may still live: it gave a sign of life a moment ago"
    forgotten()
    rescue()
    with working(tmp_path):
        eventually(lambda: states(SLOW) == [("succeeded", 2)], tmp_path)
    assert Task.objects.filter(key="slow").count() == 1
    assert Event.objects.filter(action="work.open_task", actor="system:test").count() == 1


def test_a_word_lets_the_job_at_hand_end(tmp_path: Path) -> None:
    with working(tmp_path) as process:
        defer(SLOW, folder=str(tmp_path), where="inside", seconds=2)
        eventually((tmp_path / "inside.met").exists, tmp_path)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert states(SLOW) == [("succeeded", 1)]
    assert Task.objects.filter(key="slow").exists()


def test_a_bank_run_that_is_killed_in_the_middle_takes_the_statement_in_once(
    collection: Account, bank: Folder, tmp_path: Path
) -> None:
    """The run waits for the account, which somebody holds: there it dies. The next run finds the file where it was."""
    (bank.in_ / "monday.xml").write_bytes(camt053(Page(DAY, 0, (Row(77_00), Row(5_00)), iban=COLLECTION)))
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Account.objects.select_for_update().get(pk=collection.pk)
            held.set()
            go.wait(60)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    try:
        with working(tmp_path) as process:
            jobs.bank_run.defer()
            eventually(lambda: bool(_sql(waits)), tmp_path)
            process.kill()
            process.wait()
    finally:
        go.set()
        holder.join()
    assert not Statement.objects.exists()
    assert (bank.in_ / "monday.xml").exists()
    forgotten()
    rescue()
    with working(tmp_path):
        eventually(lambda: Line.objects.filter(taken_by="matching").count() == 2, tmp_path)
        eventually(lambda: not states(jobs.bank_run.name) or states(jobs.bank_run.name)[0][0] != "doing", tmp_path)
    assert Statement.objects.count() == 1
    assert (bank.done / "monday.xml").exists()


def test_a_job_that_takes_down_every_worker_is_given_up(tmp_path: Path) -> None:
    defer(DEADLY)
    _sql("UPDATE procrastinate_jobs SET attempts = %s", jobs.TRIES - 1)
    for state in ("todo", "failed"):
        with working(tmp_path) as process:
            assert process.wait(timeout=60) == -signal.SIGKILL
        forgotten()
        rescue()
        assert states(DEADLY)[0][0] == state


# --- the queue alone


def test_a_dead_job_gives_way_to_its_twin_that_waits() -> None:
    """The worker died in a bank run; a minute later the clock ordered the next. Both cannot wait, one must go on."""
    for status in ("doing", "todo"):
        jobs.bank_run.defer()
        _sql("UPDATE procrastinate_jobs SET status = %s WHERE status = 'todo'", status)
    rescue()
    assert [state for state, _ in states(jobs.bank_run.name)] == ["aborted", "todo"]
    (fetched,) = _sql("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
    assert fetched == (jobs.bank_run.name,), "its lock is free"


def test_no_job_is_tried_again_beside_its_clock() -> None:
    """A retry that waits beside a turn that waits breaks the queue's own rule, and the lock stays for ever."""
    app.perform_import_paths()
    own = [task for name, task in app.tasks.items() if name.startswith("cessie.")]
    assert [task.name for task in own if task.queueing_lock and task.retry_strategy] == []
    assert len(own) == 18


def test_a_run_that_is_ordered_twice_waits_once_and_carries_the_name_of_who_ordered_it() -> None:
    with correlated("click-12"), transaction.atomic():
        jobs.order_bank_run()
        jobs.order_bank_run()
        assert _sql("SELECT args ->> 'correlation' FROM procrastinate_jobs") == [("click-12",)]


def test_old_jobs_that_ended_well_are_forgotten() -> None:
    jobs.bank_run.defer()
    _sql("UPDATE procrastinate_jobs SET status = 'doing'")
    _sql("UPDATE procrastinate_jobs SET status = 'succeeded'")
    async_to_sync(jobs.tidy.func)()
    assert len(states(jobs.bank_run.name)) == 1
    _sql("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    async_to_sync(jobs.tidy.func)()
    assert states(jobs.bank_run.name) == []
