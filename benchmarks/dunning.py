"""A run of a million open items of 300,000 debtors: step, law, interest, channel and consolidation, all decided.

``python -m benchmarks.dunning [--items N] [--peer]``. The items are made chunk by chunk, as they come from a database,
by two processes; seconds of processor time are those of the deciding alone. ``--peer`` (with ``make bench-dunning``)
duns the same 2,000 overdue lines with Tryton's account_dunning and with ours, each from a SQLite database in memory
and back into it, in one run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from uuid import UUID

from cessie.domain.correspondence.rules.choice import Offers, choose
from cessie.domain.correspondence.rules.lawful import Need, Reach
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.rules.tariff import Price, Tariff
from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Decision, LawFacts, Notice, OpenItem, Pause, Terms
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.presets import preset
from cessie.law.rates import project_rates
from cessie.lib.money import Money

TREE = Path(__file__).resolve().parents[1]
ON = date(2026, 11, 23)
CHUNK = 5_000  # debtors
LAW = LawFacts(project_rates(), registered=frozenset({"BE", "NL"}), letter_complete=True)
CENTS = {"email": 0, "portal": 1, "sms": 8, "post": 160, "print_partner": 110, "registered_email": 400,
         "registered_post": 1100}  # fmt: skip
OFFERS = Offers(
    CHANNELS,
    Tariff([Price(c, "piece", "", 0, 1, Money(n), date(2026, 1, 1)) for c, n in CENTS.items()], ON),  # type: ignore[arg-type]
)
CLAUSE = Terms(clause=True, rate="maximum", creditor="sme")
PURPOSES: dict[str, Purpose] = {"pre_due": "pre_due", "default_notice": "default_notice"}
KINDS = (("BE", "b2b"), ("NL", "b2b"), ("FR", "b2b"), ("BE", "b2c"), ("NL", "b2c"), ("FR", "b2c"))
LADDERS = {kind: preset(*kind) for kind in KINDS}  # type: ignore[arg-type]


def debtor(number: int) -> list[OpenItem]:
    """The same debtor in every run: three or four invoices, of all ages and steps, some left alone."""
    chance = Random(number)  # noqa: S311 - made-up debtors, the same in every run
    country, segment = KINDS[number % len(KINDS)]
    ladder, key = LADDERS[country, segment], UUID(int=number)
    return [_invoice(chance, number * 4 + n, key, country, segment, ladder) for n in range(3 + (number % 3 == 0))]


def _invoice(chance: Random, number: int, key: UUID, country: str, segment: str, ladder: Ladder) -> OpenItem:
    due = ON - timedelta(days=chance.randint(-20, 150))
    late = (ON - due).days
    reached = chance.randint(0, sum(ladder.earliest(step.number) < late for step in ladder.steps))
    on = ON - timedelta(days=chance.randint(1, 30)) if reached else None
    told = on - timedelta(days=chance.randint(0, 30)) if on and reached > 1 else on
    pauses = (Pause("dispute", amount=Money(50_00)),) if chance.random() < 0.04 else ()
    cents = chance.randint(5_00, 4_000_00)
    return OpenItem(
        UUID(int=number), key, key, key, f"F{number}", due - timedelta(days=30), due, Money(cents), Money(cents), "",
        country, segment, reached, on, pauses, Notice(told) if told else None,  # type: ignore[arg-type]
        terms=CLAUSE if segment == "b2c" else Terms(),
    )  # fmt: skip


@lru_cache(maxsize=1 << 16)
def channel(purpose: Purpose, country: str, consumer: bool, reach: Reach) -> str:
    """The cheapest lawful one; whoever asks alike is answered once."""
    return choose(Need(purpose, "BE", country, consumer=consumer, on=ON), reach, OFFERS).channel


def chunk(first: int) -> tuple[int, int, float, int, Counter[str], int]:
    """Debtors from ``first`` on: items, messages, seconds of deciding, cents claimed, what was done, memory in kB."""
    debtors = [debtor(number) for number in range(first, min(first + CHUNK, _LAST[0]))]
    done: Counter[str] = Counter()
    claimed = messages = 0
    began = time.process_time()
    for number, items in enumerate(debtors, start=first):
        found = decide(LADDERS[items[0].country, items[0].segment], items, ON, LAW)
        if found.step is None:
            done["nothing"] += 1
            continue
        claimed += sum(due.interest.cents + due.costs.cents for due in found.items)
        messages += 1
        done[_way(found, number)] += 1
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return sum(map(len, debtors)), messages, seconds, claimed, done, peak


def _way(found: Decision, number: int) -> str:
    step, item = found.step, found.items[0].item
    if step is None or step.act != "message":
        return step.act if step else "nothing"
    reach = Reach("yes" if number % 3 else "unknown", email=number % 5 > 0, portal=number % 2 > 0, mobile=False,
                  address=True)  # fmt: skip
    return channel(PURPOSES.get(step.tone, "reminder"), item.country, item.segment == "b2c", reach)


_LAST = [0]  # set before the fork


def run(debtors: int, processes: int) -> tuple[float, float]:
    """Decide for so many debtors; print; give the clock's seconds and those of computing for each item."""
    _LAST[0] = debtors
    began, totals, done, peak = time.perf_counter(), [0, 0, 0.0, 0], Counter[str](), 0
    with get_context("fork").Pool(processes) as pool:
        for found in pool.imap_unordered(chunk, range(0, debtors, CHUNK)):
            totals = [total + each for total, each in zip(totals, found[:4], strict=True)]
            done += found[4]
            peak = max(peak, found[5])
    clock, (items, messages, spent, claimed) = time.perf_counter() - began, totals
    print(
        f"{items:,.0f} items of {debtors:,} debtors: {spent:.1f} s of computing to decide, {clock:.1f} s by the clock"
    )
    print(f"  with the making of the items; {spent / items * 1e6:.1f} us an item, a process needs {peak / 1024:.0f} MB")
    print(f"  {messages:,.0f} steps, {claimed / 100:,.2f} claimed; {dict(sorted(done.items()))}")
    return clock, spent / items


