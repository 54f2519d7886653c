"""The exam of a country: the same questions to every file of the folder; the formulas beside the published rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cessie.law.answering import answer
from cessie.law.countries import COUNTRIES, country
from cessie.law.guards import GUARDS
from cessie.law.rates import BadRates, Rate, Rates, project_rates, read_rates


def test_the_countries_are_the_files_of_the_folder() -> None:
    assert set(COUNTRIES) >= {"BE", "NL", "FR", "LU", "DE"}


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("segment", ["b2b", "b2g", "b2c"])
def test_each_country_answers_with_sources(code: str, segment: str) -> None:
    rates, base = project_rates(), {"country": code, "segment": segment}
    claim = {"what": "interest", "principal": "1000.00", "due": "2024-02-29", "until": "2024-12-31"}
    for question in (
        base | claim,
        base | {"what": "costs", "principal": "1000.00", "on": "2026-03-01"},
        base | {"what": "term", "received": "2026-03-02"},
        base | {"what": "term", "received": "2026-03-02", "days": 61},
    ):
        found = answer(question, rates)
        assert found.get("sources"), (question, found)
    assert answer(base | {"what": "term", "received": "2026-03-02", "days": 61}, rates)["valid"] is not True


@pytest.mark.parametrize("code", COUNTRIES)
def test_businesses_owe_forty_euro_and_consumers_none(code: str) -> None:
    claim = {"what": "interest", "country": code, "principal": "1000.00", "due": "2024-02-29", "until": "2024-12-31"}
    sums = {kind: answer(claim | {"segment": kind}, project_rates())["fixed_sum"] for kind in ("b2b", "b2g", "b2c")}
    assert sums == {"b2b": "40.00", "b2g": "40.00", "b2c": "0.00"}
    three = answer(claim | {"segment": "b2b", "invoices": 3}, project_rates())
    assert three["fixed_sum"] == "120.00"


@pytest.mark.parametrize("code", COUNTRIES)
def test_each_procedure_gives_its_dates(code: str) -> None:
    days = {"served": "2026-03-02", "sent": "2026-03-02", "received": "2026-03-02", "hearing": "2026-03-02",
            "due": "2024-02-29"}  # fmt: skip
    for name in country(code).PROCEDURES:
        if name != "uncontested":  # a bill, refused until it is law
            found = answer({"what": "deadlines", "country": code, "procedure": name} | days, project_rates())
            assert found["dates"], name


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_formulas_give_every_published_rate(code: str) -> None:
    """All semesters: the reference rate of the central bank, and the rate that follows from it."""
    rates, checked = project_rates(), 0
    for row in rates:
        formula = country(code).FORMULAS.get(row.kind) if row.country == code else None
        mro = rates.find("EU", "ecb_mro_semester_reference", row.first) if formula else None
        if formula and mro and not _old_margin(row):
            checked += 1
            assert formula(mro.percent) == row.percent, row
    assert checked >= 25


def _old_margin(row: Rate) -> bool:
    """The Netherlands asked 7 points until 15 March 2013, Germany 8 between businesses until July 2014."""
    return (row.country == "NL" and row.first < date(2013, 3, 16)) or (
        (row.country, row.kind) == ("DE", "b2b_late_interest") and row.first < date(2015, 1, 1)
    )


def test_there_are_twenty_seven_guards_each_with_its_article() -> None:
    assert len(GUARDS) == 27
    assert all(guard.rule and guard.article for guard in GUARDS.values())


def test_a_provisional_rate_is_counted_and_kept_from_the_court() -> None:
    new = Rate("NL", "b2b_late_interest", date(2027, 1, 1), date(2027, 6, 30), Decimal("10.65"), "provisional",
               "unverified", "formula: 2.65 + 8")  # fmt: skip
    rates = project_rates().replaced_by([new])
    question = {"what": "interest", "country": "NL", "segment": "b2b", "principal": "1000.00", "due": "2026-12-31"}
    found = answer(question | {"until": "2027-01-10"}, rates)
    assert (found["interest"], found["provisional"], found["for_court"]) == ("2.92", True, False)
    assert answer(question | {"until": "2027-07-01"}, rates)["error"]["guard"] == "LAW-GEN-02"


HEAD = "country,kind,first,last,percent,status,confidence,source\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "law.rates_columns"),
        (HEAD, None),
        (HEAD + "BE,x,2026-01-01,2025-01-01,8,published,verified,s\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,8 %,published,verified,s\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,800,published,verified,s\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,8,perhaps,verified,s\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,8,published,verified,\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,8,published\n", "law.rates_row"),
        (HEAD + "BE,x,2026-01-01,,8,published,verified,s,more\n", "law.rates_row"),
        (HEAD + 2 * "BE,x,2026-01-01,,8,published,verified,s\n", "law.rates_twice"),
    ],
)
def test_a_file_of_rates_that_is_wrong(text: str, code: str | None) -> None:
    with pytest.raises(BadRates) as no:
        read_rates(text)
    assert [problem.code for problem in no.value.problems] == ([code] if code else [])


def test_rates_of_one_kind_never_overlap() -> None:
    rows = read_rates(HEAD + "BE,x,2026-01-01,2026-06-30,8,published,verified,s\n"
                      "BE,x,2026-06-30,,9,published,verified,s\n")  # fmt: skip
    with pytest.raises(BadRates):
        Rates(rows)


def test_an_open_row_ends_where_its_successor_begins() -> None:
    old, new = read_rates(HEAD + "BE,x,2026-01-01,,8,published,verified,s\nBE,x,2026-07-01,,9,published,verified,s\n")
    rates = Rates([old]).replaced_by([new])
    assert rates.on("BE", "x", date(2026, 6, 30)).percent == 8
    assert rates.on("BE", "x", date(2026, 7, 1)).percent == 9
