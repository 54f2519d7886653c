"""How many postings a second: one header and three lines, through the one door and beside its limits.

    make bench-ledger            (ARGS="--rounds 5", ARGS=--without-hordak)

In one run, taking turns so that other work on the machine burdens all alike; the median of the rounds is told (as root,
``nice -n -10 make bench-ledger`` comes before that work, its database server with it, if none runs yet):
one by one, batches of 1,000 and 5,000; COPY of the same rows, already built, into identical tables without triggers,
as text and in the binary form that the door writes; raw COPY into tables without keys and indexes; django-hordak 2.0,
single and batched; four writers on one bank account.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
os.environ.setdefault("CESSIE_HOME", str(TREE / ".cache" / "bench-home"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks import copy_rows  # noqa: E402
from cessie.config.house import open_house  # noqa: E402
from cessie.ledger.entry import Dims, Entry, Event, credit, debit  # noqa: E402
from cessie.ledger.post import post  # noqa: E402
from cessie.ledger.rows import (  # noqa: E402
    BEFORE,
    BEHIND,
    ENTRY_COLUMNS,
    KEY_COLUMNS,
    LINE_COLUMNS,
    bodies,
    digest,
    entry_row,
    key_row,
    line_rows,
    moment,
    text,
)
from cessie.ledger.rules.fees import fee  # noqa: E402
from cessie.lib.ids import uuid7  # noqa: E402
from cessie.lib.money import Money  # noqa: E402

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
DAY = date(2026, 3, 3)
CONTRACTS = [Dims(contract=uuid.uuid4(), client=uuid.uuid4()) for _ in range(200)]
BANK = uuid.UUID(int=1000)


def charges(count: int) -> list[Entry]:
    """P03 with VAT on the accounts of 200 contracts, each for an invoice of its own: three lines."""
    run = uuid.uuid4().hex
    return [
        fee(
            event=Event(f"{run}/{n}", DAY),
            kind="factoring_commission",
            net=Money(1_00),
            vat=Money(21),
            country="BE",
            of=CONTRACTS[n % 200]._replace(debtor=CONTRACTS[n % 7].client, invoice=uuid7()),
        )
        for n in range(count)
    ]


def receipts(count: int) -> list[Entry]:
    """Money on the one bank account, in two parts: three lines, the bank's among them."""
    run = uuid.uuid4().hex
    made = []
    for n in range(count):
        of = Dims(reference=uuid7(), debtor=CONTRACTS[n % 200].client, bank=BANK)
        sides = debit("1000", Money(150), of), credit("2300", Money(100), of), credit("2310", Money(50), of)
        made.append(Entry.of("P07", "receipt", Event(f"{run}/{n}", DAY), *sides))
    return made


def posted(entries: list[Entry], size: int) -> float:
    """Postings a second through the door, ``size`` to a transaction."""
    begin = time.perf_counter()
    for at in range(0, len(entries), size):
        post(entries[at : at + size], by="benchmark", at=AT)
    return len(entries) / (time.perf_counter() - begin)


def ruled_and_posted(count: int, size: int) -> float:
    """The same with the time that the posting rules take to make the entries."""
    begin = time.perf_counter()
    for _ in range(0, count, size):
        post(charges(size), by="benchmark", at=AT)
    return count / (time.perf_counter() - begin)


def copied(entries: list[Entry], size: int, prefix: str, *, binary: bool) -> float:
    """Rows already built, as text or in the form that the door writes, into tables named with a prefix."""
    loads = [_built(entries[at : at + size], binary) for at in range(0, len(entries), size)]
    begin = time.perf_counter()
    for load in loads:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns, rows in zip(
                ("key", "entry", "line"), (KEY_COLUMNS, ENTRY_COLUMNS, LINE_COLUMNS), load, strict=True
            ):
                form = " (format binary)" if binary else ""
                with cursor.copy(f"copy {prefix}_{table} ({columns}) from stdin{form}") as copy:
                    copy.write(rows)
    return len(entries) / (time.perf_counter() - begin)


def _built(entries: list[Entry], binary: bool) -> tuple[bytes, bytes, bytes]:
    """What COPY is given for the keys, the heads and the lines."""
    named = [(entry, uuid7()) for entry in entries]
    when = AT.isoformat()
    if not binary:
        return (
            "".join(copy_rows.key(*each) for each in named).encode(),
            "".join(copy_rows.head(*each, "benchmark", when) for each in named).encode(),
            "".join(copy_rows.lines(*each, when) for each in named).encode(),
        )
    by, at = text("benchmark"), moment(AT)
    keys = [key_row(entry, entry_id, digest(entry, bodies(entry))) for entry, entry_id in named]
    heads = [entry_row(*each, by, at) for each in named]
    lines = [line_rows(*each, at) for each in named]
    told = [b"".join((BEFORE, *rows, BEHIND)) for rows in (keys, heads, lines)]
    return told[0], told[1], told[2]


