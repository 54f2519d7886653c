"""Walk every procedure through all sequences of up to 10 acts on the worst days: ``tools.prove_procedures 10``.

Beside each walk stand the laws of ``tests/law/walk.py``, written a second time; ends with 1 at the first act that the
machine allows and the law does not. The months begin before a short month, on a leap day and before a holiday.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from multiprocessing import get_context

from cessie.law.procedures import NAMES, procedure
from tests.law.walk import Broken, walk

BEGUN = (date(2026, 1, 30), date(2028, 2, 29), date(2026, 6, 21))


def prove(work: tuple[str, date, int]) -> tuple[str, bool]:
    """What one walk found, and whether it held."""
    name, first, depth = work
    began = time.process_time()
    try:
        proof = walk(procedure(name), first, depth)
    except Broken as wrong:
        return f"BROKEN {name} from {first}: {wrong}", False
    states = f"{len(proof.states)} of {len(procedure(name).states)} states"
    counted = f"{proof.standings:,} standings, {proof.tried:,} acts tried, {proof.refused:,} refused"
    spent = time.process_time() - began
    return f"{name} from {first}: {states}, {counted}, {proof.sequences:,} sequences, {spent:.0f} s", True


def main(depth: int) -> int:
    """Walk them all on two processes, and tell."""
    work = [(name, first, depth) for first in BEGUN for name in NAMES]
    held = True
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        for words, good in pool.imap_unordered(prove, work):
            print(words, flush=True)
            held = held and good
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
