"""The 25 worked examples of the statutes, each asked as JSON and answered to the cent."""

from __future__ import annotations

from typing import Any

import pytest

from cessie.law.answering import answer
from cessie.law.rates import project_rates


def ask(what: str, country: str, segment: str | None = "b2b", **fields: Any) -> dict[str, Any]:
    question = {"what": what, "country": country, **({"segment": segment} if segment else {}), **fields}
    found = answer(question, project_rates())
    assert "error" not in found, found
    return found


def claim(country: str, principal: str, due: str, until: str, **more: Any) -> dict[str, Any]:
    return ask("interest", country, more.pop("segment", "b2b"), principal=principal, due=due, until=until, **more)


def scale(country: str, segment: str, principal: str, **more: Any) -> dict[str, Any]:
    return ask("costs", country, segment, principal=principal, on=more.pop("on", "2026-03-01"), **more)


def test_be_b2b_01_two_semesters() -> None:
    found = claim("BE", "5000.00", "2025-01-31", "2025-09-15")
    assert (found["interest"], found["fixed_sum"], found["total"]) == ("347.05", "40.00", "5387.05")
    assert [(s["from"], s["to"], s["days"], s["rate"], s["amount"]) for s in found["steps"]] == [
        ("2025-02-01", "2025-06-30", 150, "11.50", "236.301370"),
        ("2025-07-01", "2025-09-15", 77, "10.50", "110.753425"),
    ]


def test_be_b2b_02_both_denominators_of_a_leap_year() -> None:
    assert claim("BE", "12345.67", "2023-11-30", "2024-03-31")["interest"] == "510.57"
    assert claim("BE", "12345.67", "2023-11-30", "2024-03-31", day_count="act/act")["interest"] == "509.52"


def test_be_b2b_03_a_payment_goes_to_interest_first() -> None:
    found = claim("BE", "10000.00", "2025-03-31", "2025-12-31", payments=[["2025-06-15", "4000.00"]])
    paid = found["payments"][0]
    assert (paid["interest"], paid["principal"]) == ("239.45", "3760.55")
    assert found["outstanding"] == {"principal": "6239.45", "interest": "359.75", "costs": "0.00"}
    assert found["total"] == "6639.20"
    assert found["interest"] == "599.20"


def test_be_b2b_04_the_summons_keeps_ten_percent() -> None:
    agreed = claim("BE", "8000.00", "2025-02-28", "2025-11-30", contract_rate="12.00")
    assert (agreed["interest"], agreed["steps"][0]["days"]) == ("723.29", 275)
    found = ask("ios", "BE", None, principal="8000.00", interest="723.29", penalty="800.00", cost="40.00")
    assert (found["increase"], found["cap"], found["claimable"]) == ("1523.29", "800.00", "800.00")
    assert (found["given_up"], found["total"], found["allowed"]) == ("723.29", "8840.00", True)


def test_be_b2b_05_ninety_days_are_not_written() -> None:
    found = ask("term", "BE", received="2026-02-10", days=90)
    assert (found["valid"], found["days"]) == (False, 30)
    assert (found["due"], found["first_interest_day"]) == ("2026-03-12", "2026-03-13")
    assert found["findings"][0]["guard"] == "LAW-BE-01"


def test_be_b2b_06_the_dates_of_a_summons() -> None:
    dates = ask("deadlines", "BE", None, procedure="ios", served="2026-01-30")["dates"]
    assert (dates["month_ends"], dates["reply_until"]) == ("2026-02-28", "2026-03-02")
    assert (dates["record_earliest_strict"], dates["record_earliest"]) == ("2026-03-08", "2026-03-10")


@pytest.mark.parametrize(
    ("principal", "damages"),
    [("150.00", "20.00"), ("150.01", "30.00"), ("215.00", "36.50"), ("500.00", "65.00"), ("500.01", "65.00"),
     ("1200.00", "100.00"), ("39200.00", "2000.00"), ("60000.00", "2000.00")],
)  # fmt: skip
def test_be_b2c_01_the_most_that_damages_may_be(principal: str, damages: str) -> None:
    assert scale("BE", "b2c", principal)["costs"] == damages


