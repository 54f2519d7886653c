"""``cessie simulate``: the same seed, the same days; every book holds after each; a real house is never touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from cessie.config.localpg import LocalServer
from cessie.config.postgres.account import account
from cessie.config.postgres.places import places

TREE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("world")
    yield home
    LocalServer(home).stop()
    root = places(home, account()).root
    if not root.is_relative_to(home):
        shutil.rmtree(root)


def _begin(home: Path, *words: str, **also: str) -> subprocess.Popen[str]:
    env = os.environ | {
        "CESSIE_HOME": str(home),
        "PYTHONPATH": str(TREE),
        "DJANGO_SETTINGS_MODULE": "cessie.config.settings",
    }
    env.pop("CESSIE_DATABASE_URL", None)
    env |= also
    command = [sys.executable, *words]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _cessie(home: Path, *words: str, **also: str) -> tuple[int, str, str]:
    process = _begin(home, "-m", "cessie", *words, **also)
    told, wrong = process.communicate(timeout=600)
    return process.returncode, told, wrong


def _bank_of(process: subprocess.Popen[str]) -> psutil.Process:
    children = psutil.Process(process.pid).children(recursive=True)
    (bank,) = [child for child in children if "cessie.world.leashed" in child.cmdline()]
    return bank


def _last(told: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


#: Makes of the house in the database a real one, then a database in use without any house.
REAL = """
from cessie.config.house import open_house
open_house()
from django.db import connection
from cessie.domain.parties.models import House
House.objects.update(simulated=False)
"""
USED = """
from cessie.config.house import open_house
open_house()
from cessie.domain.parties.models import House
House.objects.all().delete()
"""


#: What goes wrong within the days of the test.
WRONG = {"fault_killed", "fault_file_damaged", "fault_file_late", "fault_file_out_of_order", "fault_file_twice"}


def test_every_book_holds_after_every_day_whatever_happens(home: Path) -> None:
    words = ["--days", "12", "--seed", "5", "--clients", "2", "--check-daily", "--bends", "--faults", "--confidential"]
    code, told, wrong = _cessie(home, "simulate", *words)
    assert code == 0, wrong + told[-2000:]
    last = _last(told)
    told_of = {"invoice", "purchase", "payout", "statement", "ledger_in_force", "sweep", "limits_named"} | WRONG
    assert told_of <= last["events"].keys()
    assert sum(name.startswith("bend_") for name in last["events"]) >= 4, "bends that come to their end within the days"
    cents = [round(float(amount) * 100) for amount in last["trial_balance"].values()]
    assert sum(cents) == 0


def test_the_same_seed_ends_the_same_and_another_seed_otherwise(home: Path) -> None:
    ends = {}
    for name, seed in (("first", "7"), ("again", "7"), ("other", "8")):
        words = ["--days", "2", "--seed", seed, "--clients", "2", "--quiet", "--faults", "--creditors"]
        code, told, wrong = _cessie(home, "simulate", *words)
        assert code == 0, wrong
        assert len(told.splitlines()) == 1, "--quiet tells the last line only"
        ends[name] = told
    assert ends["first"] == ends["again"]
    assert _last(ends["first"])["events"]["fault_killed"] > 0
    assert _last(ends["first"])["events"]["managed"] > 5, "the hospital's bills and what the wholesaler sold"
    assert ends["first"] != ends["other"]


def test_who_ends_a_month_is_killed_and_whoever_goes_on_makes_the_same_books(home: Path) -> None:
    ends = []
    for trouble in ([], ["--faults", "months"]):
        words = ["--from", "2026-03-31", "--days", "2", "--seed", "5", "--clients", "2", "--months", "--check-daily"]
        code, told, wrong = _cessie(home, "simulate", *words, *trouble)
        assert code == 0, wrong
        assert "month closed by Treasury Two Demo  2026-03" in told
        ends.append(_last(told))
    calm, killed = ends
    assert killed["events"].pop("fault_killed") == calm["events"]["month_closed"] == 1, "March"
    assert calm == killed
    assert calm["events"]["fee_invoice"] == 2, "of March, in which the books begin"
    assert float(calm["trial_balance"]["4010"]) < 0, "interest was earned"
    assert float(calm["trial_balance"]["5030"]) > 0, "something was set aside for losses"


def test_the_bank_dies_in_the_middle_and_the_play_says_so(home: Path) -> None:
    process = _begin(home, "-m", "cessie", "simulate", "--days", "300", "--seed", "1")
    try:
        assert process.stdout is not None
        while "approved by" not in (line := process.stdout.readline()):
            assert line, process.stderr and process.stderr.read()
        (bank,) = [
            c for c in psutil.Process(process.pid).children(True) if "cessie.world.leashed" in " ".join(c.cmdline())
        ]
        bank.send_signal(signal.SIGKILL)
        _, wrong = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 1
    assert "[world.bank_gone]" in wrong
    assert "Traceback" not in wrong


def test_a_killed_play_leaves_no_bank_behind(home: Path) -> None:
    process = _begin(home, "-m", "cessie", "simulate", "--days", "300", "--seed", "1")
    assert process.stdout is not None
    process.stdout.readline()
    bank = _bank_of(process)
    process.kill()
    process.communicate()
    end = time.monotonic() + 15
    while bank.is_running() and bank.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "the bank lives on"
        time.sleep(0.1)


def test_a_backup_taken_while_the_house_plays_is_a_whole_house(home: Path, tmp_path: Path) -> None:
    saved, where = tmp_path / "saved", {"CESSIE_DATABASE_URL": LocalServer(home).address("given_back")}
    process = _begin(home, "-m", "cessie", "simulate", "--days", "300", "--seed", "3", "--clients", "2")
    try:
        assert process.stdout is not None
        while "approved by" not in (line := process.stdout.readline()):
            assert line, process.stderr and process.stderr.read()
        code, told, wrong = _cessie(home, "backup", str(saved), "--json")
        assert process.poll() is None, "it was to play on meanwhile"
    finally:
        process.kill()
        process.communicate()
    assert code == 0, wrong
    taken = json.loads(told)
    assert taken["documents"] > 0
    assert taken["entries"] > 0
    other = tmp_path / "other"
    code, told, wrong = _cessie(other, "restore", str(saved), **where)
    assert code == 0, wrong
    assert "0 broken" in told
    assert _cessie(other, "check", **where)[0] == 0
    assert (other / "secret_key").read_text() == (home / "secret_key").read_text()
    code, _, wrong = _cessie(other, "restore", str(saved), **where)
    assert (code, "[backup.database_used]" in wrong) == (1, True)
    (other / "restore.unfinished").write_text("0")  # as after a kill in the middle
    code, _, wrong = _cessie(other, "check", **where)
    assert (code, "[house.half_restored]" in wrong) == (1, True)


def test_an_agency_collects_lawfully_and_every_cent_of_others_is_explained_each_night(home: Path) -> None:
    """Two weeks: letters, answers, money that names nobody, and the first remittances of who is remitted weekly."""
    words = ["--agency", "--from", "2026-03-05", "--days", "16", "--dossiers", "12", "--seed", "4"]
    code, told, wrong = _cessie(home, "simulate", *words)
    assert code == 0, wrong + told[-2000:]
    last = _last(told)
    assert last["events"]["dossier"] == 12
    assert {"letter", "trust_receipt", "remittance", "payout"} <= last["events"].keys()
    assert set(last["collected"]) == {"BE amicable", "FR amicable", "NL amicable"}
    assert float(last["trial_balance"]["1020"]) == -float(last["trial_balance"]["2200"]), "all of it is somebody's"


@pytest.mark.parametrize(("made", "code"), [(REAL, "stage.real"), (USED, "stage.used")], ids=["real", "used"])
def test_what_is_no_made_up_house_is_refused_untouched(home: Path, made: str, code: str) -> None:
    changed = _begin(home, "-c", made)
    _, wrong = changed.communicate()
    assert changed.returncode == 0, wrong
    before = _cessie(home, "check", "--json")
    for command in (["simulate", "--days", "1"], ["demo", "--no-serve"]):
        ended, _, wrong = _cessie(home, *command)
        assert (ended, f"[{code}]" in wrong) == (1, True), wrong
        assert "CESSIE_HOME" in wrong
    assert _cessie(home, "check", "--json") == before
