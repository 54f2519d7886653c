"""How long offers take over a ledger, beside a loop that works everything out anew each day.

``python -m benchmarks.comparison [--invoices N] [--ways N]``: one offer of each kind over N invoices of a year (aim: 10
seconds for 100,000 on one core, processor time); then so many ways of one offer over a fifth of them through
``cessie compare`` on all cores (aim: 500 ways of 20,000 invoices in 10 minutes). The ledger is made up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.rules.replay import replay
from cessie.domain.comparison.rules.sales import sales_of
from cessie.formats.values.client_ledger import Movement

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
KINDS = ("american", "full_service", "recourse_managed", "confidential_line", "confidential_balance")
GOAL_SECONDS, GOAL_MINUTES = 10, 10


def movements(count: int) -> Iterator[Movement]:
    """A year's invoices of one debtor for each fifty, a few large; some credited, most paid late, some never."""
    chance = random.Random(1)  # noqa: S311 - the same ledger each time
    for number in range(count):
        debtor = f"D{int(chance.paretovariate(1.1)) % max(20, count // 50)}"
        day = FIRST + timedelta(days=chance.randrange(365))
        cents, due = chance.randrange(50_00, 20_000_00), day + timedelta(days=chance.choice((30, 30, 45, 60)))
        yield Movement("invoice", f"F{number}", debtor, debtor, day, cents, due)
        if chance.random() < 0.03:
            yield Movement(
                "credit_note", f"C{number}", debtor, debtor, day + timedelta(days=9), cents // 3, of=f"F{number}"
            )
        if chance.random() > 0.02:
            late = timedelta(days=int(chance.expovariate(1 / 12)))
            yield Movement("payment", "", debtor, debtor, due + late, cents, of=f"F{number}")


def offers(kinds: tuple[str, ...], ways: int = 1) -> dict[str, object]:
    """An offer of each kind with a wide facility, each in so many ways."""
    rates = [
        {"label": f"{n}", "advance_percent": f"{50 + Decimal(45 * n) / ways:.2f}"} for n in range(ways) if ways > 1
    ]
    choice = {"variants": {"rate": rates}} if rates else {}
    return {
        "reference": {"EURIBOR_3M": [{"from": "2024-12-01", "percent": "2.0"}]},
        "offers": [
            {"name": kind, "product": kind, "yearly_minimum": "0.00", "facility": "900000000.00"} | choice
            for kind in kinds
        ],
    }


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--ways", type=int, default=500)
    args = parser.parse_args()
    begin = time.process_time()
    sales = sales_of(movements(args.invoices), days=30)
    print(f"{args.invoices:,} invoices, {len(sales.names):,} debtors: laid out in {time.process_time() - begin:.1f} s")
    asked = question(offers(KINDS))
    for offer in asked.offers:
        begin = time.process_time()
        found = replay(sales, offer, asked, first=FIRST, last=LAST)
        spent = time.process_time() - begin
        print(f"  {offer.name:22} {spent:6.1f} s of one core (aim {GOAL_SECONDS})   {found.rate} % a year")
    print(f"  at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    _many(args.invoices // 5, args.ways)


def _many(invoices: int, ways: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger, told = Path(folder, "ledger.csv"), Path(folder, "offers.json")
        rows = (
            f"{m.kind},{m.number},{m.debtor},{m.day},{m.due or ''},{m.cents / 100:.2f},{m.of}"
            for m in movements(invoices)
        )
        ledger.write_text("\n".join(["kind,number,debtor,date,due_date,amount,of", *rows]))
        told.write_text(json.dumps(offers(("full_service",), ways)))
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "cessie", "compare", "--ledger", str(ledger), "--offers", str(told), "--json"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        clock = time.perf_counter() - begin
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{ways} ways of {invoices:,} invoices on {os.cpu_count()} cores: {clock / 60:.1f} minutes by the clock, "
          f"{(spent.ru_utime + spent.ru_stime) / 60:.1f} of one core (aim {GOAL_MINUTES} on 2)")  # fmt: skip


if __name__ == "__main__":
    main()
