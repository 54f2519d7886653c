"""The words and figures of pages: what people type, what a chart and a file show, where an invoice stands."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.invoices.figures import Due
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.portals.client.figures import ageing, forecast
from cessie.portals.frame import charts, standing
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.templatetags.cessie import iban, minus, money
from cessie.portals.frame.typed import amount_of, day_of

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@given(cents=st.integers(0, 10**13))
def test_an_amount_that_a_page_shows_can_be_typed_back(language: str, cents: int) -> None:
    with translation.override(language):
        assert amount_of(money(Money(cents))) == Money(cents)


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1,234", "12,345,6", "1e3", "1.2.3", "NaN", "１２", "1.234.56"])
def test_what_could_mean_two_amounts_or_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        amount_of(text)


def test_a_day_that_is_none_is_refused() -> None:
    assert day_of("2026-03-31") == TODAY
    with pytest.raises(Refusal, match=r"2026-02-30"):
        day_of("2026-02-30")


def test_figures_are_written_as_each_language_writes_them() -> None:
    amount = Money(-1_234_567_89)
    shown = {}
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            shown[language] = money(amount).replace("\u202f", " ").replace("\u00a0", " ")
    assert shown == {"nl": "−€ 1.234.567,89", "fr": "−€ 1 234 567,89", "en": "−€ 1,234,567.89"}
    assert minus(Money(0)) == money(Money(0))
    assert iban("BE68539007547034") == "BE68 5390 0754 7034"


def test_a_file_holds_nothing_that_a_spreadsheet_would_run() -> None:
    with translation.override("nl"):
        file = csv_file("x.csv", ["Wie", "Bedrag"], [("=cmd|' /C calc'!A1", Money(-1_234_50)), ("@x", None)])
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ["'=cmd|' /C calc'!A1;-1234,50", "'@x;"]


def _facts(state: str, proposal: str, open_: int, held: int, due: date = TODAY) -> standing.Facts:
    return standing.Facts(state, proposal, Money(100), Money(open_), Money(held), due)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (_facts("received", "", 0, 0), standing.RECEIVED),
        (_facts("held", "", 0, 0), standing.CHECKING),
        (_facts("rejected", "", 0, 0), standing.REFUSED),
        (_facts("accepted", "", 0, 0), standing.ACCEPTED),
        (_facts("accepted", "offered", 0, 0), standing.OFFERED),
        (_facts("accepted", "expired", 0, 0), standing.LAPSED),
        (_facts("accepted", "purchased", 100, 10), standing.BOUGHT),
        (_facts("accepted", "purchased", 60, 10), standing.PARTLY),
        (_facts("accepted", "purchased", 100, 10, date(2026, 3, 30)), standing.OVERDUE),
        (_facts("accepted", "purchased", 0, 10), standing.PAID),
        (_facts("accepted", "purchased", 0, 0), standing.SETTLED),
        (_facts("held", "purchased", 100, 10), standing.BOUGHT),
    ],
)
def test_where_an_invoice_stands_is_one_word(facts: standing.Facts, word: standing.Standing) -> None:
    assert standing.standing(facts, TODAY) == word


def _due(days: int, open_: int = 100, held: int = 10) -> Due:
    return Due(date.fromordinal(TODAY.toordinal() - days), Money(open_), Money(held), 1)


def test_the_ageing_cuts_at_30_60_and_90_days_and_loses_no_cent() -> None:
    lines = [_due(days) for days in (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400)]
    with translation.override("en"):
        found = ageing(lines, TODAY)
    assert [amount.cents for _, amount in found] == [200, 200, 200, 200, 200]


def test_the_forecast_counts_what_is_not_late_in_its_week() -> None:
    found = forecast([_due(1), _due(0), _due(-1), _due(-7), _due(-400)], TODAY)
    assert [amount.cents for _, amount in found][:3] == [20, 10, 0]


def test_a_chart_says_in_words_what_it_shows_and_escapes_its_labels() -> None:
    drawn = charts.bars("<b>", [("1 & 2", Money(3_750_00)), ("x", Money(0))])
    assert 'role="img"' in drawn
    assert "<b>" not in drawn
    assert "1 &amp; 2: 3750.00 EUR" in drawn
    assert ">3.75k<" in drawn
    assert charts.gauge("Used", Money(1), Money(0)).count("0 %") == 2
