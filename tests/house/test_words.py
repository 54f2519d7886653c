"""Every room speaks Dutch and French: no text is missing, uncertain, or said in two ways."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

from cessie.portals.frame.acts import ACTS

TREE = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cessie_words_tool", TREE / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    return tool


def test_every_text_is_said_in_dutch_and_french() -> None:
    assert _tool().check(TREE / "cessie") == []


def test_every_act_of_the_trail_has_its_word() -> None:
    """A page that says who did what says it in words, not in codes."""
    acts = {
        act
        for file in (TREE / "cessie").rglob("*.py")
        for act in re.findall(r'action="([a-z_]+\.[a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(acts) > 90
    assert acts - ACTS.keys() == set()
