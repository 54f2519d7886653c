"""Every kind of entry has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import cessie.ledger.rules as rules
from cessie.ledger.rules.fees import INCOME
from cessie.ledger.rules.kinds import KINDS, in_words


def test_every_kind_that_a_rule_can_write_has_words():
    found = set(INCOME)
    for file in Path(rules.__file__).parent.glob("*.py"):
        if file.name in ("kinds.py", "__init__.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "of" and len(node.args) > 2:
                found |= {word.value for word in [node.args[1]] if isinstance(word, ast.Constant)}
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal":
                words = {word.value for word in ast.walk(node.slice) if isinstance(word, ast.Constant)}
                found |= {word for word in words if not word.isdigit()}
    assert len(found) > 60
    assert found | {"opening"} == set(KINDS)


def test_a_reversal_says_what_it_reverses():
    french = {"Money received": "Argent reçu", "Reversal: {what}": "Contre-passation : {what}"}
    assert in_words("receipt_reversed", french.__getitem__) == "Contre-passation : Argent reçu"
    assert in_words("allocation_reversed") == "Receipt taken back"
    assert in_words("never heard of") == "never heard of"
