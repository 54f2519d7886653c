"""Recompute the interest of random claims one day at a time and compare: ``python -m tools.prove 100000 [SEED]``.

So many claims of each country; the work is shared by two processes. Ends with 1 and the first claim on which engine and
recomputation differ.
"""

from __future__ import annotations

import sys
import time
from itertools import islice
from multiprocessing import get_context
from random import Random

from cessie.law.answering import answer
from cessie.law.rates import project_rates
from tests.law import daily

COUNTRIES = ("BE", "NL", "FR", "LU", "DE")
CHUNK = 2_000


def differ(work: tuple[str, int, int]) -> tuple[str, int, str]:
    """Country, how many claims were compared, and the first that differs (or nothing)."""
    country, seed, count = work
    rates = project_rates()
    for asked in islice(daily.random_claims(Random(f"{country} {seed}"), country), count):  # noqa: S311 - made up
        found = answer(asked.question(), rates)
        interest, owed = daily.recomputed(asked)
        fixed = 0 if found.get("fixed_sum") == "0.00" else 40_00
        if (found.get("interest"), found.get("total")) != (daily.euros(interest), daily.euros(owed + fixed)):
            return country, count, f"{asked}: {found.get('interest')} but by days {daily.euros(interest)}"
    return country, count, ""


def main(count: int, seed: int) -> int:
    """Compare, and tell."""
    began = time.perf_counter()
    work = [
        (country, seed * 1_000_000 + first, min(CHUNK, count - first))
        for country in COUNTRIES
        for first in range(0, count, CHUNK)
    ]
    done = dict.fromkeys(COUNTRIES, 0)
    with get_context("fork").Pool(2) as pool:
        for country, compared, wrong in pool.imap_unordered(differ, work):
            if wrong:
                print(f"DIFFERENT: {wrong}")
                return 1
            done[country] += compared
    for country, compared in done.items():
        print(f"{country}: {compared:,} random claims agree to the cent with the day-by-day recomputation")
    print(f"seed {seed}, {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 100_000, numbers[1] if len(numbers) > 1 else 1))
