"""What the law refuses or flags: each with its guard and article, never with a guessed figure."""

from __future__ import annotations

from typing import Any

import pytest

from cessie.law.answering import answer, answer_line
from cessie.law.rates import project_rates

CLAIM = {"what": "interest", "country": "BE", "segment": "b2b", "principal": "1000.00", "due": "2025-01-31",
         "until": "2025-03-31"}  # fmt: skip
COSTS = {"what": "costs", "country": "NL", "segment": "b2b", "principal": "1000.00", "on": "2026-03-01"}


def ask(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    question = {name: value for name, value in (base | changes).items() if value is not ...}
    return answer(question, project_rates())


@pytest.mark.parametrize(
    ("changes", "code", "guard"),
    [
        ({"due": "2025-04-01"}, "law.due_after_until", "LAW-GEN-01"),
        ({"until": "2027-01-15"}, "law.rate_unknown", "LAW-GEN-02"),
        ({"due": "2012-01-31", "until": "2012-03-31"}, "law.rate_unknown", "LAW-GEN-02"),
        ({"payments": [["2025-04-01", "10.00"]]}, "law.payment_after_until", "LAW-GEN-01"),
        ({"country": "FR", "contract_rate": "8.00"}, "law.below_floor", "LAW-FR-01"),
        ({"segment": "b2c", "contract_rate": "10"}, "law.no_reminder", "LAW-BE-02"),
        ({"country": "NL", "segment": "b2c", "contract_rate": "1"}, "law.rate_below_legal", None),
        ({"country": "PT"}, "law.unknown_country", None),
        ({"due": "2025-02-29"}, "law.bad_field", None),
        ({"due": "31-01-2025"}, "law.bad_field", None),
        ({"principal": "-5.00"}, "law.bad_field", None),
        ({"principal": "0.00"}, "law.no_principal", None),
        ({"principal": "5.001"}, "law.bad_field", None),
        ({"principal": 5.5}, "law.bad_field", None),
        ({"principal": True}, "law.bad_field", None),
        ({"principal": ...}, "law.missing_field", None),
        ({"segment": "b2x"}, "law.bad_field", None),
        ({"day_count": "30/360"}, "law.bad_field", None),
        ({"payments": [["2025-02-01"]]}, "law.bad_field", None),
        ({"payments": [["2025-02-01", "0.00"]]}, "law.no_payment", None),
        ({"untill": "2025-02-01"}, "law.unknown_field", None),
        ({"what": "everything"}, "law.unknown_question", None),
        ({"contract_date": "2012-01-01", "due": "2013-05-31", "until": "2013-06-30"}, "law.old_contract", None),
    ],
)  # fmt: skip
def test_a_question_that_is_refused(changes: dict[str, Any], code: str, guard: str | None) -> None:
    error = ask(CLAIM, **changes)["error"]
    assert (error["code"], error["guard"]) == (code, guard)
    assert error["message"]
    assert bool(error["article"]) == bool(guard)


@pytest.mark.parametrize("line", ["", "{", "[]", "7", '"interest"', "null", "[" * 100_000])
def test_a_line_that_is_no_question(line: str) -> None:
    assert answer_line(line, project_rates())["error"]["code"] in ("law.no_json", "law.unknown_question")


def test_an_amount_typed_as_a_number_keeps_its_cents() -> None:
    line = '{"what":"costs","country":"NL","segment":"b2b","principal":10000.10,"on":"2026-03-01"}'
    assert answer_line(line, project_rates())["costs"] == "875.00"


def test_a_payment_above_the_claim_is_flagged_and_kept_apart() -> None:
    found = ask(CLAIM, payments=[["2025-02-28", "2000.00"]])
    assert (found["interest"], found["excess"], found["outstanding"]["principal"]) == ("8.82", "991.18", "0.00")
    assert "law.overpaid" in {said["code"] for said in found["findings"]}


def test_a_payment_in_time_bears_no_interest_and_is_said() -> None:
    found = ask(CLAIM, payments=[["2025-01-31", "400.00"]])
    assert found["steps"][0]["base"] == "600.00"
    assert found["findings"][0]["guard"] == "LAW-GEN-01"


def test_paid_on_the_due_date_owes_nothing_more() -> None:
    found = ask(CLAIM, until="2025-01-31")
    assert (found["interest"], found["fixed_sum"], found["total"], found["steps"]) == ("0.00", "0.00", "1000.00", [])


def test_the_year_after_a_leap_day_ends_on_the_last_of_february() -> None:
    """First day of interest 29 February 2024: the full year has passed after 28 February 2025."""
    found = ask(CLAIM, country="NL", due="2024-02-28", until="2025-03-01")
    assert [(step["from"], step["base"]) for step in found["steps"]][-2:] == [
        ("2025-01-01", "1000.00"), ("2025-03-01", "1121.90")]  # fmt: skip


def test_a_month_from_the_end_of_january_ends_with_february() -> None:
    found = ask({"what": "term", "country": "LU", "segment": "b2b", "received": "2026-01-31"})
    assert (found["due"], found["findings"][0]["code"]) == ("2026-02-28", "law.short_month")


def test_a_consumer_in_belgium_without_a_clause_owes_no_interest() -> None:
    found = ask(CLAIM, segment="b2c")
    assert (found["interest"], found["total"], found["findings"][0]["guard"]) == ("0.00", "1000.00", "LAW-BE-03")


def test_a_belgian_clause_above_the_limit_is_void() -> None:
    found = ask(CLAIM, segment="b2c", contract_rate="11.51", notice="2025-02-01", channel="electronic")
    assert (found["interest"], found["findings"][0]["code"]) == ("0.00", "law.clause_void")
    assert (
        ask(CLAIM, segment="b2c", contract_rate="11.50", notice="2025-02-01", channel="electronic")["interest"]
        != "0.00"
    )


def test_nothing_runs_while_the_first_reminder_does() -> None:
    found = ask(CLAIM, segment="b2c", contract_rate="maximum", notice="2025-03-20", channel="electronic")
    assert (found["interest"], found["findings"][0]["guard"]) == ("0.00", "LAW-BE-02")


@pytest.mark.parametrize(
    ("changes", "guard", "due_now"),
    [
        ({"segment": "b2c"}, "LAW-NL-01", "0.00"),
        ({"segment": "b2c", "notice": "2026-02-27"}, "LAW-NL-01", "0.00"),
        ({"country": "FR", "segment": "b2c"}, "LAW-FR-02", "0.00"),
        ({"country": "BE", "segment": "b2c", "clause": True}, "LAW-BE-02", "0.00"),
        ({"country": "BE", "segment": "b2c", "notice": "2026-01-05"}, "LAW-BE-03", "0.00"),
        ({"insolvent": True}, "LAW-GEN-03", "0.00"),
    ],
)
def test_costs_that_may_not_be_asked_yet(changes: dict[str, Any], guard: str, due_now: str) -> None:
    found = ask(COSTS, **changes)
    assert found["due_now"] == due_now
    assert guard in {said["guard"] for said in found["findings"]}


def test_dutch_instalments_are_not_guessed() -> None:
    assert ask(COSTS, principal="100.00", periodic=True)["error"]["guard"] == "LAW-NL-02"


def test_a_french_bill_that_is_no_law_yet_gives_no_dates() -> None:
    question = {"what": "deadlines", "country": "FR", "procedure": "uncontested", "served": "2026-03-01"}
    assert ask(question)["error"]["code"] == "law.not_in_force"
    assert ask(question | {"procedure": "order_to_pay", "served": ...})["error"]["code"] == "law.missing_field"


def test_what_is_not_sure_is_said() -> None:
    assert any("second source" in words for words in ask(CLAIM, country="LU")["unverified"])
    assert ask(CLAIM, country="BE")["unverified"] == []
