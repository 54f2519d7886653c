"""docs/books.md tells an accountant what the code does: its tables are held to the code line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cessie.ledger.chart import ACCOUNTS, CHART, MEMO_PAIRS, Account
from cessie.ledger.entry import Dims
from cessie.ledger.rules import RULES

BOOKS = (Path(__file__).resolve().parents[2] / "docs" / "books.md").read_text("utf-8").splitlines()


def chart_row(a: Account) -> str:
    return f"| {a.code} | {a.name} | {a.type} | {a.normal} | {', '.join(a.needs)} | {', '.join(a.kept) or 'month'} |"


def rule_row(code: str) -> str:
    def side(accounts: frozenset[str]) -> str:
        return "any" if len(accounts) > 20 else " ".join(sorted(accounts))

    rule = RULES[code]
    return f"| {code} | {rule.words} | {side(rule.debit)} | {side(rule.credit)} |"


def test_the_chart_in_the_docs_is_the_chart():
    told = [line for line in BOOKS if line.startswith("| ") and line[2:6].isdigit()]
    assert told == [chart_row(account) for account in ACCOUNTS]


def test_the_rules_in_the_docs_are_the_rules():
    told = [line for line in BOOKS if line.startswith("| P") and line[3:5].isdigit()]
    assert told == [rule_row(code) for code in RULES]


def test_the_rules_are_numbered_without_a_gap():
    assert sorted(RULES) == sorted([f"P{n:02}" for n in range(44)] + ["P34f"])


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.code)
def test_an_account_keeps_balances_only_by_what_its_lines_must_carry(account):
    assert set(account.kept) <= set(account.needs) <= set(Dims._fields)


def test_rules_name_accounts_of_the_chart():
    assert {code for rule in RULES.values() for code in rule.debit | rule.credit} <= CHART.keys()


def test_memo_accounts_stand_in_pairs():
    assert sorted(code for pair in MEMO_PAIRS for code in pair) == [a.code for a in ACCOUNTS if a.type == "memo"]
