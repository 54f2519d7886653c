"""The worker process: takes jobs from the queue in PostgreSQL; on SIGTERM it ends the job at hand, then itself."""

from __future__ import annotations

import os
import sys

import django
from procrastinate.contrib.django import app

from cessie.config.serving.leash import leash

CONCURRENCY = 2


def run() -> None:
    """Work until told to stop; the tables and the database are there already (``open_house``)."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's own connector has it
    app.with_connector(connector).run_worker(
        concurrency=CONCURRENCY, name=f"worker-{os.getpid()}", shutdown_graceful_timeout=60
    )


def main() -> int:
    """``python -m cessie.config.serving.worker``"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    django.setup()
    leash()
    run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
