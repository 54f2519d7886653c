"""Amounts and days as files write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cessie.formats import fields
from cessie.lib.reasons import Refusal


@pytest.mark.parametrize("text", ["12.50", "0", "-0.01", ".5", "5.", "+1", "999999999999999999"])
def test_a_decimal_is_read_as_written(text: str) -> None:
    assert fields.amount(text, "here") == Decimal(text)


@pytest.mark.parametrize(
    "text", ["", "1,50", "1E2", "NaN", "Infinity", "1.000001", "9" * 19, "1 000", "٣", "0x10", "1_000", "--1"]
)
def test_anything_else_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refusal, match="Ntry/Amt") as no:
        fields.amount(text, "Ntry/Amt")
    assert no.value.code == "field.amount"


def test_a_sign_only_where_it_may_stand() -> None:
    with pytest.raises(Refusal):
        fields.amount("-1.00", "here", signed=False)


@pytest.mark.parametrize("text", ["2026-11-24", "2026-11-24Z", "2026-11-24+01:00", "2026-11-24T09:15:00.123+01:00"])
def test_a_day_is_the_day_as_written(text: str) -> None:
    assert fields.day(text, "here") == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["", "24-11-2026", "2026-02-29", "2026-13-01", "0000-01-01", "20261124"])
def test_no_day_is_guessed(text: str) -> None:
    with pytest.raises(Refusal) as no:
        fields.day(text, "here")
    assert no.value.code == "field.day"


def test_a_shown_piece_is_short_and_harmless() -> None:
    assert fields.shown("a\x1b[31m\u202eb") == "“a\ufffd[31m\ufffdb”"
    assert len(fields.shown("x" * 1000)) == 43
