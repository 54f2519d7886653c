"""A child does not outlive its parent.

Our own children see it at the end of their standard input, a pipe that the parent holds open; granian's workers, which
get no such pipe, at the change of their parent's number.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

PAUSE = 0.5  # seconds between two looks at the parent's number
GRACE = 5.0  # seconds in which the pages at hand may be finished


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _watch_number(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)  # a worker that was just starting does not hear SIGTERM


def leash_to(parent: int) -> None:
    """Call once in a process that process number ``parent`` started; it may be gone already."""
    threading.Thread(target=_watch_number, args=(parent,), name="leash", daemon=True).start()


def leash() -> None:
    """Call once in a child whose standard input is a pipe that only the parent holds open."""
    threading.Thread(target=_watch, name="leash", daemon=True).start()