def test_be_b2c_02_a_reminder_by_post_over_a_holiday() -> None:
    dates = ask("deadlines", "BE", None, procedure="first_reminder", sent="2026-04-30", channel="post")["dates"]
    assert (dates["period_starts"], dates["last_free_day"], dates["act_from"]) == (
        "2026-05-06", "2026-05-19", "2026-05-20")  # fmt: skip
    assert dates["period_starts_if_saturday_counts"] == "2026-05-05"
    assert dates["last_free_day_if_saturday_counts"] == "2026-05-18"


def test_be_b2c_03_damages_and_interest_after_an_electronic_reminder() -> None:
    dates = ask("deadlines", "BE", None, procedure="first_reminder", sent="2026-03-10", channel="electronic")["dates"]
    assert (dates["period_starts"], dates["last_free_day"], dates["act_from"]) == (
        "2026-03-11", "2026-03-24", "2026-03-25")  # fmt: skip
    reminded = {"notice": "2026-03-10", "channel": "electronic"}
    damages = scale("BE", "b2c", "640.00", on="2026-03-25", clause=True, reminder=1, **reminded)
    assert (damages["due_now"], damages["claimable_from"], damages["reminder_cost"]) == ("72.00", "2026-03-25", "0.00")
    asked = {"segment": "b2c", "contract_rate": "maximum", **reminded}
    for creditor, interest in (("sme", "12.15"), ("company", "9.57")):
        found = claim("BE", "640.00", "2026-03-01", "2026-05-15", creditor=creditor, **asked)
        assert (found["interest"], found["fixed_sum"]) == (interest, "0.00")


def test_be_b2c_04_the_fourth_reminder_of_a_supply() -> None:
    costs = [
        scale("BE", "b2c", "100.00", reminder=number, regular_supply=True, postage="1.64")["reminder_cost"]
        for number in (1, 3, 4)
    ]
    assert costs == ["0.00", "0.00", "9.14"]


def test_nl_b2b_01_interest_grows_by_the_year() -> None:
    found = claim("NL", "10000.00", "2024-02-29", "2025-08-31")
    assert found["interest"] == "1826.93"
    assert [(s["base"], s["days"], s["amount"]) for s in found["steps"]] == [
        ("10000.00", 122, "417.808219"), ("10000.00", 184, "617.534247"), ("10000.00", 59, "180.232877"),
        ("11215.58", 122, "417.987593"), ("11215.58", 62, "193.368810"),
    ]  # fmt: skip
    assert claim("NL", "10000.00", "2024-02-29", "2025-08-31", day_count="act/act")["interest"] == "1823.95"
    assert scale("NL", "b2b", "10000.00")["costs"] == "875.00"  # together 12,701.93


@pytest.mark.parametrize(
    ("principal", "costs"),
    [("100.00", "40.00"), ("266.67", "40.00"), ("1000.00", "150.00"), ("2500.00", "375.00"), ("3000.00", "425.00"),
     ("5000.00", "625.00"), ("7500.00", "750.00"), ("10000.00", "875.00"), ("25000.00", "1025.00"),
     ("200000.00", "2775.00"), ("1000000.00", "6775.00"), ("2000000.00", "6775.00")],
)  # fmt: skip
def test_nl_all_02_the_scale_of_costs(principal: str, costs: str) -> None:
    assert scale("NL", "b2b", principal)["costs"] == costs
    assert scale("NL", "b2c", principal)["costs"] == costs


@pytest.mark.parametrize(
    ("rounding", "interest"), [("claim", "2820.42"), ("capitalisation", "2820.44"), ("segment", "2820.43")]
)
def test_nl_b2b_03_ten_years_by_each_policy(rounding: str, interest: str) -> None:
    found = claim("NL", "2000.00", "2015-11-10", "2026-01-15", rounding=rounding)
    assert (found["interest"], found["rounding"]) == (interest, rounding)


def test_nl_b2b_04_a_large_debtor_pays_an_sme_in_thirty_days() -> None:
    found = ask("term", "NL", received="2026-03-02", days=60, debtor_large=True, creditor_sme=True)
    assert (found["valid"], found["due"], found["first_interest_day"]) == (False, "2026-04-01", "2026-04-02")


