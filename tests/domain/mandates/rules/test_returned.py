"""R-transactions: which kind it was, and what follows by the bank's reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.reason_codes import ROWS, STEPS, UNKNOWN, row
from cessie.domain.mandates.rules.returned import TAKES_BACK, Happened, Kind, Policy, follows, kind_of, retry_date
from cessie.domain.mandates.rules.timing import from_notice
from cessie.lib.days import is_bank_day

SETTLED = date(2026, 11, 27)  # a Friday
BACK = Happened(code="AM04", on=date(2026, 12, 1), scheme="CORE", settled=SETTLED)
CODES = st.sampled_from([*ROWS, "R001", "", "ZZ99"])
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
POLICIES = st.builds(
    Policy,
    retries=st.integers(0, 3),
    after_bank_days=st.integers(1, 20),
    day_of_month=st.one_of(st.none(), st.integers(1, 31)),
    notice_days=st.integers(0, 30),
    most_failures=st.integers(1, 5),
)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, "return"),
        ({"settled": None}, "reject"),
        ({"settled": None, "code": "MS02"}, "refusal"),
        ({"settled": None, "stated": "refusal"}, "refusal"),
        ({"settled": None, "stated": "cancellation"}, "cancellation"),
        ({"settled": None, "stated": "return"}, "reject"),  # nothing came that could go back
        ({"code": "MD06"}, "refund"),
        ({"code": "MD06", "stated": "return"}, "refund"),
        ({"stated": "refund"}, "refund"),
        ({"stated": "reversal"}, "reversal"),
        ({"stated": "reject"}, "return"),  # the money had come, whatever the bank calls it
        ({"code": "MD01", "on": date(2026, 12, 4)}, "return"),  # the fifth bank day
        ({"code": "MD01", "on": date(2026, 12, 5)}, "unauthorised"),
        ({"code": "MD01", "scheme": "B2B", "on": date(2026, 12, 2)}, "return"),
        ({"code": "MD01", "scheme": "B2B", "on": date(2026, 12, 3)}, "unauthorised"),
    ],
)
def test_the_kind_is_inferred(change: dict[str, Any], kind: Kind) -> None:
    assert kind_of(replace(BACK, **change)) == kind


@pytest.mark.parametrize(
    ("code", "mandate", "claim", "step", "stops"),
    [
        ("AC01", "block", "ladder", "account", ""),
        ("AC04", "block", "ladder", "account", ""),
        ("AC06", "block", "ladder", "means", ""),
        ("AC13", "block", "ladder", "mandate", ""),
        ("AC16", "block", "hold", "insolvency", "debtor"),
        ("AM04", "", "wait", "retry", ""),
        ("AG07", "", "wait", "retry", ""),
        ("AM05", "", "hold", "check", ""),
        ("BE05", "", "wait", "correct", "batch"),
        ("FF01", "", "wait", "correct", "batch"),
        ("MD01", "block", "dispute", "prove", ""),
        ("MD02", "", "wait", "correct", ""),
        ("MD06", "pause", "dispute", "ask", ""),
        ("MD07", "block", "hold", "estate", "debtor"),
        ("MS02", "pause", "ladder", "ask", ""),
        ("MS03", "", "wait", "retry", ""),
        ("SL12", "pause", "ladder", "ask", ""),
        ("RR04", "pause", "hold", "comply", ""),
        ("TM01", "", "wait", "resend", ""),
        ("XX99", "pause", "hold", "ask", ""),
    ],
)
def test_what_follows_by_reason(code: str, mandate: str, claim: str, step: str, stops: str) -> None:
    done = follows(replace(BACK, code=code), Policy(), tried_again=0, failures=0)
    assert (done.mandate, done.claim, done.step, done.stops) == (mandate, claim, step, stops)
    assert (done.retry_date is not None) == (step in ("retry", "resend"))


def test_an_empty_account_is_tried_once_more_and_then_reminded() -> None:
    first = follows(BACK, Policy(), tried_again=0, failures=0)
    assert (first.claim, first.step, first.retry_date) == ("wait", "retry", date(2026, 12, 15))
    second = follows(replace(BACK, on=date(2026, 12, 17)), Policy(), tried_again=1, failures=1)
    assert (second.claim, second.step, second.retry_date) == ("ladder", "ask", None)
    assert [reason.code for reason in second.reasons] == ["mandates.came_back", "mandates.tried"]


def test_three_failures_in_a_row_let_the_mandate_rest() -> None:
    third = follows(BACK, Policy(), tried_again=0, failures=2)
    assert (third.mandate, third.claim, third.retry_date) == ("pause", "ladder", None)


def test_the_banks_own_word_is_looked_up() -> None:
    assert row("R002", {"R002": "TM01"}) is ROWS["TM01"]
    known = row("R002", {"R002": "AM04"})
    assert follows(replace(BACK, code="R002"), Policy(), tried_again=0, failures=0, known=known).step == "retry"
    assert row("R002") is UNKNOWN


def test_the_next_try_falls_on_the_salary_day() -> None:
    policy = Policy(notice_days=2, after_bank_days=1, day_of_month=31)
    assert retry_date(date(2027, 2, 3), policy) == date(2027, 3, 1)  # the 28th of February is a Sunday
    assert retry_date(date(2026, 12, 30), policy) == date(2027, 2, 1)  # the 31st of January is one too


@given(CODES, DAYS, st.sampled_from(["CORE", "B2B"]), st.one_of(st.none(), DAYS), POLICIES, st.integers(0, 4))
def test_whatever_the_bank_says(
    code: str, on: date, scheme: str, settled: date | None, policy: Policy, tried: int
) -> None:
    done = follows(
        Happened(code=code, on=on, scheme=scheme, settled=settled), policy, tried_again=tried, failures=tried
    )
    assert done.takes_back == (settled is not None) == (done.kind in TAKES_BACK)
    assert done.told
    if done.retry_date is not None:
        assert tried < policy.retries, "never tried again more often than agreed"
        assert done.claim == "wait", "nobody is reminded of what is tried again"
        assert not done.mandate, "nothing is collected under a mandate that rests"
        assert is_bank_day(done.retry_date)
        assert done.retry_date >= from_notice(on, policy.notice_days)
        assert done.retry_date > on
    if done.stops == "debtor":
        assert done.claim == "hold"
        assert done.mandate == "block"


@given(DAYS, POLICIES)
def test_a_retry_is_not_put_off_for_ever(on: date, policy: Policy) -> None:
    limit = timedelta(days=31 + 10 + max(policy.after_bank_days * 2 + 7, policy.notice_days))
    assert retry_date(on, policy) - on <= limit


def test_the_table_is_whole() -> None:
    for one in [*ROWS.values(), UNKNOWN]:
        assert one.step in STEPS
        assert one.mandate != "block" or one.step not in ("retry", "resend", "correct")
        assert one.step not in ("retry", "resend") or one.claim == "wait"
        assert one.stops != "debtor" or one.claim == "hold"
    never_again = {"MD01", "MD06", "MD07", "MS02", "AC01", "AC04", "SL01"}
    assert all(ROWS[code].step not in ("retry", "resend") for code in never_again)


def test_the_page_has_each_code_of_the_table() -> None:
    page = (Path(__file__).parents[4] / "docs" / "mandates.md").read_text("utf-8")
    told = {code for line in page.splitlines() if line.startswith("| ") for code in line.split("|")[1].split(", ")}
    assert set(ROWS) <= {code.strip() for code in told}
