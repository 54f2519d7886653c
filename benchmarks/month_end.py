"""The end of a month over many contracts: seconds to charge, number and write them all, and the memory it took.

``python -m benchmarks.month_end [--contracts N] [--invoices N]`` in a home of its own (CESSIE_HOME); one worker.
Invoices are entries in the books (P01, drawn in full): what interest, fees and the aged list are computed from.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal

MONTH = date(2026, 6, 1)
BEFORE, AFTER = datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 7, 2, 3, tzinfo=UTC)


def main() -> int:
    """Build, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=5_000)
    parser.add_argument("--invoices", type=int, default=500_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        from cessie.config.house import open_house
        from cessie.config.localpg import LocalServer

        open_house()
        from django.conf import settings

        try:
            _measure(args.contracts, args.invoices)
        finally:
            LocalServer(settings.DOCUMENTS.parent).stop()
    return 0


def _measure(contracts: int, invoices: int) -> None:
    from cessie.domain.charges.models import FeeInvoice, MonthEnd
    from cessie.domain.charges.start_month import start_month
    from cessie.domain.users.rules.viewer import Viewer, system
    from cessie.workflows import charging

    begin = time.perf_counter()
    _build(contracts, invoices)
    built = time.perf_counter()
    person = Viewer(key="user:bench", kind="staff", roles=frozenset(["treasury"]))
    run = start_month(month=MONTH, by=person, at=AFTER)
    steps = charging.end_month(run_id=run.pk, by=system("month"), at=AFTER)
    seconds = time.perf_counter() - built
    state, made = MonthEnd.objects.get().state, FeeInvoice.objects.filter(xml__isnull=False).count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{contracts} contracts, {invoices} invoices: built in {built - begin:.1f} s, load {os.getloadavg()[0]:.1f}")
    print(f"month end {seconds:.1f} s in {steps} steps, {state}, {made} invoices written, peak memory {peak} MB")


def _build(contracts: int, invoices: int) -> None:
    from cessie.domain.charges.models import Fixing
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
    Fixing.objects.create(
        reference="EURIBOR_3M", valid_from=MONTH, value=Decimal("2.035"), source="sample", state="confirmed",
        entered_at=BEFORE, entered_by="user:a", decided_at=BEFORE, decided_by="user:b",
    )  # fmt: skip
    amount, waiting = Money(1_000_00), []
    for n in range(contracts):
        company = Company.objects.create(name=f"Client {n}", sort_name=f"client {n}", country="BE", created_at=BEFORE)
        Identifier.objects.create(company=company, scheme="be.enterprise", value=f"{n:010}")
        client = Client.objects.create(company=company, code=f"C{n}", since_date=MONTH, intake_code=f"c{n}")
        contract = open_contract(
            client_id=client.pk, number=f"F{n:05}", preset="full_service", valid_from=date(2026, 5, 1),
            changes={"vat_country": "BE"}, by=by, at=BEFORE,
        )  # fmt: skip
        for i in range(each):
            of = Dims(contract.pk, client.pk, uuid7(), uuid7(), uuid7())
            day = MONTH.replace(day=1 + i % 28)
            for rule, kind, up, down in (
                ("P01", "purchase", "1100", "2100"),
                ("P04", "payout_instructed", "2100", "1030"),
            ):
                sides = (debit(up, amount, of), credit(down, amount, of))
                waiting.append(Entry.of(rule, kind, Event(f"{n}/{i}", day), *sides))
        if len(waiting) > 5_000:
            post(waiting, by="bench", at=BEFORE)
            waiting = []
    post(waiting, by="bench", at=BEFORE)


if __name__ == "__main__":
    sys.exit(main())
