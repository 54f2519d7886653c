"""The examples in the docstrings of the pure rooms are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]
PURE = ["cessie/terms", "cessie/lib", "cessie/law", "cessie/ledger/rules", "cessie/domain/*/rules"]
MODULES = sorted(
    ".".join(file.relative_to(TREE).with_suffix("").parts).removesuffix(".__init__")
    for room in PURE
    for folder in TREE.glob(room)
    for file in folder.rglob("*.py")
    if ">>>" in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_examples() -> None:
    assert "cessie.terms.pricing" in MODULES
