"""Belgian accounts as the National Bank gives them: figures by their codes, nothing made up, all else refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats import annual_accounts
from cessie.lib.reasons import Refusal

CSV = b"""\xef\xbb\xbf"Reference number","2026-00000001"
"Entity number","0417.497.106"
"Entity name","Made up, NV"
"Accounting period end date","2025-12-31"
"Model code","m02-f"
"20/58","1000000.00"
"10/15","250000.50"
"10/49","1000000.00"
"70","4000000.00"
"9904","-1500.25"
"9901","7.77"
"""


def _json(**more: Any) -> bytes:
    codes = {"20/58": "1000000.0", "10/15": "250000.50", "10/49": 1000000, "70": "4000000.00", "9904": "-1500.25"}
    rubrics = [{"Code": code, "Value": value, "Period": "N"} for code, value in codes.items()]
    rubrics += [{"Code": "70", "Value": "1.00", "Period": "NM1"}, {"Code": "9904", "Value": "", "Period": "N"}]
    told = {
        "EnterpriseName": "Made up, NV", "EnterpriseNumber": "0417497106", "ModelType": "m02-f",
        "ExerciseDates": {"startDate": "2025-01-01", "endDate": "2025-12-31"}, "Rubrics": rubrics,
    }  # fmt: skip
    return json.dumps(told | more).encode()


@pytest.mark.parametrize(("data", "name"), [(CSV, "nbbcsv"), (_json(), "nbbjson")])
def test_both_forms_say_the_same(data: bytes, name: str) -> None:
    found = annual_accounts.read(data)
    assert (found.format, found.number, found.name, found.model) == (name, "0417497106", "Made up, NV", "m02-f")
    assert found.ended == date(2025, 12, 31)
    assert found.figures == {
        "turnover": 4_000_000_00, "equity": 250_000_50, "total_assets": 1_000_000_00, "result": -1_500_25,
    }  # fmt: skip
    assert not found.doubts


def test_what_an_abbreviated_model_does_not_say_is_not_known() -> None:
    found = annual_accounts.read(CSV.replace(b'"70","4000000.00"\n', b""))
    assert "turnover" not in found.figures


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CSV.replace(b"1000000.00", b"1.000.000,00"), "field.amount"),
        (CSV.replace(b"-1500.25", b"-1500.255"), "accounts.amount"),
        (CSV + b'"70","4000000.01"\n', "accounts.twice"),
        (CSV.replace(b"Made up", b"Made \xff up"), "accounts.text"),
        (CSV + b'"open', "accounts.text"),
        (b'"Model code","m02-f"\n', "accounts.nothing"),
        (b'{"Rubrics": 3}', "accounts.json"),
        (b'{"Rubrics": [', "accounts.json"),
        (b'{"Rubrics": [3]}', "accounts.json"),
        (b'{"Rubrics": [{"Code": "70", "Value": NaN, "Period": "N"}]}', "field.amount"),
        (b'<xbrl xmlns="http://www.xbrl.org/2003/instance"/>', "accounts.xbrl"),
        (b"%PDF-1.7", "accounts.unknown"),
        (b"", "accounts.unknown"),
        (b"x" * (annual_accounts.MAX_BYTES + 1), "accounts.too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as no:
        annual_accounts.read(data)
    assert no.value.reason.code == code


def test_sides_that_differ_are_told() -> None:
    found = annual_accounts.read(CSV.replace(b'"10/49","1000000.00"', b'"10/49","999999.00"'))
    assert [each.code for each in found.doubts] == ["accounts.balance"]
    found = annual_accounts.read(_json().replace(b"250000.50", b"9250000.50"))
    assert [each.code for each in found.doubts] == ["accounts.equity"]


@pytest.mark.parametrize("format_", annual_accounts.accounts_formats(), ids=lambda each: each.NAME)
def test_every_format_passes_the_exam(format_: annual_accounts.AccountsFormat) -> None:
    assert format_.NAME.isalnum()
    for junk in (b"", b"\0" * 100, b"<", b"{}", b'"', b"\xff\xfe<", b"0" * 1000):
        assert not format_.looks_like(junk)


@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from([CSV, _json()]))
def test_any_damage_is_refused_or_read_and_never_a_crash(noise: bytes, place: int, data: bytes) -> None:
    with suppress(Refusal):
        annual_accounts.read(data[:place] + noise + data[place + len(noise) :])
