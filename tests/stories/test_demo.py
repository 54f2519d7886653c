"""The first command of the README: an invoice becomes cash, with our papers and with somebody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cessie.config.localpg import LocalServer
from cessie.config.postgres.account import account
from cessie.config.postgres.places import places

TREE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("demo")
    yield home
    LocalServer(home).stop()
    root = places(home, account()).root
    if not root.is_relative_to(home):
        shutil.rmtree(root)


def _cessie(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "CESSIE_HOME": str(home),
        "PYTHONPATH": str(TREE),
        "DJANGO_SETTINGS_MODULE": "cessie.config.settings",
    }
    env.pop("CESSIE_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "cessie", *words], env=env, capture_output=True, text=True, timeout=600, check=False
    )


def test_four_invoices_become_cash_and_every_book_holds(home: Path) -> None:
    done = _cessie(home, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    for rule in ("P01", "P02", "P03", "P04", "P05", "P07", "P08", "P09"):
        assert f"booked {rule}" in done.stdout
    assert "4 invoices became cash and their holdbacks went back. The books balance." in done.stdout
    assert "1100" not in done.stdout.partition("Trial balance")[2], "every bought invoice is paid"
    checked = _cessie(home, "check")
    assert checked.returncode == 0, checked.stdout


def test_a_file_of_others_is_held_with_each_reason_and_comes_through_once_two_cleared_it(
    home: Path, corpus: Path
) -> None:
    file = corpus / "ubl-invoice" / "cen__BIS_Billing_30-Factoring.xml"
    done = _cessie(home, "demo", "--no-serve", "--invoice", str(file))
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    held, _, after = done.stdout.partition("cleared by Credit One Demo: held")
    for code in ("M07.account", "M07.payee", "M08", "M13.number", "M14.number"):
        assert f"[{code}]" in held
    assert "cleared by Credit Two Demo: accepted" in after
    assert "booked P09 holdback release" in after
    assert "The books balance." in after


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<Invoice", "xml."), (b"", "format.empty"), (b"hello", "format.unknown")],
    ids=["broken", "empty", "text"],
)
def test_a_file_that_is_no_invoice_is_refused_by_name(home: Path, tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "paper.xml"
    file.write_bytes(content)
    done = _cessie(home, "demo", "--no-serve", "--invoice", str(file))
    assert done.returncode == 1
    assert f"[{code}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(home: Path, tmp_path: Path) -> None:
    done = _cessie(home, "demo", "--no-serve", "--invoice", str(tmp_path / "nothing.xml"))
    assert done.returncode == 1
    assert "nothing.xml" in done.stderr
