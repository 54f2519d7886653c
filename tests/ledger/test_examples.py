"""The worked examples: all agree, and no cent of any of them can be changed unnoticed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cessie.config.commands.examples import SHIPPED
from cessie.config.main import main
from cessie.ledger.examples.case import Case, read
from cessie.ledger.examples.compare import check
from cessie.ledger.examples.play import play
from cessie.ledger.post import post
from cessie.ledger.queries import funds_in_use, trial_balance
from cessie.ledger.rules import RULES
from tests.ledger.conftest import AT

CASES = [case for path in SHIPPED for case in read(path)]
PLAYED = [case for case in CASES if case.events]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_example_agrees_to_the_cent(case):
    assert [str(difference) for difference in check(case).differences] == []


def test_all_examples_of_the_handbook_are_played():
    assert [case.id for case in CASES if case.id.startswith("EX")] == [f"EX{n:02}" for n in range(1, 18)]
    assert sum(check(case).compared for case in CASES) > 3700
    assert [case.id for case in CASES if check(case).later] == ["EX04"]  # its availability run comes later


def test_every_rule_is_played_by_an_example():
    played = {facts["rule"] for case in CASES for facts in case.events}
    assert played == set(RULES)


def _figures(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _figures(value[key], (*path, key))
    elif path[-1] not in ("account", "seq") and re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        yield path


def _at(example: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        example = example[key]
    return example


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: path.stem)
def test_any_changed_cent_is_found(file):
    """Every line, balance, computed figure and expected figure, one at a time."""
    changed, unnoticed = 0, []
    for example in json.loads(file.read_text())["examples"]:
        if example["id"] == "EX04":
            continue
        for path in [p for part in ("events", "expected") for p in _figures(example[part], (part,))]:
            holder, name = _at(example, path[:-1]), path[-1]
            before = holder[name]
            holder[name] = before + 1 if isinstance(before, int) else str(Decimal(before) + Decimal("0.01"))
            changed += 1
            found = check(Case.of(example)).differences
            if not any(difference.example == example["id"] for difference in found):
                unnoticed.append((example["id"], *path))
            holder[name] = before
    assert changed > 500
    assert unnoticed == []


@pytest.mark.parametrize("path", [("fee_pct",), ("vat_fee",), ("advance_rate",)])
def test_another_contract_gives_another_result(path):
    example = json.loads(SHIPPED[0].read_text())["examples"][0]
    example["contract"][path[0]] = str(Decimal(example["contract"][path[0]]) + Decimal("0.01"))
    assert check(Case.of(example)).differences


def test_a_difference_names_example_event_account_and_both_amounts():
    example = json.loads(SHIPPED[0].read_text())["examples"][0]
    example["events"][3]["lines"][1]["credit"] = "10377.57"
    (difference,) = check(Case.of(example)).differences
    assert str(difference) == (
        "EX01 event 4 payout_instructed, line 2, credit of 1030: expected 10377.57, got 10377.56"
    )


def test_a_missing_or_an_extra_line_is_found():
    example = json.loads(SHIPPED[0].read_text())["examples"][0]
    example["events"][2]["lines"].pop()
    assert "number of lines" in str(check(Case.of(example)).differences[0])


def test_the_accounts_of_each_played_line_are_those_of_its_rule():
    for case in PLAYED:
        for step in play(case).steps:
            rule = RULES[step.entry.rule]
            for line in step.entry.lines:
                assert line.account in (rule.debit if line.cents > 0 else rule.credit), (step.entry.key, line.account)


@pytest.mark.django_db
@pytest.mark.parametrize("case", PLAYED, ids=lambda case: case.id)
def test_the_books_in_the_database_say_the_same(case):
    played = play(case)
    post(played.books.entries, by="examples", at=AT)
    assert {line.account: line.balance for line in trial_balance()} == played.books.balances()
    contract = played.books.key("contract")
    assert funds_in_use([contract])[contract] == played.books.funds_in_use


def test_the_command_says_what_agrees(capsys):
    assert main(["examples"]) == 0
    said = capsys.readouterr().out
    assert "27 examples, 251 events" in said
    assert "0 differ" in said


def test_the_command_fails_on_a_changed_cent(capsys, tmp_path):
    file = tmp_path / "changed.json"
    file.write_text(SHIPPED[0].read_text().replace('"10377.56"', '"10377.55"', 1))
    assert main(["examples", str(file), "--json"]) == 1
    outcome = json.loads(capsys.readouterr().out)
    assert not outcome["ok"]
    assert [e["example"] for e in outcome["examples"] if e["differences"]] == ["EX01"]


@pytest.mark.parametrize("text", ["", "[]", '{"examples": [1]}', '{"examples": [{"id": "X"}]}'])
def test_a_file_of_another_shape_is_refused_by_name(text, tmp_path, capsys):
    file = tmp_path / "odd.json"
    file.write_text(text)
    assert main(["examples", str(file)]) == 1
    assert "examples." in capsys.readouterr().err


def test_a_missing_file_is_a_clear_word(capsys):
    assert main(["examples", str(Path("nowhere.json"))]) == 1
    assert "cannot be read" in capsys.readouterr().err