def test_nl_b2c_01_the_letter_of_fourteen_days() -> None:
    dates = ask("deadlines", "NL", None, procedure="fourteen_day_letter", sent="2026-01-09")["dates"]
    assert (dates["delivered"], dates["last_day"], dates["last_day_extended"], dates["costs_from"]) == (
        "2026-01-13", "2026-01-27", "2026-01-27", "2026-01-28")  # fmt: skip
    costs = scale("NL", "b2c", "480.00", on="2026-03-31", notice="2026-01-09")
    assert (costs["due_now"], costs["claimable_from"]) == ("72.00", "2026-01-28")
    assert claim("NL", "480.00", "2025-11-14", "2026-03-31", segment="b2c")["interest"] == "8.44"


def test_nl_b2c_02_one_reminder_adds_the_principals() -> None:
    found = ask("costs", "NL", "b2c", principals=["120.00", "180.00", "60.00"], on="2026-03-01")
    assert found["costs"] == "54.00"


def test_nl_b2c_03_costs_follow_what_was_not_paid_in_time() -> None:
    assert scale("NL", "b2c", "800.00", paid_in_time="500.00")["costs"] == "45.00"


def test_nl_b2c_04_vat_only_with_both_declarations() -> None:
    declared = scale("NL", "b2c", "480.00", vat_rate="21", vat_deductible=False, vat_declared=True)
    assert declared["costs"] == "87.12"
    silent = scale("NL", "b2c", "480.00", vat_rate="21", vat_deductible=False)
    assert silent["costs"] == "72.00"
    assert "LAW-NL-04" in {said["guard"] for said in silent["findings"]}


def test_fr_b2b_01_penalties() -> None:
    found = claim("FR", "18750.50", "2025-05-31", "2025-10-15")
    assert (found["interest"], found["fixed_sum"], found["total"]) == ("870.51", "40.00", "19661.01")


def test_fr_b2b_02_the_first_of_july_belongs_to_the_new_semester() -> None:
    found = claim("FR", "10000.00", "2026-05-01", "2026-09-01")
    assert (found["interest"], found["total"]) == ("413.75", "10453.75")
    assert [s["days"] for s in found["steps"]] == [60, 63]


@pytest.mark.parametrize(
    ("on", "floor", "valid"),
    [("2025-10-01", "8.28", False), ("2026-02-01", "7.86", True), ("2026-08-01", "8.25", False)],
)
def test_fr_b2b_03_the_floor_of_the_contract_rate(on: str, floor: str, valid: bool) -> None:
    found = ask("rate", "FR", None, contract_rate="8.00", on=on)
    assert (found["floor"], found["valid"]) == (floor, valid)


def test_fr_b2b_04_sixty_days_and_both_ends_of_month() -> None:
    invoice = {"invoice_date": "2026-03-10"}
    assert ask("term", "FR", days=60, **invoice)["due"] == "2026-05-09"
    assert ask("term", "FR", days=45, month_end="days_then_month_end", **invoice)["due"] == "2026-04-30"
    assert ask("term", "FR", days=45, month_end="month_end_then_days", **invoice)["due"] == "2026-05-15"
    assert ask("term", "FR", delivered="2026-03-09", **invoice)["due"] == "2026-04-08"


def test_fr_b2c_01_legal_interest_from_notice_and_no_costs() -> None:
    found = claim("FR", "2400.00", "2026-01-31", "2026-08-31", segment="b2c", notice="2026-03-02")
    assert (found["interest"], found["fixed_sum"], found["total"]) == ("31.88", "0.00", "2431.88")
    costs = scale("FR", "b2c", "2400.00")
    assert (costs["costs"], costs["findings"][0]["guard"]) == ("0.00", "LAW-FR-02")


def test_lu_b2b_01() -> None:
    assert claim("LU", "3000.00", "2024-07-31", "2024-10-31")["interest"] == "92.63"


def test_de_b2b_01() -> None:
    found = claim("DE", "6000.00", "2026-05-31", "2026-08-31")
    assert (found["interest"], found["fixed_sum"], found["total"]) == ("157.86", "40.00", "6197.86")
