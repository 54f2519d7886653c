"""Interest and costs of a million open claims at one day, beside the loop over days: ``python -m benchmarks.law``.

Five countries, businesses and consumers, due dates of twelve years, on two processes. The loop is too slow for a
million: it counts a sample in the same run, must be equal to the cent, and its time is scaled up. Beside the clock
stand the seconds of computing, which tell the same on a machine that is busy with other things.
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta
from multiprocessing import get_context
from random import Random

from cessie.law.facts import Segment
from cessie.law.many import Book
from cessie.law.rates import project_rates
from tests.law import daily

UNTIL = date(2026, 11, 22)
KINDS: tuple[tuple[str, Segment], ...] = (
    ("BE", "b2b"), ("NL", "b2b"), ("NL", "b2c"), ("FR", "b2b"), ("FR", "b2c"), ("LU", "b2b"), ("DE", "b2b"),
    ("DE", "b2c"),
)  # fmt: skip
Claims = list[tuple[int, date]]
_WORK: list[tuple[str, Segment, Claims]] = []  # made before the fork, so that no process is sent a million claims


def made_up(count: int) -> list[tuple[str, Segment, Claims]]:
    """So many claims, by country and segment."""
    chance = Random(20261122)  # noqa: S311 - made-up claims, the same in every run
    days = [UNTIL - timedelta(days=back) for back in range(1, 12 * 365)]
    each = count // len(KINDS)
    return [
        (code, segment, [(chance.randint(1, 5_000_000), chance.choice(days)) for _ in range(each)])
        for code, segment in KINDS
    ]


def assess(which: int) -> tuple[int, int, int, float]:
    """Claims, cents of interest and of costs of one group, from the rates on; and the seconds of computing."""
    began = time.process_time()
    code, segment, claims = _WORK[which]
    interest, costs = Book(code, segment, UNTIL, project_rates()).both(claims)
    return len(claims), sum(interest), sum(costs), time.process_time() - began


def loop(sample: int) -> tuple[int, float]:
    """Count some claims of every group by days; how many, and the seconds. Ends the run where a cent differs."""
    counted, spent = 0, 0.0
    for code, segment, claims in _WORK:
        book = Book(code, segment, UNTIL, project_rates())
        for cents, due in claims[:sample]:
            asked = daily.Asked(code, segment, cents, due, UNTIL, (), "act/365")
            began = time.process_time()
            slow = daily.recomputed(asked)[0]
            spent += time.process_time() - began
            counted += 1
            if slow != book.interest(cents, due):
                raise SystemExit(f"{asked}: {slow} by days, {book.interest(cents, due)} by the book")
    return counted, spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=250, help="claims of each group for the loop")
    args = parser.parse_args()
    _WORK.extend(made_up(args.claims))
    for processes in (1, 2):
        began = time.perf_counter()
        with get_context("fork").Pool(processes) as pool:
            found = pool.map(assess, range(len(_WORK)), chunksize=1)
        fast = time.perf_counter() - began
        claims, interest, costs = (sum(int(row[part]) for row in found) for part in range(3))
        work = sum(row[3] for row in found)
        print(f"{claims:,} claims, {processes} process(es): {fast:.2f} s ({work:.2f} s of computing)")
        print(f"  interest {interest / 100:,.2f}, costs {costs / 100:,.2f} on {UNTIL}")
    counted, spent = loop(args.sample)
    scaled = spent / counted * claims
    print(f"the loop over days: {counted:,} claims in {spent:.2f} s of computing, equal to the cent")
    print(f"  {claims:,} would take it about {scaled:,.0f} s of computing: {scaled / work:,.0f} times as much")


if __name__ == "__main__":
    main()
