"""The end of a month over many contracts: seconds to charge, number, write and provide for them all, to freeze their
statements of account once it is closed, and its memory. The papers of the statements are a job's behind it: a hundred
of them are timed apart.

``python -m benchmarks.month_end [--contracts N] [--invoices N] [--workers N]`` in a home of its own (CESSIE_HOME).
``--same``: the same month is ended twice on copies of the database, by one worker and by as many as are asked for.
Invoices are entries in the books (P01, drawn in full) on twenty debtors a contract: what interest, fees, the allowance
and the aged list are computed from. June is worked on by one process, July by as many as are asked for: both by the
clock and by the processor's time, ours and the database's, for the neighbours on a machine burden the clock.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

MONTHS = (date(2026, 6, 1), date(2026, 7, 1))
BEFORE = datetime(2026, 5, 1, 8, tzinfo=UTC)
AFTER = (datetime(2026, 7, 2, 3, tzinfo=UTC), datetime(2026, 8, 3, 3, tzinfo=UTC))
DEBTORS = 20
HUNDRED = 100
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Build, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=5_000)
    parser.add_argument("--invoices", type=int, default=500_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--same", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        from cessie.config.house import open_house
        from cessie.config.localpg import LocalServer

        open_house()
        from django.conf import settings
        from django.db import connection

        begin = time.perf_counter()
        try:
            _build(args.contracts, args.invoices)
            load = os.getloadavg()[0]
            print(f"{args.contracts} contracts, {args.invoices} invoices: {time.perf_counter() - begin:.1f} s to build")
            print(f"load {load:.1f}; times in seconds")
            if args.same:
                for workers in (1, args.workers):
                    _on_a_copy(workers)
                return 0
            for month, at, workers in zip(MONTHS, AFTER, (1, args.workers), strict=True):
                _measure(month, at, workers)
        finally:
            connection.close()
            LocalServer(settings.DOCUMENTS.parent).stop()
    return 0


def _measure(month: date, at: datetime, workers: int) -> None:
    from cessie.domain.charges import step_statements
    from cessie.domain.charges.close_month import close_month
    from cessie.domain.charges.models import FeeInvoice, MonthEnd, MonthPart
    from cessie.domain.charges.start_month import start_month
    from cessie.domain.users.rules.viewer import Viewer
    from cessie.workflows.money import charging

    one, other = (Viewer(key=f"user:{n}", kind="staff", roles=frozenset(["treasury"])) for n in ("a", "b"))
    run = start_month(month=month, by=one, at=at)
    seconds, server, used = _timed(charging.end_month, workers, run_id=run.pk, at=at)
    row, parts = MonthEnd.objects.get(pk=run.pk), MonthPart.objects.filter(run=run, state="done").count()
    made = FeeInvoice.objects.filter(month=month, xml__isnull=False).count()
    ours, peak = sum(seconds for seconds, _kb in used), max(kb for _seconds, kb in used) // 1024
    print(
        f"{month:%Y-%m}, {workers} worker(s): {seconds:.1f} by the clock, processor {ours:.1f} ours + {server:.1f}"
        f" database; {row.state}, {parts} contracts done, {made} invoices written, peak memory of a worker {peak} MB"
    )
    close_month(run_id=run.pk, by=other, at=at)
    told, server, used = _timed(_freeze, workers, run_id=run.pk, at=at)
    ours, peak = sum(seconds for seconds, _kb in used), max(kb for _seconds, kb in used) // 1024
    print(
        f"{month:%Y-%m} statements: {told:.1f} by the clock, processor {ours:.1f} ours + {server:.1f} database; peak"
        f" {peak} MB; the month and its statements together {seconds + told:.1f} by the clock"
    )
    steps = HUNDRED // step_statements.PAPERS
    paper, _server, used = _timed(charging.state_months, 1, at=at, most=steps)
    print(f"{month:%Y-%m} papers: a hundred in {paper:.1f} by the clock, processor {used[0][0]:.1f}")


def _freeze(*, run_id: Any, by: Any, at: datetime) -> None:
    """The statements alone, without their papers."""
    from cessie.domain.charges import step_statements

    step_statements.STAGES = step_statements.STAGES[:1]
    while step_statements.step_statements(run_id=run_id, by=by, at=at) == "worked":
        pass


def _on_a_copy(workers: int) -> None:
    """The first month on a copy of the database, with a store of its own; the copy goes afterwards."""
    from django.conf import settings
    from django.db import connection

    original, copy = connection.settings_dict["NAME"], f"month_end_{workers}"
    connection.close()
    connection.close_pool()
    _as_master(f'create database "{copy}" template "{original}"')
    store, connection.settings_dict["NAME"] = settings.DOCUMENTS, copy
    settings.DOCUMENTS = store.parent / copy
    try:
        _measure(MONTHS[0], AFTER[0], workers)
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"], settings.DOCUMENTS = original, store
        _as_master(f'drop database "{copy}" with (force)')


def _as_master(sql: str) -> None:
    """Beside the database that is copied, which nobody may use meanwhile."""
    import psycopg
    from django.db import connection

    facts = connection.get_connection_params()
    facts = {name: facts[name] for name in ("host", "port", "user", "password") if facts.get(name)}
    with psycopg.connect(**facts, dbname="postgres", autocommit=True) as master:
        master.execute(sql)


def _timed(work: Any, workers: int, **words: Any) -> tuple[float, float, list[tuple[float, int]]]:
    """Seconds by the clock, of the database's processor, and of each worker with its memory."""
    server, begin = _server_seconds(), time.perf_counter()
    used = [_wait(child) for child in [_child(work, words) for _ in range(workers)]]
    seconds = time.perf_counter() - begin
    return seconds, _server_seconds() - server, used


