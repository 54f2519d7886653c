"""The work queue with 10,000 open tasks: server time of the list page, beside a plain LIMIT 50 of the same rows.

``python -m benchmarks.queue [--tasks N]`` in a home of its own (CESSIE_HOME). The page sorts, filters, counts by kind
and by lateness, names clients and owners; it asks the database no more for all than for 200. Both sides take turns.
``cpu`` is what the page's process computed, without the database: on a machine with other work it says more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.portals.house import Stage

LIMIT = 150  # milliseconds
PAGES = ("/desk/", "/desk/?whose=credit", "/desk/?clock=late&sort=-opened", "/desk/?q=faktuur&kind=invoice.held")
PLAIN = "select * from work_task where state = 'open' order by due_at, id limit 50"
KINDS = ("invoice.held", "line.unmatched", "invoice.overdue", "payments.held", "account.claimed", "limit.request")


def main() -> int:
    """Build, warm up, measure; 1 when a median is above the limit or the number of questions grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        return _measure(args.tasks, args.rounds)


def _measure(count: int, rounds: int) -> int:
    from cessie.config.house import open_house
    from cessie.config.localpg import LocalServer

    open_house()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from tests.portals.house import a_stage, visit

    settings.DOCUMENTS = Path(os.environ["CESSIE_HOME"]) / "documents"
    try:
        stage = a_stage()
        visitor, desk = visit("credit1@factor.example"), reverse("staff:queue")
        pages = [page.replace("/desk/", desk) for page in PAGES]

        def asked(page: str) -> int:
            with CaptureQueriesContext(connection) as asking:
                if visitor.get(page).status_code != 200:
                    raise AssertionError(f"{page} does not open")
            return len(asking)

        def plain() -> None:
            with connection.cursor() as cursor:
                cursor.execute(PLAIN)
                cursor.fetchall()

        _grow(stage, 0, 200)
        few = [asked(page) for page in pages]
        _grow(stage, 200, count)
        many = [asked(page) for page in pages]
        works: list[Callable[[], object]] = [*(lambda page=page: visitor.get(page) for page in pages), plain]  # type: ignore[misc]  # a default binds each
        times: list[list[float]] = [[] for _ in works]
        computed: list[list[float]] = [[] for _ in works]
        for _ in range(rounds):
            for work, took, cpu in zip(works, times, computed, strict=True):
                began, spent = time.perf_counter(), time.process_time()
                work()
                took.append((time.perf_counter() - began) * 1000)
                cpu.append((time.process_time() - spent) * 1000)
        medians = [statistics.median(took) for took in times]
        for name, took, cpu in zip([*pages, "plain LIMIT 50"], times, computed, strict=True):
            print(f"{name:44} median {statistics.median(took):6.1f} ms, cpu {statistics.median(cpu):6.1f} ms")
        print(f"questions: {few} for 200 tasks, {many} for {count}")
        grew = any(after > before for before, after in zip(few, many, strict=True))
        return 0 if max(medians[:-1]) < LIMIT and not grew else 1
    finally:
        LocalServer(Path(os.environ["CESSIE_HOME"])).stop()


def _grow(stage: Stage, first: int, last: int) -> None:
    """Open tasks of every desk, some owned, some late, half of them of a client."""
    from django.db import connection

    from cessie.domain.users.models import User
    from cessie.domain.work.models import Task
    from cessie.lib.ids import uuid7
    from cessie.lib.reasons import Reason

    owners = [None, None, *User.objects.filter(kind="staff").order_by("email")]
    clients = [None, stage.own.client_id, None, stage.other.client_id]
    Task.objects.bulk_create(
        [
            Task(
                key=f"{KINDS[n % len(KINDS)]}:{n}",
                kind=KINDS[n % len(KINDS)],
                subject_type="invoices.Invoice",
                subject_id=str(uuid7()),
                client_id=clients[n % 4],
                owner=owners[n % len(owners)],
                reasons=[Reason("bench", "The faktuur {number} waits.", {"number": f"B-{n}"}).to_json()],
                opened_at=_ago(stage.at, n),
                due_at=_ago(stage.at, n) + timedelta(hours=4 + n % 40),
            )
            for n in range(first, last)
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _ago(at: datetime, n: int) -> datetime:
    return at - timedelta(minutes=7 * (n % 400))


if __name__ == "__main__":
    sys.exit(main())
