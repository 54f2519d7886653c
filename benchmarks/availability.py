"""How long the availability of a large ledger takes, and how much memory: the pure part over lines that stream by.

    python -m benchmarks.availability [--lines 500000] [--debtors 20000]

Seconds of processor time of one core for the pool with every rule, its replay, and the peak of memory above the start;
the replay must give the same to the cent.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from cessie.terms.eligibility import Debtor, Open, Pool, chosen, eligible
from cessie.terms.presets import ELIGIBILITY

DAY = date(2026, 6, 30)


def ledger(lines: int, debtors: int) -> Iterator[Open]:
    """Made-up lines: due from half a year ago to two months ahead, some contested, each debtor many times."""
    days = [DAY + timedelta(days=n) for n in range(-180, 61)]
    keys = [UUID(int=n) for n in range(debtors)]
    for n in range(lines):
        due = days[(n * 7919) % 241]
        yield Open(
            keys[(n * 31) % debtors], 1_000 + (n * 104_729) % 500_000, due, due - timedelta(days=30), None, n % 97 == 0
        )


def facts(debtors: int) -> dict[UUID, Debtor]:
    """A limit for each, a few with credits, contra, or of the client's own group."""
    return {
        UUID(int=n): Debtor(
            affiliate=n % 211 == 0, credits=5_000 if n % 13 == 0 else 0, contra=9_000 if n % 17 == 0 else 0,
            limit=50_000_00,
        )
        for n in range(debtors)
    }  # fmt: skip


def once(lines: int, debtors: int) -> tuple[Pool, float]:
    """The pool and the seconds of processor time."""
    of, begun = facts(debtors), time.process_time()
    found = eligible(ledger(lines, debtors), of, chosen(ELIGIBILITY), DAY)
    return found, time.process_time() - begun


def main() -> int:
    """Measure and print; 1 where the replay differs or a figure is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--debtors", type=int, default=20_000)
    args = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, seconds = once(args.lines, args.debtors)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    again, later = once(args.lines, args.debtors)
    same = (again.total, again.parts, again.steps) == (found.total, found.parts, found.steps)
    took = f"{seconds:.1f} s, replay {later:.1f} s, {peak:.0f} MB above the start"
    print(f"{args.lines} lines, {args.debtors} debtors: {took}")
    words = "the same" if same else "OTHER"
    print(f"open {found.gross / 100:.2f}, eligible {found.total / 100:.2f}; the replay gives {words}")
    return 0 if same and seconds < 15 else 1


if __name__ == "__main__":
    raise SystemExit(main())