#: Ours and Tryton's ladder alike: on the fifth, the twentieth and the fortieth day.
SAME = Ladder("b2b", (Step(1, 5), Step(2, 20, tone="firm", costs="law"), Step(3, 40, tone="last", costs="law")))


def ours(lines: int) -> dict[str, float]:
    """Read the overdue lines of a SQLite database, decide by debtor, keep each invoice's step there."""
    start, day = date(2026, 1, 1), date(2026, 1, 26)
    db = sqlite3.connect(":memory:")
    db.execute("create table line (id integer primary key, debtor integer, due text, cents integer)")
    db.execute("create table touch (line integer unique, step integer, day text, interest integer, costs integer)")
    rows = [(n, n // 3, start.isoformat(), 100_00 + n * 100) for n in range(lines)]
    db.executemany("insert into line values (?, ?, ?, ?)", rows)
    db.commit()
    began = time.process_time()
    kept = [row for items in _read(db) for row in _kept(decide(SAME, items, day, LAW))]
    db.executemany("insert into touch values (?, ?, ?, ?, ?)", kept)
    db.commit()
    return {"lines": len(kept), "seconds": time.process_time() - began}


def _read(db: sqlite3.Connection) -> Iterator[list[OpenItem]]:
    items: list[OpenItem] = []
    for number, who, due, cents in db.execute("select id, debtor, due, cents from line order by debtor, id"):
        key, day = UUID(int=who), date.fromisoformat(due)
        if items and items[0].debtor_id != key:
            yield items
            items = []
        items.append(OpenItem(UUID(int=number), key, key, key, str(number), day, day, Money(cents), Money(cents), "",
                              "BE", "b2b"))  # fmt: skip
    if items:
        yield items


def _kept(found: Decision) -> Iterator[tuple[int, int, str, int, int]]:
    for due in found.items:
        yield due.item.invoice_id.int, due.step, found.on.isoformat(), due.interest.cents, due.costs.cents


def beside_tryton(lines: int, rounds: int) -> None:
    """Both in turns, each round Tryton in a process of its own; prints the medians and their ratio."""
    theirs, mine = [], []
    for _ in range(rounds):
        command = [str(peer()), str(TREE / "benchmarks" / "tryton_side.py"), str(lines)]
        told = json.loads(
            subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
        )
        theirs.append(told["seconds"])
        found = ours(lines)
        mine.append(found["seconds"])
        if told["lines"] != lines or found["lines"] != lines:
            raise SystemExit(f"not every line was dunned: {told}, {found}")
    tryton, cessie = sorted(theirs)[len(theirs) // 2], sorted(mine)[len(mine) // 2]
    print(
        f"{lines:,} overdue lines, processor time, median of {rounds}:"
        f" Tryton {tryton:.2f} s ({lines / tryton:,.0f} a s),"
    )
    print(f"  Cessie {cessie:.3f} s ({lines / cessie:,.0f} a s): {tryton / cessie:.0f} times as fast")


def peer() -> Path:
    """The interpreter of the environment in which Tryton lives."""
    python = TREE / ".cache" / "bench-tryton-venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        wanted = str(TREE / "benchmarks" / "requirements-tryton.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def main() -> int:
    """Ten thousand and a million items, then the peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--peer", action="store_true", help="beside Tryton, on 2,000 lines")
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    _clock, few = run(3_000, args.processes)
    _clock, many = run(args.items * 3 // 10, args.processes)
    print(f"an item of many costs {many / few:.2f} times what one of few does")
    if args.peer:
        beside_tryton(2_000, args.rounds)
    print(f"load {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
