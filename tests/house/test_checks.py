"""The catalogue of checks says what the rules do, and its page says what the catalogue does."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from cessie.domain.invoices.rules.catalogue import BY_CODE, entry
from cessie.domain.invoices.rules.sums import READERS_DOUBTS

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tools"))

from checks import PAGE, page  # noqa: E402 - a tool is no package

#: The functions with which a rule finds something, and the severity that their name tells.
FINDERS = {"hold": "hold", "reject": "reject", "Found": None, "_found": None}


def _found() -> Iterator[tuple[str, str | None, str]]:
    """Code, severity and place of each finding in the sources; the severity None where the facts decide."""
    rooms = ("domain/invoices", "domain/credit", "domain/matching", "workflows")
    for file in sorted(file for room in rooms for file in (TREE / "cessie" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FINDERS and node.args:
                code = _text(node.args[0])
                if code.startswith("M") and code[1:3].isdigit():
                    yield code, _severity(node), f"{file.name}:{node.lineno}"


def _text(node: ast.expr) -> str:
    """The text, or its fixed beginning without the dot."""
    if isinstance(node, ast.JoinedStr):
        return _text(node.values[0]).rstrip(".")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _severity(node: ast.Call) -> str | None:
    assert isinstance(node.func, ast.Name)
    told = FINDERS[node.func.id]
    if told:
        return told
    if node.func.id == "Found":
        return _text(node.args[1]) or None
    return (_text(node.args[2]) or None) if len(node.args) > 2 else "hold"


def test_each_finding_is_in_the_catalogue_with_its_severity() -> None:
    found = list(_found())
    assert len(found) > 40
    unknown = [(code, place) for code, _, place in found if entry(code) is None]
    assert unknown == []
    other = [
        (code, severity, place)
        for code, severity, place in found
        if severity is not None and severity != BY_CODE[entry(code).code].severity  # type: ignore[union-attr]
    ]
    assert other == []


def test_each_check_of_the_catalogue_is_made_somewhere() -> None:
    made = {entry(code) for code, _, _ in _found()} | {entry(code) for code in READERS_DOUBTS.values()}
    assert sorted(set(BY_CODE) - {check.code for check in made if check}) == []


def test_the_page_says_what_the_catalogue_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "python tools/checks.py update"
