"""Letters set in type a minute, as PDF/A-3a and PDF/UA-1 with two QR codes, beside WeasyPrint on the same letter.

``python -m benchmarks.letters [--letters N] [--rounds N]``. Both make reminders of the same three invoices in a process
of their own, another addressee and reference each; seconds are of processor time, after one letter to warm up.
 WeasyPrint lives in its own environment and needs Pango; it writes PDF/A-3b, its strongest with tags.
The letters a minute on all cores are measured too, by the wall clock, one process a core.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from cessie.domain.correspondence.letters.pdf import pdf_of
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.letter import Letter
from cessie.domain.correspondence.rules.papers.reminder import Reminder, ReminderItem
from cessie.lib.money import Money

TREE = Path(__file__).resolve().parents[1]
SIDE = TREE / "benchmarks" / "weasyprint_side.py"


def main() -> int:
    """Measure both in turns, print the medians and their ratio; then all cores together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        print(json.dumps(ours(args.letters)))
        return 0
    mine = [sys.executable, "-m", "benchmarks.letters", "--ours", "--letters", str(args.letters)]
    sides = {"cessie": mine, "WeasyPrint": [str(peer()), str(SIDE), str(max(10, args.letters // 8))]}
    told: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    for _ in range(args.rounds):
        for name, command in sides.items():
            told[name].append(_run(command))
    middle = {
        name: {key: statistics.median(one[key] for one in all_) for key in all_[0]} for name, all_ in told.items()
    }
    print(f"reminder of three invoices, median of {args.rounds} rounds, processor time")
    for name, one in middle.items():
        print(f"  {name:10} {one['each'] * 1000:7.1f} ms, {one['size'] / 1000:4.0f} kB, peak {one['memory']:4.0f} MB")
    print(f"  WeasyPrint takes {middle['WeasyPrint']['each'] / middle['cessie']['each']:.1f} times the time")
    cores = os.cpu_count() or 1
    print(f"  by processor time {cores * 60 / middle['cessie']['each']:,.0f} letters a minute on {cores} cores")
    print(f"  by the wall clock {together(mine, cores, args.letters):,.0f} letters a minute on {cores} cores")
    print(f"load {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {cores} cores")
    return 0


def _median(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=TREE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def together(command: list[str], cores: int, letters: int) -> float:
    """Letters a minute, one process a core, all that a process needs to start included."""
    began = time.perf_counter()
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=TREE) for _ in range(cores)]
    if any(process.wait() for process in running):
        raise RuntimeError("one of them failed")
    return cores * letters * 60 / (time.perf_counter() - began)


def peer() -> Path:
    """The interpreter of the environment in which the competitor lives."""
    python = TREE / ".cache" / "bench-letters-venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        wanted = str(TREE / "benchmarks" / "requirements-letters.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def ours(count: int) -> dict[str, float]:
    """Seconds of processor time a letter, bytes of one, and the peak of memory in megabytes."""
    one = reminder()
    pdf_of(one)
    began, size = time.process_time(), 0
    for n in range(count):
        to = Recipient(f"Garage Dupont {n}", (f"Garage Dupont {n}", "Rue Neuve 1", "5000 Namur"))
        frame = replace(one.frame, recipient=to, reference=f"0C1D-2E3F-{n:04X}")
        size += len(pdf_of(replace(one, frame=frame)))
    each = (time.process_time() - began) / count
    return {"each": each, "size": size / count, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def reminder() -> Letter:
    """Three overdue invoices with interest and costs, and the debtor's page."""
    items = tuple(
        ReminderItem(
            number, date(2026, 3, 1), date(2026, 4, 1), Money(open_), "", Money(open_ // 90), Money(40_00), 20, 1
        )
        for number, open_ in (("2026-114", 1_210_00), ("2026-118", 847_00), ("2026-131", 363_00))
    )
    paper = Reminder(
        creditor="Drukkerij BV", house="Huis van Krediet NV", tone="firm", iban="BE68539007547034", bic="", items=items,
        text="", on=date(2026, 4, 20), pay_by=date(2026, 5, 5), portal_link="https://huis.example/d/8Zk2", country="BE",
    )  # fmt: skip
    sender = Sender("Huis van Krediet NV", ("Voorbeeldstraat 1", "9000 Gent"), "debiteuren@huis.example")
    return Letter(paper, Frame(sender, Recipient("-", ("-",)), "nl", "0C1D-2E3F-4A5B", date(2026, 4, 20)))


if __name__ == "__main__":
    sys.exit(main())
