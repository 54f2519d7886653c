"""The table of bad ledgers in docs/formats.md: each of its codes is said by the program and seen by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]
TABLE = (
    (TREE / "docs" / "formats.md").read_text("utf-8").partition("| Bad input | Code | Then |")[2].partition("\n\n")[0]
)
CODES = re.findall(r"`([a-z_]+\.[a-z_]+)`", TABLE)


def _sources(folder: str) -> str:
    own = Path(__file__)
    return "\n".join(path.read_text("utf-8") for path in sorted((TREE / folder).rglob("*.py")) if path != own)


@pytest.mark.parametrize("folder", ["cessie", "tests"])
def test_each_code_is_said_and_tested(folder: str) -> None:
    told = _sources(folder)
    assert len(CODES) > 15
    assert [code for code in CODES if f'"{code}"' not in told] == []