def fresh_tables() -> None:
    """Empty ledger tables, their twins without triggers, and bare ones without keys and indexes."""
    with connection.cursor() as cursor:
        for table in ("key", "entry", "line", "balance"):
            cursor.execute(f"alter table ledger_{table} disable trigger user")
            cursor.execute(f"truncate ledger_{table}")
            cursor.execute(f"alter table ledger_{table} enable trigger user")
        for table in ("key", "entry", "line"):
            cursor.execute(f"drop table if exists twin_{table}, bare_{table}")
            cursor.execute(f"create table twin_{table} (like ledger_{table} including all)")
            cursor.execute(f"create table bare_{table} (like ledger_{table})")


def settle() -> None:
    """What was written is on the disk before the clock starts."""
    with connection.cursor() as cursor:
        cursor.execute("checkpoint")


def writer(count: int, size: int) -> None:
    """One of several processes."""
    posted(receipts(count), size)
    connection.close()


def _ready(_: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    post(receipts(1), by="benchmark", at=AT)
    time.sleep(0.2)


def together(writers: int, count: int, size: int) -> float:
    """Postings a second of several processes on one bank account; their start is not counted."""
    with ProcessPoolExecutor(writers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_ready, range(writers)))
        begin = time.perf_counter()
        list(pool.map(writer, [count // writers] * writers, [size] * writers))
        return count / (time.perf_counter() - begin)


def hordak(singles: int, batched: int) -> dict[str, float]:
    """django-hordak in its own environment, on the same server."""
    python = TREE / ".cache" / "bench-venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        wanted = str(TREE / "benchmarks" / "requirements.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    with connection.cursor() as cursor:
        cursor.execute("drop database if exists bench_hordak")
        cursor.execute("create database bench_hordak")
    database = {k: settings.DATABASES["default"][k] for k in ("USER", "PASSWORD", "HOST", "PORT")}
    given = json.dumps(database | {"NAME": "bench_hordak"})
    script = str(TREE / "benchmarks" / "hordak_side.py")
    done = subprocess.run(  # -P: what stands beside the script is not in the way of what Python brings
        [str(python), "-P", script, given, str(singles), str(batched)],
        check=True, stdout=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main() -> None:
    """Measure in turns and tell medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postings", type=int, default=20_000, help="in batches, each round")
    parser.add_argument("--singles", type=int, default=500, help="one by one, each round")
    parser.add_argument("--without-hordak", action="store_true")
    args = parser.parse_args()
    open_house()
    found: dict[str, list[float]] = defaultdict(list)
    many, few = args.postings, args.singles
    turns: dict[str, Callable[[], float]] = {
        "post, one by one": lambda: posted(charges(few), 1),
        "post, batches of 1,000": lambda: posted(charges(many), 1000),
        "post, batches of 5,000": lambda: posted(charges(many), 5000),
        "rules and post, batches of 5,000": lambda: ruled_and_posted(many, 5000),
        "COPY, identical tables, 1,000": lambda: copied(charges(many), 1000, "twin", binary=False),
        "COPY, identical tables, 5,000": lambda: copied(charges(many), 5000, "twin", binary=False),
        "binary COPY, identical, 1,000": lambda: copied(charges(many), 1000, "twin", binary=True),
        "binary COPY, identical, 5,000": lambda: copied(charges(many), 5000, "twin", binary=True),
        "raw COPY, 5,000": lambda: copied(charges(many), 5000, "bare", binary=False),
        "one writer, one by one": lambda: together(1, few, 1),
        "four writers, one by one": lambda: together(4, few * 4, 1),
        "one writer, batches of 1,000": lambda: together(1, many, 1000),
        "four writers, batches of 1,000": lambda: together(4, many * 2, 1000),
    }
    for _ in range(args.rounds):
        fresh_tables()
        for name, turn in turns.items():
            settle()
            found[name].append(turn())
        if not args.without_hordak:
            for name, value in hordak(few // 2, 5000).items():
                found[f"hordak, {name}"].append(value)
    tell(found)


def tell(found: dict[str, list[float]]) -> None:
    """Medians, and the ratios that are aimed at: each taken within its round, for the rounds burden all alike."""
    for name, values in found.items():
        print(f"{name:36} {statistics.median(values):10,.0f} postings/s")
    ratios = [
        ("batched / COPY into identical tables", "post, batches of 1,000", "COPY, identical tables, 1,000", 0.70),
        ("batched / COPY into identical tables", "post, batches of 5,000", "COPY, identical tables, 5,000", 0.70),
        ("batched / the same in binary form", "post, batches of 1,000", "binary COPY, identical, 1,000", 0.70),
        ("batched / the same in binary form", "post, batches of 5,000", "binary COPY, identical, 5,000", 0.70),
        ("single / hordak single", "post, one by one", "hordak, single", 3),
        ("batched / hordak batched", "post, batches of 1,000", "hordak, 1000", 5),
        ("batched / hordak batched", "post, batches of 5,000", "hordak, 5000", 5),
        ("four writers / one, one by one", "four writers, one by one", "one writer, one by one", 1),
        ("four writers / one, batches", "four writers, batches of 1,000", "one writer, batches of 1,000", 1),
    ]
    for words, ours, theirs, aim in ratios:
        if theirs in found:
            each = [a / b for a, b in zip(found[ours], found[theirs], strict=True)]
            told = f"{statistics.median(each):6.2f} ({min(each):.2f} to {max(each):.2f})"
            print(f"{words:38} {told}   aim {aim}   {ours} : {theirs}")


if __name__ == "__main__":
    main()