def _child(work: Any, words: dict[str, Any]) -> int:
    from cessie.domain.users.rules.viewer import system

    number = os.fork()
    if number:
        return number
    work(by=system("month"), **words)
    os._exit(0)


def _wait(child: int) -> tuple[float, int]:
    _pid, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"a worker failed: {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def _server_seconds() -> float:
    """What the processes of the database have used, those that ended included (Linux)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        first = _parent(cursor.fetchone()[0])
    connection.close()
    connection.close_pool()  # its threads would not live on in a child
    return sum(_of(pid) for pid in [first, *_children(first)])


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _children(parent: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[1]) == parent:
            yield int(stat.parent.name)


def _of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended while we looked
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def _build(contracts: int, invoices: int) -> None:
    from cessie.domain.charges.models import AllowancePolicy, Fixing
    from cessie.domain.contracts.open_contract import open_contract
    from cessie.domain.parties.found_house import found_house
    from cessie.domain.parties.models import Client, Company, Identifier
    from cessie.domain.parties.register import register_company
    from cessie.domain.users.rules.viewer import system
    from cessie.ledger.entry import Dims, Entry, Event, credit, debit
    from cessie.ledger.post import post
    from cessie.lib.ids import uuid7
    from cessie.lib.money import Money

    by, each = system("bench"), max(1, invoices // contracts)
    house = register_company(name="Huis NV", country="BE", identifiers={"vat": "BE0202239951"}, by=by, at=BEFORE)
    found_house(company_id=house.pk, simulated=True, by=by, at=BEFORE)
    decided = {"state": "confirmed", "decided_at": BEFORE, "decided_by": "user:b"}
    for month in MONTHS:
        Fixing.objects.create(
            reference="EURIBOR_3M", valid_from=month, value=Decimal("2.035"), source="sample", entered_at=BEFORE,
            entered_by="user:a", **decided,
        )  # fmt: skip
    percents = {"none": ["0.2", "1", "4", "10", "30", "50"], "full": ["0", "0", "0", "1", "2", "10"]}
    AllowancePolicy.objects.create(
        valid_from=MONTHS[0], matrix=percents, note="sample", proposed_at=BEFORE, proposed_by="user:a", **decided
    )
    amount, waiting = Money(1_000_00), []
    for n in range(contracts):
        company = Company.objects.create(name=f"Client {n}", sort_name=f"client {n}", country="BE", created_at=BEFORE)
        Identifier.objects.create(company=company, scheme="be.enterprise", value=f"{n:010}")
        client = Client.objects.create(company=company, code=f"C{n}", since_date=MONTHS[0], intake_code=f"c{n}")
        contract = open_contract(
            client_id=client.pk, number=f"F{n:05}", preset="full_service", valid_from=date(2026, 5, 1),
            changes={"vat_country": "BE"}, by=by, at=BEFORE,
        )  # fmt: skip
        debtors = [uuid7() for _ in range(DEBTORS)]
        for i in range(each):
            of = Dims(contract.pk, client.pk, debtors[i % DEBTORS], uuid7())
            day = MONTHS[0].replace(day=1 + i % 28)
            for rule, kind, up, down, side in (
                ("P01", "purchase", "1100", "2100", of),
                ("P04", "payout_instructed", "2100", "1030", of.but(reference=uuid7())),
            ):
                sides = (debit(up, amount, side), credit(down, amount, side))
                waiting.append(Entry.of(rule, kind, Event(f"{n}/{i}", day), *sides))
        if len(waiting) > 5_000:
            post(waiting, by="bench", at=BEFORE)
            waiting = []
    post(waiting, by="bench", at=BEFORE)


if __name__ == "__main__":
    sys.exit(main())
