"""A made-up house with invoices in every state, served by granian on this machine, and a client's key to its API."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

PACE = 1_000_000  # calls a minute: what is measured is the house, not the pace of the key


@dataclass(frozen=True)
class Served:
    """Where it is, the key with every scope, and the stage that it stands on."""

    url: str
    secret: str
    stage: Any


@contextmanager
def served(workers: int = 2) -> Iterator[Served]:
    """The house in a home of its own (or that of CESSIE_HOME), until the block ends."""
    with tempfile.TemporaryDirectory(prefix="cessie-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("CESSIE_HOME", folder)
        from cessie.config.house import open_house
        from cessie.config.localpg import LocalServer

        open_house()
        try:
            stage, secret = _furnished()
            with _pages(workers) as url:
                yield Served(url, secret, stage)
        finally:
            LocalServer(Path(os.environ["CESSIE_HOME"])).stop()


def _furnished() -> tuple[Any, str]:
    from django.conf import settings

    settings.DOCUMENTS = Path(os.environ["CESSIE_HOME"]) / "documents"
    from cessie.domain.keys.make_key import make_key
    from cessie.domain.keys.models import ApiKey
    from cessie.domain.keys.rules.scopes import SCOPES
    from tests.portals.house import a_stage, fill

    stage = a_stage()
    fill(stage)
    made = make_key(
        client_id=stage.own.client_id,
        name="benchmark",
        scopes=list(SCOPES),
        expires_at=stage.at + timedelta(days=9),
        second_factor_at=stage.at - timedelta(seconds=1),
        by=stage.own.owner,
        at=stage.at,
    )
    ApiKey.objects.update(per_minute=PACE)
    return stage, made.secret


@contextmanager
def _pages(workers: int) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cessie.config.serving.web", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([*command, "--workers", str(workers)], stdin=subprocess.PIPE) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/healthz")
            for _ in range(4 * workers):  # each worker loads the API with its first caller
                _wait_for(f"{url}/api/v1/openapi.json")
            yield url
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait_for(url: str, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=seconds):  # noqa: S310 - our own server
                return
        except (OSError, urllib.error.URLError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
