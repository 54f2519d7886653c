"""Hostile files: refused, or read as plain data with nothing followed, fetched or written."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cessie.formats import as_json
from cessie.formats.reading import read

BUILT = ("xml_", "text_", "zip_", "coda_", "mt940_", "pdf_")
#: A PDF without data inside is refused by its name until the reading of pages is built.
PLAIN_PDF = {"pdf_page_count_lie.pdf"}


@pytest.fixture(scope="module")
def hostile(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, "-W", "ignore", str(corpus / "hostile" / "generate.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def _warnings(line: dict[str, Any]) -> list[Any]:
    return [*line.get("warnings", []), *(w for s in line.get("statements", []) for w in s["warnings"])]


def test_every_hostile_file_ends_as_it_must(hostile: Path) -> None:
    expected = json.loads((hostile / "expected.json").read_text("utf-8"))
    before = {path.name for path in hostile.iterdir()}
    wrong = []
    for name, must in expected.items():
        start = time.monotonic()
        lines = [as_json.document(d, name, n) for n, d in enumerate(read((hostile / name).read_bytes(), name), 1)]
        assert time.monotonic() - start < must.get("limit_seconds", 10), name
        assert "CANARY" not in json.dumps(lines) or name == "canary.txt", name
        refused = all(line["kind"] == "refused" for line in lines)
        right = {
            "reject": refused,
            "inert": (name.startswith(BUILT) and name not in PLAIN_PDF) != refused,
            "flag": any(_warnings(line) for line in lines) if name.startswith(BUILT) else refused,
            "ignore": True,
        }[must["must"]]
        if not right:
            wrong.append((name, must, lines))
    assert not wrong
    assert {path.name for path in hostile.iterdir()} == before


def test_hostile_words_stay_words(hostile: Path) -> None:
    (document,) = read((hostile / "text_name_template.xml").read_bytes())
    line = as_json.document(document, "f", 1)
    assert line["statements"][0]["entries"][0]["counterparty"]["name"] == "{{ 7*7 }}{% debug %}"
    json.dumps(line)
