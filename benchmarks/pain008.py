"""Collections written a second and the memory for it, beside sepaxml, each in a process of its own, in one run.

``python -m benchmarks.pain008 [--collections N] [--rounds N]``. Both write one pain.008.001.08 of the same collections
to a file: their seconds are of processor time for the writing alone, their memory is the peak of the whole process less
what it had before. sepaxml does not look at check digits, characters or doubled references; it is told not to check
its file against the schema either, which takes it ten times as long. Ours also reads its file back.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sized
from datetime import UTC, date, datetime
from pathlib import Path

from cessie.formats.payments import pain008
from cessie.formats.values import (
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
    PaymentParty,
    Remittance,
)
from cessie.lib.money import Money

TREE = Path(__file__).resolve().parents[1]
SIDE = TREE / "benchmarks" / "sepaxml_side.py"


def main() -> int:
    """Measure both in turns, print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        print(json.dumps(ours(args.collections)))
        return 0
    sides = {"cessie": [sys.executable, "-m", "benchmarks.pain008", "--ours", "--collections", str(args.collections)]}
    sides["sepaxml"] = [str(peer()), str(SIDE), str(args.collections)]
    told: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    for _ in range(args.rounds):
        for name, command in sides.items():
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=TREE)
            told[name].append(json.loads(done.stdout))
    middle = {name: _median(rounds) for name, rounds in told.items()}
    print(f"{args.collections:,} collections, median of {args.rounds} rounds, processor time")
    for name, one in middle.items():
        read = f"  read back in {one['read']:6.2f} s" if "read" in one else ""
        print(f"  {name:8} {one['write']:7.2f} s  {one['memory']:7.0f} MB more  file {one['file']:.0f} MB{read}")
    times, memory = (middle["sepaxml"][key] / middle["cessie"][key] for key in ("write", "memory"))
    print(f"  sepaxml takes {times:.1f} times the time and {memory:.1f} times the memory")
    print(f"load {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores")
    return 0


def _median(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}


def peer() -> Path:
    """The interpreter of the environment in which the competitors live."""
    python = TREE / ".cache" / "bench-sepa-venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        wanted = str(TREE / "benchmarks" / "requirements-sepa.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


class Many(Sized):
    """Collections that are made while they are asked for, as rows come from a database."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __contains__(self, one: object) -> bool:
        return False

    def __iter__(self) -> Iterator[DirectDebit]:
        for n in range(self.count):
            yield DirectDebit(
                end_to_end_id=f"E2E-2026-{n:07d}",
                amount=Money(n + 1),
                debtor=PaymentParty(name="Bakkerij De Molen BV", iban=iban(n), bic="KREDBEBB"),
                mandate=MandateReference(id=f"MNDT-{n:07d}", signed_date=date(2026, 3, 2)),
                remittance=Remittance(text=f"Invoice 2026-{n:07d}"),
            )


def iban(n: int) -> str:
    """Another Belgian account for each number."""
    body = f"{n + 96_000_000:010d}"
    body += f"{int(body) % 97 or 97:02d}"
    return f"BE{98 - int(body + '111400') % 97:02d}{body}"


def ours(count: int) -> dict[str, float]:
    """Seconds, megabytes and the file's size; then the seconds of reading it."""
    batch = CollectionBatch(
        id="SDD-1-A",
        collection_date=date(2026, 11, 27),
        creditor=PaymentParty(name="Factor Example NV", iban="BE68539007547034", bic="GKCCBEBB"),
        creditor_id="BE81ZZZ0123456749",
        scheme="CORE",
        sequence="RCUR",
        collections=Many(count),
    )
    file = CollectionFile(
        message_id="SDD-1", created_at=datetime(2026, 11, 24, tzinfo=UTC), initiator="Factor", batches=(batch,)
    )
    with tempfile.TemporaryDirectory() as folder:
        path, before, start = Path(folder) / "collections.xml", _peak(), time.process_time()
        with path.open("wb") as out:
            out.writelines(pain008.pieces(file))
        told = {"write": time.process_time() - start, "memory": _peak() - before, "file": path.stat().st_size / 1e6}
        start = time.process_time()
        (read,) = pain008.read(path.read_bytes())
        told["read"] = time.process_time() - start
    if read.warnings or len(read.batches[0].collections) != count:
        raise ValueError("what was written was not read")
    return told


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
