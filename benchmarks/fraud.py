"""The nightly look for signs of fraud over 100,000 invoices: seconds, memory, and the time to only read those rows.

``python -m benchmarks.fraud [--invoices N] [--clients N]`` in a home of its own (CESSIE_HOME); the rows are written in
bulk: invoices of a year with their purchases, payouts left out. Both sides are taken in turns in one run.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cessie.domain.parties.models import Client, Debtor
    from tests.portals.house import Stage

CHUNK = 5_000


def main() -> int:
    """Build, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        return _measure(args.invoices, args.clients, args.rounds)


def _measure(count: int, clients: int, rounds: int) -> int:
    from cessie.config.house import open_house
    from cessie.config.localpg import LocalServer

    open_house()
    from django.conf import settings

    from benchmarks.dashboard_rows import a_house
    from cessie.domain.invoices.models import Invoice
    from cessie.domain.users.rules.viewer import system
    from cessie.workflows.balances.watching import watch

    settings.DOCUMENTS = Path(os.environ["CESSIE_HOME"]) / "documents"
    try:
        stage = a_house()
        _grow(stage, count, clients)
        moments = iter(range(1_000))

        def look() -> None:
            watch(by=system("benchmark"), at=stage.at + timedelta(minutes=next(moments)))

        def only_read() -> None:
            columns = ("client_id", "number", "kind", "client__company__name", "debtor__company__name", "buyer_name",
                       "issue_date", "received_at", "gross_cents")  # fmt: skip
            for _row in Invoice.objects.values_list(*columns).iterator(chunk_size=CHUNK):
                pass

        looks, reads = [], []
        for _ in range(rounds):
            reads.append(_seconds(only_read))
            looks.append(_seconds(look))
        look_s, read_s = statistics.median(looks), statistics.median(reads)
        print(f"{count} invoices of {clients} clients: {look_s:.2f} s, {_memory()} MB the peak of the whole "
              f"process, which wrote them too; "
              f"only to read the rows {read_s:.2f} s: {look_s / read_s:.1f} times")  # fmt: skip
        return 0
    finally:
        LocalServer(Path(os.environ["CESSIE_HOME"])).stop()


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _memory() -> int:
    """The peak so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _grow(stage: Stage, count: int, clients: int) -> None:
    """Clients with five debtors each; every invoice an amount of its own, spread over the year, every second bought."""
    from django.db import connection

    from cessie.domain.contracts.models import Version
    from cessie.domain.documents.models import Document
    from cessie.domain.invoices.models import Invoice
    from cessie.domain.purchase.models import Cession, Proposal

    document, _ = Document.objects.get_or_create(
        sha256="b" * 64, defaults={"size": 1, "media_type": "application/xml", "stored_at": stage.at}
    )
    sellers, buyers = _people(stage, clients)
    version = Version.objects.get(contract_id=stage.own.contract_id)
    proposal = Proposal.objects.create(
        number="P-BENCH", client_id=stage.own.client_id, contract_id=stage.own.contract_id, version=version,
        state="purchased", offered_at=stage.at, expires_at=stage.at, payout_cents=1_000_00, digest="b",
        handed_over_at=stage.at, decided_at=stage.at, decided_by="system:benchmark",
    )  # fmt: skip
    for start in range(0, count, CHUNK):
        rows = []
        for n in range(start, min(start + CHUNK, count)):
            at = stage.at - timedelta(days=360 - 360 * n // count)
            cents = 50_000 + n * 7_919 % 900_000
            rows.append(
                Invoice(
                    client=sellers[n % clients], contract_id=stage.own.contract_id,
                    debtor=buyers[n % clients * 5 + n // clients % 5], document=document, part=n + 1,
                    number=f"B-{n}", number_key=f"b{n}", issue_date=at.date(), due_date=at.date() + timedelta(days=30),
                    currency="EUR", net_cents=cents, vat_cents=0, gross_cents=cents, payable_cents=cents,
                    state="accepted", received_at=at, decided_at=at, decided_by="system:benchmark",
                )
            )  # fmt: skip
        Invoice.objects.bulk_create(rows)
        Cession.objects.bulk_create(
            Cession(proposal=proposal, invoice=row, contract_id=row.contract_id, transfer_form="CESSION",
                    ceded_at=row.received_at)
            for row in rows[::2]
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _people(stage: Stage, clients: int) -> tuple[list[Client], list[Debtor]]:
    """So many clients, and five debtors for each."""
    from cessie.domain.parties.models import Client, Company, Debtor

    named = [
        Company(name=f"{side} {n}", sort_name=f"{side} {n}".lower(), country="BE", created_at=stage.at)
        for side, many in (("Client", clients), ("Debtor", clients * 5))
        for n in range(many)
    ]
    Company.objects.bulk_create(named)
    sellers = [
        Client(company=company, code=f"B{n}", since_date=stage.today, intake_code=f"b{n}")
        for n, company in enumerate(named[:clients])
    ]
    buyers = [Debtor(company=company) for company in named[clients:]]
    Client.objects.bulk_create(sellers)
    Debtor.objects.bulk_create(buyers)
    return sellers, buyers


if __name__ == "__main__":
    sys.exit(main())
