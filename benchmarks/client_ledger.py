"""A client's ledger of half a million lines: read, laid, proved, put in force, and what may be drawn on it; seconds,
processor time, memory.

``python -m benchmarks.client_ledger [--lines N] [--debtors N]`` in a home of its own (CESSIE_HOME). The second ledger
is measured: its debtors are known, one line in ten is new, and it rolls forward. Availability reads its lines from the
database, and is replayed from what was kept.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

HEAD = "Number;Customer;Name;Date;Due;Open;Gross\n"
FIRST = date(2026, 9, 1)


def main() -> int:
    """Build a house and a first ledger, measure the second; 1 where it is not in force after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--debtors", type=int, default=2_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        return _measure(args.lines, args.debtors)


def _measure(lines: int, debtors: int) -> int:
    from cessie.config.house import open_house
    from cessie.config.localpg import LocalServer

    open_house()
    from django.conf import settings

    from cessie.domain.client_ledgers.force import put_in_force
    from cessie.domain.client_ledgers.models import Submission
    from cessie.domain.client_ledgers.prove import prove
    from cessie.domain.contracts.queries import lock, terms_on

    settings.DOCUMENTS = Path(os.environ["CESSIE_HOME"]) / "documents"
    try:
        contract_id = _contract()
        told, row = _submitted(contract_id, _ledger(lines, debtors, 0), FIRST)
        print(f"first ledger, {debtors} debtors made known: {told}", flush=True)
        _accept(row, put_in_force, prove, lock, terms_on)
        told, row = _submitted(contract_id, _ledger(lines, debtors, lines // 10), FIRST + timedelta(days=7))
        print(f"second ledger, {row.lines} lines, {row.state}: {told}", flush=True)
        if not (isinstance(row, Submission) and row.state == "accepted"):
            return 1
        return _drawn(contract_id, FIRST + timedelta(days=7))
    finally:
        LocalServer(Path(os.environ["CESSIE_HOME"])).stop()


def _contract() -> object:
    from cessie.domain.contracts.open_contract import open_contract
    from cessie.domain.parties.register import register_client, register_company
    from cessie.domain.users.rules.viewer import system

    by, at = system("bench"), datetime(2026, 1, 2, tzinfo=UTC)
    company = register_company(name="Bench NV", country="BE", identifiers={"vat": "BE0403170701"}, by=by, at=at)
    client = register_client(company_id=company.pk, code="BENCH", by=by, at=at)
    opened = open_contract(
        client_id=client.pk, number="B001", preset="confidential_balance", valid_from=date(2026, 1, 1),
        changes={"vat_country": "BE"}, by=by, at=at,
    )  # fmt: skip
    return opened.pk


def _ledger(lines: int, debtors: int, new: int) -> bytes:
    rows = (
        f"F{n};D{n % debtors};Debtor {n % debtors};2026-08-15;2026-10-{1 + n % 28:02d};"
        f"{100 + n % 900},50;{100 + n % 900},50\n"
        for n in range(lines + new)
    )
    return (HEAD + "".join(rows)).encode()


def _submitted(contract_id: object, data: bytes, day: date) -> tuple[str, object]:
    from cessie.domain.client_ledgers.submit import submit
    from cessie.domain.users.rules.viewer import system

    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    before, cpu = time.perf_counter(), time.process_time()
    row = submit(
        contract_id=contract_id, data=data, name="ledger.csv", as_of=day, channel="command", by=system("bench"), at=at  # type: ignore[arg-type]  # its key
    )  # fmt: skip
    return f"{_since(before, cpu)}; file {len(data) >> 20} MB, peak {_peak()} MB", row


def _drawn(contract_id: object, day: date) -> int:
    """What may be drawn, reckoned and replayed; 1 where the two differ."""
    from cessie.domain.availability.replay import replay
    from cessie.domain.availability.run import run
    from cessie.domain.users.rules.viewer import system

    at, peak = datetime(day.year, day.month, day.day, 18, tzinfo=UTC), _peak()
    before, cpu = time.perf_counter(), time.process_time()
    found = run(contract_id=contract_id, by=system("bench"), at=at)  # type: ignore[arg-type]  # its key
    print(f"availability reckoned: {_since(before, cpu)}, {_peak() - peak} MB above the peak of the load", flush=True)
    before, cpu = time.perf_counter(), time.process_time()
    differs = replay(found.pk)
    print(f"replayed: {_since(before, cpu)}; {'; '.join(map(str, differs)) or 'the same to the cent'}", flush=True)
    return 1 if differs else 0


def _since(before: float, cpu: float) -> str:
    return f"{time.perf_counter() - before:.1f} s, of it {time.process_time() - cpu:.1f} s of our processor time"


def _peak() -> int:
    """MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _accept(row: object, put_in_force: object, prove: object, lock: object, terms_on: object) -> None:
    """What the desk does with a first ledger, without the person."""
    from django.db import transaction

    from cessie.domain.users.rules.viewer import system

    with transaction.atomic():
        contract = lock(row.contract_id)  # type: ignore[operator, attr-defined]  # verbs that are loaded late
        terms = terms_on(row.contract_id, row.as_of)[1]  # type: ignore[operator, attr-defined]  # the same
        put_in_force(row, prove(row), contract=contract, terms=terms, by=system("bench"), at=datetime.now(UTC))  # type: ignore[operator]  # the same


if __name__ == "__main__":
    sys.exit(main())
