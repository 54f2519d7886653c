"""The browser for the tests: the first way that gives one is taken, and where none does, all are named."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "browser.py"


@pytest.fixture
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cessie_browser_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Machine:
    """A machine without a browser, on which every program fails until it is told to succeed."""

    def __init__(self, tool: ModuleType, patch: pytest.MonkeyPatch, *, root: bool) -> None:
        self.programs = {"apt-get": "/usr/bin/apt-get"}
        self.ran: list[str] = []
        self.good: set[str] = set()
        patch.delenv("CESSIE_CHROMIUM", raising=False)
        patch.setattr(tool, "playwrights", lambda: None)
        patch.setattr(tool.os, "geteuid", lambda: 0 if root else 1000)
        patch.setattr(tool.shutil, "which", self.programs.get)
        patch.setattr(tool.subprocess, "run", self.run)

    def run(self, words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        line = " ".join(words).replace(f"{sys.executable} -m ", "")
        self.ran.append(line)
        if "install -y" in line and line in self.good:
            self.programs["chromium"] = "/usr/bin/chromium"
        return subprocess.CompletedProcess(words, 0 if line in self.good else 1)


APT = ["apt-get -qq update", "apt-get -qq install -y --no-install-recommends chromium"]


@pytest.mark.parametrize("root", [True, False])
def test_without_any_all_ways_are_named(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    machine = Machine(tool, monkeypatch, root=root)
    assert tool.main() == 1
    out, err = capsys.readouterr()
    playwright = "playwright install --with-deps chromium" if root else "playwright install chromium"
    assert machine.ran == [playwright, *([APT[0]] if root else [])]
    assert out == ""
    tried = err.splitlines()[-2]
    for way in ("CESSIE_CHROMIUM (not set)", "one on PATH", playwright):
        assert way in tried
    assert ("apt-get install chromium" in tried) == root
    assert "apt-get install chromium" in err.splitlines()[-1]


def test_system_package_is_the_last_way(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(tool, monkeypatch, root=True)
    machine.good = {*APT, "/usr/bin/chromium --version"}
    assert tool.main() == 0
    assert capsys.readouterr().out == "/usr/bin/chromium\n"
    assert machine.ran == ["playwright install --with-deps chromium", *APT, "/usr/bin/chromium --version"]


def test_one_that_was_given_must_start(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(tool, monkeypatch, root=True)
    monkeypatch.setenv("CESSIE_CHROMIUM", "/opt/mine")
    assert tool.main() == 1
    assert "CESSIE_CHROMIUM=/opt/mine does not start." in capsys.readouterr().err
    machine.good = {"/opt/mine --version"}
    assert tool.main() == 0
    assert capsys.readouterr().out == "/opt/mine\n"
