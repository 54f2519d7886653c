"""Our sums against the official unit tests of EN 16931: each rule fires where it must and is silent where it must."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from cessie.formats import xml
from cessie.formats.invoices import ubl

RULES = ["BR-CO-10", "BR-CO-12", "BR-CO-13", "BR-CO-15"]  # those that the corpus holds tests of


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_fires_as_its_authors_say(corpus: Path, rule: str) -> None:
    truth = json.loads((corpus / "truth.json").read_text("utf-8"))["files"]
    wrong, count = [], 0
    for name, known in truth.items():
        if not name.startswith("unit-ubl/") or not any(r[1] == rule for t in known["tests"] for r in t["expect"]):
            continue
        root = xml.parse((corpus / name).read_bytes())
        tests = list(root.iterfind("{*}test"))
        for number, (node, declared) in enumerate(zip(tests, known["tests"], strict=True), 1):
            expected = {outcome for outcome, of in declared["expect"] if of == rule}
            document = next((child for child in node if xml.local(child) in {"Invoice", "CreditNote"}), None)
            if not expected or document is None:
                continue
            count += 1
            read = ubl.read_tree(xml.parse(etree.tostring(document)))
            fires = f"invoice.{rule.lower()}" in {warning.code for warning in read.warnings}
            if fires != (expected == {"error"}):
                wrong.append((name, number, expected, [w.in_words() for w in read.warnings]))
    assert count
    assert not wrong
