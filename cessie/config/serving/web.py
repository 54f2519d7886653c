"""The web process: granian serving the pages (WSGI), as many workers as asked."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cessie.config.serving.leash import leash, leash_to

THREADS = 4  # per worker: two workers of four served most pages a second in the trial (stack-database 8)


def pages() -> Callable[..., Any]:
    """The pages, made in each of granian's workers, which do not outlive the process that started them."""
    starter = multiprocessing.parent_process()
    if starter is not None and starter.pid is not None:
        leash_to(starter.pid)
    from cessie.config.wsgi import application  # here: the parent of the workers serves no page

    return application


def main(argv: list[str]) -> int:
    """``python -m cessie.config.serving.web --host H --port P --workers N``"""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args(argv)
    leash()
    Granian(
        "cessie.config.serving.web:pages",
        factory=True,
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
