"""The dashboard of a client with 100,000 invoices: median server time, and whether its questions grow with them.

``python -m benchmarks.dashboard [--invoices N] [--open PERCENT]`` in a home of its own (CESSIE_HOME); the rows are
written in bulk, the books through the ledger's own door.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 100  # milliseconds


def main() -> int:
    """Build, warm up, measure; 1 when the median is above the limit or the number of questions grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=20, help="percent of them bought and not paid")
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        return _measure(args.invoices, args.open, args.rounds)


def _measure(count: int, open_percent: int, rounds: int) -> int:
    from cessie.config.house import open_house
    from cessie.config.localpg import LocalServer

    open_house()
    from django.conf import settings

    from benchmarks.dashboard_rows import a_house, asked, browser, grow

    settings.DOCUMENTS = Path(os.environ["CESSIE_HOME"]) / "documents"
    try:
        stage = a_house()
        visitor = browser(stage)
        grow(stage, 200, open_percent)
        few = asked(visitor)
        began = time.perf_counter()
        grow(stage, count - 200, open_percent, first=200)
        print(f"{count} invoices written in {time.perf_counter() - began:.0f} s, {open_percent} % open")
        many = asked(visitor)
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            visitor.get("/client/")
            times.append((time.perf_counter() - began) * 1000)
        median = statistics.median(times)
        print(f"dashboard: median {median:.1f} ms, worst {max(times):.1f} ms; {few} questions for 200, {many} for all")
        return 0 if median < LIMIT and few == many else 1
    finally:
        LocalServer(Path(os.environ["CESSIE_HOME"])).stop()


if __name__ == "__main__":
    sys.exit(main())
