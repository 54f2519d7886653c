"""A child does not outlive its parent: at the end of its standard input it ends itself, as by SIGTERM."""

from __future__ import annotations

import os
import signal
import sys
import threading


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def leash() -> None:
    """Call once in a child whose standard input is a pipe that only the parent holds open."""
    threading.Thread(target=_watch, name="leash", daemon=True).start()
