"""The outside services stand on this machine, and say how the house finds them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cessie.config import settings
from cessie.config.main import main
from cessie.connectors import sandbox
from cessie.connectors.channels import Piece
from cessie.connectors.channels.sms.provider import Sms
from cessie.connectors.sandbox import stands

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROOT = Path(str(sandbox.__file__)).parent
TEXT = Piece("R-1", b"", mobile="+32470123456", text="Herinnering")


def test_every_sandbox_of_a_folder_stands_and_the_house_knows_what_it_is_told(tmp_path: Path) -> None:
    there = {path.parent.name for path in ROOT.rglob("sandbox.py") if path.parent != ROOT}
    assert set(stands()) == there
    read = Path(settings.__file__).read_text()
    for name, make in stands().items():
        with make(AT, tmp_path) as one:
            told = one.environment()
            one.turn(AT)
        assert told, name
        assert all(key in read or key.startswith("CESSIE_INSURER_") for key in told), name


def test_the_command_shows_them_and_they_answer_while_it_lasts(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "cessie", "sandbox", "sms", "--port", port, "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "."}) as run:
        try:
            lines = [str(run.stdout.readline()) if run.stdout else "" for _ in range(2)]
            told = dict(re.findall(r"export (\w+)=(\S+)", "".join(lines)))
            assert told["CESSIE_SMS_URL"].endswith(f":{port}")
            with Sms(told["CESSIE_SMS_URL"], told["CESSIE_SMS_KEY"]) as channel:
                handed = channel.deliver("D1", [TEXT])
                assert [each.fate for each in channel.news([handed])] == ["delivered"]
        finally:
            run.terminate()


def test_a_name_that_nobody_has_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "fax"]) == 2
    assert "fax" in capsys.readouterr().out
    assert main(["sandbox", "--list"]) == 0
    assert "registered_email" in capsys.readouterr().out
