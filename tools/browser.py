"""Print the path of a Chromium for the browser tests, providing one if there is none.

In this order: CESSIE_CHROMIUM, one on PATH, Playwright's own, the system's package (as root, with apt-get).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def starts(path: str | None) -> bool:
    """Whether there is a browser that runs at all: a library may be missing."""
    if not path:
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def installed() -> str | None:
    """One that the system has."""
    found = (shutil.which(name) or "" for name in (*NAMES, *MACS))
    return next((path for path in found if starts(path)), None)


def playwrights() -> str | None:
    """The one that Playwright has downloaded."""
    try:
        from playwright.sync_api import sync_playwright  # here: only asked when the system has none
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and starts(path) else None


def ways() -> Iterator[tuple[str, Callable[[], str | None]]]:
    """How to get one, each with its name; a later way is only tried when the earlier ones gave nothing."""
    yield "one on PATH", installed
    yield "one of Playwright", playwrights
    root = os.geteuid() == 0
    download = [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if root else []), "chromium"]
    yield " ".join(["playwright", *download[3:]]), lambda: _after([download], playwrights)
    if root and shutil.which("apt-get"):
        steps = [
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
        ]
        yield "apt-get install chromium", lambda: _after(steps, installed)


def _after(steps: list[list[str]], look: Callable[[], str | None]) -> str | None:
    for step in steps:
        sys.stderr.write(f"$ {' '.join(step)}\n")
        if subprocess.run(step, check=False, stdout=sys.stderr, stdin=subprocess.DEVNULL).returncode:
            return None
    return look()


def main() -> int:
    """Print the path; 1 and all the ways that were tried if there is none."""
    given = os.environ.get("CESSIE_CHROMIUM")
    if given:
        if starts(given):
            print(given)
            return 0
        sys.stderr.write(f"CESSIE_CHROMIUM={given} does not start.\n")
        return 1
    tried = ["CESSIE_CHROMIUM (not set)"]
    for name, way in ways():
        if path := way():
            print(path)
            return 0
        tried.append(name)
    sys.stderr.write("No Chromium for the browser tests. Tried: " + "; ".join(tried) + ".\n")
    sys.stderr.write("Install one (Debian: apt-get install chromium) or set CESSIE_CHROMIUM to its program.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
