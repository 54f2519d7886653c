"""The bank's program on a leash: ``python -m cessie.world.leashed ...`` runs ``mockbank`` with these words, and ends
with whoever started it, however that ended: at the end of its standard input.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_watch, daemon=True).start()
    runpy.run_module("mockbank", run_name="__main__", alter_sys=True)
