"""Every room speaks Dutch and French: no text is missing, uncertain, or said in two ways."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TREE = Path(__file__).resolve().parents[2]
#: Rooms whose pages still wait for their words; this list only gets shorter.
UNSPOKEN = ("cessie/portals/client", "cessie/portals/frame", "cessie/portals/public", "cessie/portals/staff")


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cessie_words_tool", TREE / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    return tool


@pytest.fixture(scope="module")
def objections() -> list[str]:
    """What the messages tool has against the catalogues, one line each, the catalogue first."""
    wrong: list[str] = _tool().check(TREE / "cessie")
    return wrong


def test_every_text_is_said_in_dutch_and_french(objections: list[str]) -> None:
    assert [line for line in objections if not line.startswith(UNSPOKEN)] == []


def test_no_room_is_excused_that_speaks(objections: list[str]) -> None:
    speaks = [room for room in UNSPOKEN if not any(line.startswith(room) for line in objections)]
    assert speaks == [], "these rooms speak now: take them out of UNSPOKEN"
