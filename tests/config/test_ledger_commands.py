"""`cessie import ledger` and `cessie draw`: a ledger by the command line, and what may be drawn on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cessie.config import person
from cessie.config.commands import draw, import_
from cessie.config.main import main
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.contracts.models import Contract
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.client_ledgers.conftest import FIRST, NEXT, OPENING, at, contract, owner, rows
from tests.domain.conftest import an, client_, seller, store_folder

__all__ = ["an", "client_", "contract", "owner", "seller", "store_folder"]


@pytest.fixture
def _here(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (draw, import_):
        monkeypatch.setattr(module, "open_house", lambda: None)


def sent(folder: Path, data: bytes, *more: str) -> int:
    file = folder / "ledger.csv"
    file.write_bytes(data)
    return main(["import", "ledger", str(file), *more])


@pytest.mark.usefixtures("_here")
def test_a_ledger_by_command_waits_rolls_forward_or_is_refused_line_by_line(
    an: Viewer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, after = (("--contract", "B001", "--as-of", str(day)) for day in (FIRST, NEXT))
    assert sent(tmp_path, rows(*OPENING), *first) == 1, "a first one waits for a person"
    assert "[ledgers.first]" in capsys.readouterr().out
    accept(submission_id=Submission.objects.get().pk, note="Looked at.", by=an, at=at(FIRST))
    assert sent(tmp_path, rows(*OPENING), *first) == 0, "the same again is the one in force"
    assert sent(tmp_path, rows(*OPENING, ("F3", "D1", 10)), *after) == 0
    told = capsys.readouterr().out
    assert "accepted" in told
    assert "3 lines" in told
    assert sent(tmp_path, rows(("F1", "D1", -5)), *after) == 1
    assert "[ledgers.older]" in capsys.readouterr().err
    assert sent(tmp_path, rows(("F1", "D1", -5)), "--contract", "B001", "--as-of", "2026-09-15") == 1
    assert re.search(r"line 2: .*\[client_ledger.negative\]", capsys.readouterr().out)
    assert sent(tmp_path, rows(*OPENING), "--contract", "B009") == 1
    assert "[import.unknown_contract]" in capsys.readouterr().err
    assert Submission.objects.filter(state="accepted").get().as_of == NEXT


@pytest.mark.usefixtures("_here")
def test_what_may_be_drawn_is_shown_and_drawn_by_an_owner_alone(
    owner: Viewer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", "B001"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[-1] == "0.00", "nothing was sent: nothing to draw"
    assert main(["draw", "B009"]) == 1
    assert "B009" in capsys.readouterr().err
    assert main(["draw", "B001", "--amount", "100.00"]) == 1, "it needs a person"
    monkeypatch.setattr(person, "person", lambda _: owner)
    assert main(["draw", "B001", "--amount", "100.00", "--as", "owner@client.example"]) == 1
    assert not Order.objects.exists()
