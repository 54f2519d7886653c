"""What of a ledger is financed: the example with every class of ineligible, and what holds for any ledger."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.ledger import examples
from cessie.lib.money import Money
from cessie.terms.contract import ELIGIBILITY_ORDER, EligibilityRule
from cessie.terms.eligibility import Debtor, Open, bucket, cap, chosen, eligible

DAY = date(2026, 6, 30)
ALL: dict[str, EligibilityRule] = {
    code: EligibilityRule(code, days=90, percent=Decimal(40), countries=("BE", "NL", "FR"))
    for code in ELIGIBILITY_ORDER
}


def _cents(text: str) -> int:
    return Money.parse(text).cents


def _example() -> dict[str, Any]:
    cases = json.loads((Path(examples.__file__).parent / "factoring-worked-examples.json").read_text())["examples"]
    case: dict[str, Any] = next(case for case in cases if case["id"].startswith("EX04"))
    return case


def test_every_class_of_ineligible_is_taken_out_in_its_turn() -> None:
    """EX04: the steps, what is eligible of each debtor, and the share of one debtor."""
    case = _example()
    given, expected = case["inputs"], case["expected"]
    lines = [
        Open(
            row["debtor"], _cents(row["open"]), due=DAY - timedelta(days=row["days_overdue"]), disputed=row["disputed"]
        )
        for row in given["invoices"]
    ]
    debtors = {
        name: Debtor(
            affiliate=facts.get("affiliate", False),
            credits=_cents(facts.get("open_credit_notes", "0")),
            contra=_cents(facts.get("contra_payable", "0")),
            limit=_cents(facts["limit"]),
        )
        for name, facts in given["debtors"].items()
    }
    pool = eligible(lines, debtors, ALL | {"CROSS_AGE": EligibilityRule("CROSS_AGE", percent=Decimal(50))}, DAY)
    left = {step.code: step.left for step in pool.steps}
    steps = {name[0]: _cents(amount) for name, amount in expected["steps"].items()}
    assert [pool.gross, left["DATE"], left["CROSS_AGE"], left["CREDITS"], left["CONTRA"], left["OVER_LIMIT"],
            left["CONCENTRATION"]] == [steps[n] for n in "1234567"]  # fmt: skip
    told = {name: _cents(amount) for name, amount in expected["eligible_by_debtor"].items()}
    assert {name: cents for name, cents in pool.by_debtor.items() if name in told} == told
    assert pool.cap == _cents(expected["concentration_cap"])


@pytest.mark.parametrize(
    ("line", "debtor", "code"),
    [
        (Open("A", 1, DAY), Debtor(), ""),
        (Open("A", 1, DAY - timedelta(days=90)), Debtor(), ""),
        (Open("A", 1, DAY - timedelta(days=91)), Debtor(), "OVERDUE"),
        (Open("A", 1, DAY, held=True, disputed=True), Debtor(), "HOLD"),
        (Open("A", 1, DAY), Debtor(affiliate=True, consumer=True), "AFFILIATE"),
        (Open("A", 1, DAY), Debtor(consumer=True), "CONSUMER"),
        (Open("A", 1, DAY), Debtor(country="FR"), ""),
        (Open("A", 1, DAY), Debtor(country="US"), "COUNTRY"),
        (Open("A", 1, DAY, unperformed=True), Debtor(country="US"), "PERFORMANCE"),
        (Open("A", 1, DAY, issued=DAY - timedelta(days=90)), Debtor(), ""),
        (Open("A", 1, DAY, issued=DAY - timedelta(days=91)), Debtor(), "TERM"),
        (Open("A", 1, DAY, issued=DAY, handed=DAY - timedelta(days=1)), Debtor(), "DATE"),
        (Open("A", 1, DAY, issued=DAY - timedelta(days=9), handed=DAY + timedelta(days=82)), Debtor(), "DATE"),
    ],
)
def test_a_document_falls_under_the_first_rule_that_it_breaks(line: Open, debtor: Debtor, code: str) -> None:
    assert bucket(line, debtor, ALL, DAY) == code


def test_half_overdue_is_not_yet_more_than_half() -> None:
    rules = chosen([EligibilityRule("OVERDUE", days=0), EligibilityRule("CROSS_AGE", percent=Decimal(50))])
    late = DAY - timedelta(days=1)
    assert eligible([Open("A", 50, DAY), Open("A", 50, late)], {}, rules, DAY).total == 50
    assert eligible([Open("A", 50, DAY), Open("A", 51, late)], {}, rules, DAY).total == 0


LINES = st.lists(
    st.builds(
        Open,
        st.sampled_from("ABC"),
        st.integers(1, 10_000),
        st.dates(DAY - timedelta(days=200), DAY + timedelta(days=90)),
        disputed=st.booleans(),
    ),
    max_size=12,
)
DEBTORS = st.dictionaries(
    st.sampled_from("ABC"),
    st.builds(
        Debtor, credits=st.integers(0, 9_000), contra=st.integers(0, 900), limit=st.none() | st.integers(0, 9999)
    ),
)
SETS = st.sets(st.sampled_from(ELIGIBILITY_ORDER)).map(
    lambda codes: {c: ALL[c] for c in ELIGIBILITY_ORDER if c in codes}
)


@given(LINES, DEBTORS, SETS)
def test_the_steps_add_up_and_no_rule_gives(
    lines: list[Open], debtors: dict[Any, Debtor], rules: dict[str, Any]
) -> None:
    pool = eligible(lines, debtors, rules, DAY)
    assert pool.gross == sum(line.cents for line in lines)
    assert all(step.out >= 0 for step in pool.steps)
    assert [step.code for step in pool.steps] == list(rules)
    assert pool.gross - sum(step.out for step in pool.steps) == pool.total == sum(pool.by_debtor.values())
    most = cap(rules, next((step.left + step.out for step in pool.steps if step.code == "CONCENTRATION"), 0))
    assert pool.cap == most
    assert all(most is None or cents <= most for cents in pool.by_debtor.values())


@given(LINES, DEBTORS, SETS, st.sampled_from(ELIGIBILITY_ORDER))
def test_one_rule_more_never_makes_more_eligible(
    lines: list[Open], debtors: dict[Any, Debtor], rules: dict[str, Any], code: str
) -> None:
    """But for cross-age, which looks at what the rule on overdue took, and the share, which falls with the whole."""
    rules.pop("CONCENTRATION", None), rules.pop("CROSS_AGE", None)
    if code not in ("CONCENTRATION", "CROSS_AGE"):
        more = {each: ALL[each] for each in ELIGIBILITY_ORDER if each in rules or each == code}
        assert eligible(lines, debtors, more, DAY).total <= eligible(lines, debtors, rules, DAY).total
