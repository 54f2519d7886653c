"""VAT on fees: the dated table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from cessie.lib.money import Money
from cessie.terms import vat


@pytest.mark.parametrize(
    ("country", "fee_type", "day", "rate"),
    [
        ("NL", "COMMISSION", date(2026, 3, 3), "21"),
        ("NL", "COMMISSION", date(2012, 9, 30), "19"),
        ("FR", "COMMISSION", date(2026, 6, 5), "20"),
        ("FR", "COMMISSION", date(2013, 12, 31), "19.6"),
        ("BE", "COMMISSION", date(2026, 2, 2), "21"),
        ("FR", "FINANCING", date(2026, 6, 30), "0"),
        ("BE", "DEFAULT_INTEREST", date(2026, 6, 30), "0"),
    ],
)
def test_the_rate_on_a_day(country: str, fee_type: str, day: date, rate: str) -> None:
    assert vat.rate_on(country, fee_type, day) == Decimal(rate)


@pytest.mark.parametrize(
    ("country", "fee_type", "day"),
    [("DE", "COMMISSION", date(2026, 1, 1)), ("NL", "TIPS", date(2026, 1, 1)), ("BE", "COMMISSION", date(1990, 1, 1))],
)
def test_a_silent_table_is_not_guessed(country: str, fee_type: str, day: date) -> None:
    with pytest.raises(vat.NoVatRow) as no:
        vat.rate_on(country, fee_type, day)
    assert no.value.code == "terms.no_vat_row"


def test_every_row_says_what_it_rests_on_and_what_is_unsettled() -> None:
    assert all(row.basis and row.fee_type in vat.FEE_TYPES for row in vat.TABLE)
    assert vat.row_on("FR", "FINANCING", date(2026, 1, 1)).status == "reopened"
    assert vat.row_on("BE", "COMMISSION", date(2026, 1, 1)).status == "unverified"


@pytest.mark.parametrize("country", sorted(vat.STANDARD_RATES))
def test_the_exam_of_a_country(country: str) -> None:
    """Every kind of fee, from the first rate on without a gap, at a rate that fits its treatment."""
    assert [start for start, _ in vat.STANDARD_RATES[country]] == sorted({s for s, _ in vat.STANDARD_RATES[country]})
    assert {row.fee_type for row in vat.TABLE if row.country == country} == set(vat.FEE_TYPES)
    for fee_type in vat.FEE_TYPES:
        rows = [r for r in vat.TABLE if (r.country, r.fee_type) == (country, fee_type)]
        assert rows[-1].valid_to is None
        assert all((row.rate > 0) == (row.treatment == "TAXABLE") for row in rows)
        for earlier, later in pairwise(rows):
            assert earlier.valid_to is not None
            assert (later.valid_from - earlier.valid_to).days == 1


def test_the_countries_are_the_files_of_the_folder() -> None:
    assert set(vat.STANDARD_RATES) >= {"BE", "NL", "FR"}


def test_a_contract_that_taxes_interest_uses_the_standard_rate() -> None:
    rate = vat.standard_rate("BE", date(2026, 4, 30))
    assert vat.on(Money.parse("445.07"), rate) == Money.parse("93.46")  # EX12, April
    with pytest.raises(vat.NoVatRow):
        vat.standard_rate("DE", date(2026, 4, 30))


def test_vat_rounds_half_up() -> None:
    assert vat.on(Money.parse("423.50"), Decimal(21)) == Money.parse("88.94")  # 88.935
