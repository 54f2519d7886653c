"""The public calculator: asked by its address alone, answered with steps and sources in three languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from cessie.law.countries import COUNTRIES, country
from cessie.portals.public.law_words import COUNTRY, DATES, PROCEDURES

pytestmark = pytest.mark.django_db

BE = {"what": "interest", "country": "BE", "segment": "b2b", "principal": "5000,00", "due": "2025-01-31",
      "until": "2025-09-15"}  # fmt: skip


def page(query: dict[str, object], language: str = "en", status: int = 200) -> str:
    answer = Client(headers={"accept-language": language}).get("/law", query)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_anybody_sees_the_form_and_nothing_is_asked_yet() -> None:
    shown = page({})
    assert 'name="principal"' in shown
    assert 'id="answer"' not in shown


def test_the_answer_stands_in_the_address_with_its_steps_and_sources() -> None:
    shown = page(BE)
    for words in ("€ 347.05", "€ 5,387.05", "236.301370", "Law of 2 August 2002, art. 5", "Link to this answer"):
        assert words in shown, words


@pytest.mark.parametrize(("language", "words"), [("nl", "347,05"), ("fr", "347,05")])
def test_it_speaks_the_readers_language(language: str, words: str) -> None:
    shown = page(BE, language)
    assert words in shown
    assert f'<html lang="{language}"' in shown
    assert "Link to this answer" not in shown


def test_payments_are_imputed() -> None:
    shown = page(BE | {"principal": "10000", "due": "2025-03-31", "until": "2025-12-31", "paid_on": ["2025-06-15", ""],
                       "paid": ["4000,00", ""]})  # fmt: skip
    assert "€ 3,760.55" in shown
    assert "€ 6,639.20" in shown


def test_a_rule_in_the_way_is_named() -> None:
    shown = page({**BE, "country": "FR", "contract_rate": "2", "due": "2025-08-31"}, status=400)
    assert "LAW-FR-01" in shown
    assert 'role="alert"' in shown
    assert "Nothing" not in page({**BE, "principal": "a lot"}, status=400)


def test_costs_terms_and_deadlines() -> None:
    costs = page({"what": "costs", "country": "NL", "segment": "b2c", "principal": "480", "on": "2026-03-31",
                  "notice": "2026-01-09"})  # fmt: skip
    assert "€ 72.00" in costs
    term = page({"what": "term", "country": "BE", "segment": "b2b", "received": "2026-02-10", "days": "90"})
    assert "does not stand" in term
    assert "LAW-BE-01" in term
    dates = page({"what": "deadlines", "procedure": "BE:ios", "day": "2026-01-30"})
    assert "2 Mar" in dates or "02/03/2026" in dates or "03/02/2026" in dates
    assert page({"what": "deadlines", "procedure": "BE:none", "day": "2026-01-30"}, status=400)


def test_every_procedure_of_the_page_is_one_of_the_law_and_its_dates_have_words() -> None:
    known = {f"{code}:{name}" for code in COUNTRIES for name in country(code).PROCEDURES} - {"FR:uncontested"}
    assert set(PROCEDURES) == known
    assert set(COUNTRY) >= set(COUNTRIES)
    for chosen, (field, _words) in PROCEDURES.items():
        found = country(chosen[:2]).PROCEDURES[chosen[3:]]({field: date(2026, 5, 1)}, {})
        assert set(found.dates) <= set(DATES), chosen


def test_what_is_typed_stands_there_again_harmless() -> None:
    shown = page({**BE, "principal": '"><script>alert(1)</script>'}, status=400)
    assert "<script>alert" not in shown
