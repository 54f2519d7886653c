"""The parent: starts its children, starts one again that ends (with growing pauses), and stops all of them together."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps ending
SETTLED = 60.0  # seconds after which a child counts as healthy and its pause begins anew
PATIENCE = 20.0  # seconds after which a child begins though the sign that it waits for has not come
STOP_SECONDS = 70.0  # a job at hand may end; then the child is killed


@dataclass
class Child:
    """One child process in a process group of its own, held by the pipe that is its standard input.

    It begins when the file ``after`` is there, if it names one.
    """

    name: str
    command: Sequence[str]
    after: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.0
    started: float = 0.0
    due: float = 0.0
    born: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Start it now."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own words
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again if it has ended and its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due and (self.after is None or self.after.exists() or now >= self.born + PATIENCE):
                self.start()
        elif self.process.poll() is not None:
            self.kill()  # what it left behind in its group
            self.pause = 0.5 if now - self.started > SETTLED else min(LONGEST_PAUSE, max(0.5, self.pause * 2))
            log.error("child ended", extra={"child": self.name, "code": self.process.returncode, "pause": self.pause})
            self.process, self.due = None, now + self.pause

    def tell(self) -> None:
        """Ask it to stop."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End whatever is left of its group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            if self.process.stdin:
                self.process.stdin.close()


@dataclass
class Tree:
    """The children together; ``run`` returns when a signal asks to stop and all have ended."""

    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Watch until SIGTERM or SIGINT, then take all children down, gently first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                for child in self.children:
                    child.look()
                time.sleep(0.1)
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask every child to end, wait, and kill what remains."""
        for child in self.children:
            child.tell()
        end = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(timeout=max(0.0, end - time.monotonic()))
                child.kill()


def web(host: str, port: int, workers: int, ready: Path) -> Child:
    """The child that serves the pages, from the moment on that ``ready`` exists."""
    module = "cessie.config.serving.web"
    words = ["--host", host, "--port", str(port), "--workers", str(workers), "--ready", str(ready)]
    return Child("web", [sys.executable, "-m", module, *words])


def settled(ready: Path) -> Path:
    """The file that says that the door is open and whoever waited at it has seen it."""
    return ready.with_name("settled")


def worker(ready: Path) -> Child:
    """The child that does the jobs; it begins a moment later, so that the first page does not wait for it."""
    return Child("worker", [sys.executable, "-m", "cessie.config.serving.worker"], after=settled(ready))
