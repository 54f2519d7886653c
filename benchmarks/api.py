"""The API of a served house: requests a second and the slowest hundredth, handing in and listing, callers elsewhere.

``python -m benchmarks.api [--seconds 10] [--callers 8] [--workers 2] [--invoices 2000]``: granian with two workers, the
callers in a process of their own; each submission is a new UBL invoice, kept, read, judged, and offered if accepted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.served_house import served

WARM = 4  # calls of each caller before the measuring begins: the first ones load the house


def main() -> int:
    """Serve, call, print; 1 if any call failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--callers", type=int, default=8, help="callers at once")
    parser.add_argument("--workers", type=int, default=2, help="of granian")
    parser.add_argument("--invoices", type=int, default=2000, help="papers written beforehand")
    parser.add_argument("--call", metavar="FOLDER", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.call:
        return _call(Path(args.call), args.seconds, args.callers)
    with served(args.workers) as house, tempfile.TemporaryDirectory() as folder:
        for n in range(args.invoices):
            (Path(folder) / f"{n}.xml").write_bytes(house.stage.paper(f"BENCH-{n}", 50_00 + n % 97 * 100))
        (Path(folder) / "where.json").write_text(json.dumps({"url": house.url, "secret": house.secret}))
        command = [sys.executable, "-m", "benchmarks.api", "--call", folder]
        more = ["--seconds", str(args.seconds), "--callers", str(args.callers)]
        return subprocess.run([*command, *more], check=False).returncode


def _call(folder: Path, seconds: float, callers: int) -> int:
    """What the callers' process does: lists of the newest fifty, one invoice, then submissions."""
    where = json.loads((folder / "where.json").read_text())
    papers = sorted(folder.glob("*.xml"))
    failed = _measure("list the newest 50", where, seconds, callers, lambda http, _n: http.get("/invoices"))
    failed += _measure("whose key is this", where, seconds, callers, lambda http, _n: http.get("/me"))

    def hand_in(http: httpx.Client, n: int) -> httpx.Response:
        name = papers[n % len(papers)]
        headers = {"Idempotency-Key": str(uuid4())}
        return http.post("/files", files={"file": (name.name, name.read_bytes())}, headers=headers)

    failed += _measure("hand in one invoice", where, seconds, callers, hand_in)
    return 1 if failed else 0


def _measure(what: str, where: dict[str, str], seconds: float, callers: int, act: Any) -> int:
    times: list[float] = []
    failed: list[int] = []
    turn, lock, warm = [0], threading.Lock(), threading.Barrier(callers + 1)

    def caller() -> None:
        headers = {"Authorization": f"Bearer {where['secret']}"}
        with httpx.Client(base_url=f"{where['url']}/api/v1", headers=headers, timeout=60) as http:
            for _ in range(WARM):
                act(http, counted())
            warm.wait()
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                began = time.perf_counter()
                answer = act(http, counted())
                times.append(time.perf_counter() - began)
                if answer.status_code >= 400:
                    failed.append(answer.status_code)

    def counted() -> int:
        with lock:
            turn[0] += 1
            return turn[0]

    threads = [threading.Thread(target=caller) for _ in range(callers)]
    for thread in threads:
        thread.start()
    warm.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took, times = time.perf_counter() - began, sorted(times)
    middle, slow = times[len(times) // 2] * 1000, times[min(len(times) - 1, len(times) * 99 // 100)] * 1000
    print(
        f"{what}: {len(times) / took:.0f} a second, median {middle:.0f} ms, p99 {slow:.0f} ms"
        f" ({callers} callers, {len(times)} calls, {len(failed)} failed)",
        flush=True,
    )
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
