"""The lists of 200,000 dossiers: the desk's list by number and by day, a search, the calls, by time and statements.

``python -m benchmarks.dossiers [--dossiers N] [--rounds N]``. It fills a database of its own, in a folder
that goes again; the figures are medians of the wall clock of each page's query with its rows.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILL = """
insert into parties_company (id, name, sort_name, country, language, street, building, postcode, town, email, created_at)
select gen_random_uuid(), 'Debtor ' || n, 'debtor ' || n, 'BE', 'nl', '', '', '', '', '', now() from generate_series(1, %(n)s) n;
insert into parties_debtor (id, company_id) select gen_random_uuid(), id from parties_company where sort_name like 'debtor %%';
insert into collection_dossier (id, number, reference, client_id, debtor_id, contract_id, currency, source, state, cause,
  vulnerable, vulnerable_note, look_date, opened_at, opened_by, closed_by)
select gen_random_uuid(), 2026000000 + row_number() over (), 'R' || row_number() over (), %(client)s, d.id, %(contract)s, 'EUR',
  'staff', 'amicable', '', false, '', date '2026-11-22' + (row_number() over () %% 60)::int, now(), 'system:bench', ''
  from parties_debtor d;
insert into collection_claim (id, dossier_id, kind, number, issue_date, due_date, principal_cents, currency, rate, clause,
  notice_channel, live, added_at, added_by, removed_by)
select gen_random_uuid(), id, 'title', 'F-' || number, '2026-01-01', '2026-02-01', 10000 + number %% 90000, 'EUR', '', false,
  'post', true, now(), 'system:bench', '' from collection_dossier;
insert into collection_act (id, dossier_id, kind, tone, round, step, due_date, state, worth_cents, reasons, result, note, planned_at,
  done_by)
select gen_random_uuid(), id, 'call', '', 1, 2, '2026-11-22', 'planned', number %% 9973, '[]', '', '', now(), ''
  from collection_dossier where number %% 4 = 0;
analyze;
"""  # noqa: E501 - a statement of SQL


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        from cessie.config.house import open_house
        from cessie.config.localpg import LocalServer

        open_house()
        try:
            measure(args.dossiers, args.rounds)
        finally:
            LocalServer(Path(os.environ["CESSIE_HOME"])).stop()
    return 0


def measure(count: int, rounds: int) -> None:
    """Every list once cold, then so many times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cessie.domain.collection.queries import calls, matching
    from cessie.domain.collection.rules.states import LIVE

    viewer, client_id = filled(count)
    pages: dict[str, Callable[[], Any]] = {
        "newest first": lambda: (matching(viewer=viewer, states=LIVE)[:50], matching(viewer=viewer, states=LIVE)),
        "of a principal": lambda: (matching(viewer=viewer, client_id=client_id)[:50], None),
        "by the next day": lambda: (matching(viewer=viewer, states=LIVE, sort="next")[:50], None),
        "found by number": lambda: (matching(viewer=viewer, text="2026-000777")[:50], None),
        "found by invoice": lambda: (matching(viewer=viewer, text="F-2026000777")[:50], None),
        "found by name": lambda: (matching(viewer=viewer, text="debtor 777")[:50], None),
        "calls": lambda: (calls(viewer=viewer)[:50], calls(viewer=viewer)),
    }
    for name, page in pages.items():
        taken = []
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                rows, whole = page()
                found = len(list(rows))
                if whole is not None:
                    whole.count()
            taken.append((time.perf_counter() - begun) * 1000)
        median = statistics.median(taken[1:])
        sys.stdout.write(f"{name:18} {found:3} rows {len(asked)} statements {median:8.1f} ms\n")


def filled(count: int) -> tuple[Any, Any]:
    """A principal with so many dossiers, in SQL alone; a colleague who sees all."""
    from datetime import UTC, date, datetime

    from django.db import connection

    from cessie.domain.contracts.open_contract import open_contract
    from cessie.domain.parties.register import register_client, register_company
    from cessie.domain.users.rules.viewer import system

    by, at = system("bench"), datetime(2026, 1, 5, 9, tzinfo=UTC)
    company = register_company(name="Principal NV", country="BE", identifiers={"vat": "BE0417497106"}, by=by, at=at)
    client = register_client(company_id=company.pk, code="PRI", by=by, at=at)
    contract = open_contract(
        client_id=client.pk, number="C1", preset="collection", valid_from=date(2026, 1, 5), by=by, at=at
    )
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"n": count, "client": client.pk, "contract": contract.pk})
    return by, client.pk


if __name__ == "__main__":
    sys.exit(main())
