"""kill -9 anywhere in a payout, and the rerun neither loses nor doubles a cent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.money_out import stage

TREE = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The test database, for another process."""
    at = connection.settings_dict
    words = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    return f"postgresql:///{at['NAME']}?" + "&".join(f"{k}={quote(str(v), safe='')}" for k, v in words.items() if v)


def play(folder: Path, settings: Any, **also: Any) -> tuple[dict[str, Any], Counter[str]]:
    """The driver's word, and how often it died at which kind of point."""
    settings.DOCUMENTS = folder / "documents"
    on = stage()
    keys = {name: str(getattr(on, name).pk) for name in ("account", "client", "contract", "payee")}
    people = {name: str(getattr(on, name).user_id) for name in ("treasurer", "second")}
    return drive("payout_driver", str(folder), json.dumps(keys | people | also))


def drive(driver: str, *words: str) -> tuple[dict[str, Any], Counter[str]]:
    """Run a driver of this folder in a process of its own."""
    environment = os.environ | {
        "CESSIE_DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(TREE),
    }
    done = subprocess.run(
        [sys.executable, "-m", f"tests.stories.{driver}", *words],
        check=False,
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    died = Counter(json.loads(line) for line in done.stderr.splitlines() if line.startswith('"'))
    return json.loads(done.stdout), died


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_nothing_is_lost_or_doubled(tmp_path: Path, settings: Any) -> None:
    result, died = play(tmp_path, settings)
    assert result["found"] == []
    met = {"after rename": 4, "before rename": 4, "after link": 1, "before link": 1, "before replace": 4}
    met |= {"before commit": 12, "after commit": 12}  # orders, batch, release, sent; each file in, report, lines
    assert {name: died[name] for name in met} == met
    assert died["before fsync"] >= 4
    assert died["statement"] >= 4


@pytest.mark.django_db(transaction=True)
def test_a_channel_without_memory_pays_twice(tmp_path: Path, settings: Any) -> None:
    """The proof that the story above can fail."""
    result, _ = play(tmp_path, settings, forgetful=True)
    assert any("was given to the bank 2 times" in found for found in result["found"])
