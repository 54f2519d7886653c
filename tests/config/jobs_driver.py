"""A worker that also knows jobs of the tests: ``python -m tests.config.jobs_driver``, over CESSIE_DATABASE_URL."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django is ready from here
from procrastinate.contrib.django import app  # noqa: E402

from cessie.config.serving.worker import main  # noqa: E402
from cessie.domain.users.rules.viewer import system  # noqa: E402
from cessie.domain.work.open_task import open_task  # noqa: E402


@app.task(name="tests.slow")
def slow(folder: str, where: str, seconds: float) -> None:
    """Open one task; the first time linger ``inside`` its transaction, or ``after`` it."""
    at = datetime(2026, 3, 2, tzinfo=UTC)

    def linger(here: str) -> None:
        met = Path(folder) / f"{where}.met"
        if here == where and not met.exists():
            met.touch()
            time.sleep(seconds)

    with transaction.atomic():
        open_task(key="slow", kind="test", subject=("t", "1"), reasons=[], due_at=at, by=system("test"), at=at)
        linger("inside")
    linger("after")


@app.task(name="tests.deadly")
def deadly() -> None:
    """Takes its worker down each time."""
    os.kill(os.getpid(), 9)


if __name__ == "__main__":
    sys.exit(main())
