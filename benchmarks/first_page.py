"""Seconds from ``cessie serve`` to its first whole page: on an empty disk, and on the later starts of that house.

``python -m benchmarks.first_page [--rounds N] [--later N]``: each round has a home of its own; medians and all figures
are printed, with the processor seconds of the serving processes (the database's own are not counted).
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

FIRST, LATER = 8.0, 3.0  # seconds


def main() -> int:
    """Measure; 1 when a median is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="empty disks")
    parser.add_argument("--later", type=int, default=3, help="later starts on each")
    args = parser.parse_args()
    first, later = [], []
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)  # an account that root lends to the database can enter it
            home = Path(folder).resolve() / "home"
            first.append(_start(home))
            later += [_start(home) for _ in range(args.later)]
    held = [_tell("an empty disk", first, FIRST), _tell("a later start", later, LATER)]
    return 0 if all(held) else 1


def _tell(what: str, runs: list[tuple[float, float]], limit: float) -> bool:
    median = statistics.median(seconds for seconds, _ in runs)
    processor = statistics.median(cpu for _, cpu in runs)
    each = ", ".join(f"{seconds:.1f}" for seconds, _ in runs)
    print(f"first page from {what}: median {median:.1f} s ({each}), processor {processor:.1f} s; wanted {limit:.0f} s")
    return median <= limit


def _start(home: Path) -> tuple[float, float]:
    """Serve until the login page is whole, then stop: seconds, and processor seconds until then."""
    port = _free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CESSIE")} | {"CESSIE_HOME": str(home)}
    began = time.monotonic()
    command = [sys.executable, "-m", "cessie", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not _whole(port):
            if process.poll() is not None:
                raise SystemExit(f"cessie serve ended with {process.returncode}")
            time.sleep(0.02)
        return time.monotonic() - began, _processor(psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _whole(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/login")
        answer = line.getresponse()
        return answer.status == 200 and b"</html>" in answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _processor(parent: psutil.Process) -> float:
    spent = 0.0
    for process in (parent, *parent.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


if __name__ == "__main__":
    sys.exit(main())
