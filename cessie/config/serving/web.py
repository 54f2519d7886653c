"""The web process: granian serving the pages (WSGI), as many workers as asked."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.urls import URLResolver, get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cessie.config.serving.leash import leash, leash_to
from cessie.config.serving.tree import settled

#: Names the file that says that the house is open; unset where it is open already.
READY = "CESSIE_READY"
Pages = Callable[..., Any]
LOOK = 0.1  # seconds between two looks whether the house is open
LATER = 1.0  # seconds by which the portals come after the door
UNASKED = {"api"}  # loaded by its first caller: many houses have none
THREADS = 4  # per worker: two workers of four served most pages a second in the trial (stack-database 8)


def pages() -> Pages:
    """The pages, made in each of granian's workers, which do not outlive the process that started them."""
    starter = multiprocessing.parent_process()
    if starter is not None and starter.pid is not None:
        leash_to(starter.pid)
    gc.disable()
    from cessie.config.wsgi import application  # here: the parent of the workers serves no page

    get_resolver().url_patterns  # noqa: B018 - the door is loaded now, not by the first visitor
    gc.enable()
    ready = Path(os.environ[READY]) if READY in os.environ else None
    threading.Thread(target=load_the_rest, args=(ready,), name="the rest", daemon=True).start()
    return once_open(application, ready) if ready else application


def load_the_rest(ready: Path | None) -> None:
    """Load the portals behind the door a moment after the house is open: whoever logs in does not wait for them, and
    the first page does not share the processor with them.
    """
    while ready and not ready.exists():
        time.sleep(LOOK)
    if ready:
        time.sleep(LATER)
        settled(ready).touch()
    gc.disable()
    load(get_resolver())
    gc.freeze()  # what is loaded now stays: no look for garbage goes through it again
    gc.enable()


def load(addresses: URLResolver) -> None:
    """Load what is behind all addresses, also those that are otherwise loaded by their first visitor."""
    for each in addresses.url_patterns:
        if isinstance(each, URLResolver) and each.namespace not in UNASKED:
            load(each)


def once_open(application: Pages, ready: Path) -> Pages:
    """The pages from the moment on that ``ready`` exists; before it every visitor is asked to come back in a second.

    So the pages are loaded while the parent still brings the tables up to date.
    """
    is_open = False

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        nonlocal is_open
        is_open = is_open or ready.exists()
        if is_open:
            return application(environ, start)
        start("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "1")])
        return [b"Cessie is being opened.\n"]

    return answer


def main(argv: list[str]) -> int:
    """``python -m cessie.config.serving.web --host H --port P --workers N``"""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ready", help="serve nothing before this file exists")
    args = parser.parse_args(argv)
    leash()
    if args.ready:
        os.environ[READY] = args.ready  # the workers inherit it
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
