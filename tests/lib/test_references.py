"""References and their check digits."""

from __future__ import annotations

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from cessie.lib import references as r

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("base", "ogm"), [(108068171, "010806817183"), (20260001, "002026000196"), (70034, "000007003497")]
)
def test_known_ogms(base: int, ogm: str) -> None:
    assert r.make_ogm(base) == ogm


@given(st.integers(1, 10**10 - 1), st.integers(0, 11), st.integers(1, 9))
def test_an_ogm_bears_no_wrong_digit(base: int, at: int, shift: int) -> None:
    ogm = r.make_ogm(base)
    assert r.normal_ogm(r.shown_ogm(ogm)) == ogm
    wrong = ogm[:at] + str((int(ogm[at]) + shift) % 10) + ogm[at + 1 :]
    assert r.normal_ogm(wrong) != ogm
    if wrong[-2:] not in {"00", "97"} and ogm[-2:] not in {"00", "97"}:
        assert r.normal_ogm(wrong) is None


def test_an_ogm_of_zeros_is_none() -> None:
    assert r.normal_ogm("000000000000") is None
    assert r.normal_ogm("000/0000/00097") is None
    for base in (0, 10**10):
        with pytest.raises(ValueError, match="ten digits"):
            r.make_ogm(base)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ" + DIGITS, min_size=1, max_size=21), st.integers(1, 9))
def test_an_rf_is_found_again_and_no_other(body: str, shift: int) -> None:
    rf = r.make_rf(body)
    assert r.normal_rf(" ".join(rf.lower())) == rf
    wrong = rf[:3] + str((int(rf[3]) + shift) % 10) + rf[4:]
    assert r.normal_rf(wrong) is None


@pytest.mark.parametrize("rf", ["RF462026000123", "RF61010806817183", "RF18539007547034"])
def test_known_rfs(rf: str) -> None:
    assert r.normal_rf(rf) == rf


@given(st.text(DIGITS, min_size=1, max_size=15))
def test_a_kenmerk_of_sixteen_digits_is_found_again(body: str) -> None:
    kenmerk = r.make_kenmerk(body)
    assert len(kenmerk) == 16
    assert r.normal_kenmerk(kenmerk) == kenmerk


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("12 2345 3462 2567", "12234534622567"),
        ("5000056789012345", "5000056789012345"),
        ("0 220 2600 0123 45", "02202600012345"),
        ("4000056789012345", None),
        ("13234534622567", None),
        ("12345678", None),
    ],
)
def test_known_kenmerken(text: str, right: str | None) -> None:
    assert r.normal_kenmerk(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("BE68 5390 0754 7034", "BE68539007547034"),
        ("nl91abna0417164300", "NL91ABNA0417164300"),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("BE68 5390 0754 7035", None),
        ("BE6853900754703", None),
        ("12345678", None),
        ("", None),
    ],
)
def test_ibans(text: str, right: str | None) -> None:
    assert r.normal_iban(text) == right


@pytest.mark.parametrize(
    ("country", "text", "right"),
    [
        ("BE", "0123.456.749", "0123456749"),
        ("BE", "BE 0123.456.749", "0123456749"),
        ("BE", "123456749", "0123456749"),
        ("BE", "0123.456.748", None),
        ("NL", "12345678", "12345678"),
        ("NL", "1234567", None),
        ("FR", "732 829 320", "732829320"),
        ("FR", "732 829 321", None),
        ("FR", "732 829 320 00074", "73282932000074"),
    ],
)
def test_enterprise_numbers(country: str, text: str, right: str | None) -> None:
    assert r.normal_enterprise_number(country, text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("BE 0123.456.749", "BE0123456749"),
        ("NL 0044.95.445.B01", "NL004495445B01"),
        ("FR 40 303 265 045", "FR40303265045"),
        ("BE0123456748", None),
        ("XX123", None),
        ("", None),
    ],
)
def test_vat_numbers(text: str, right: str | None) -> None:
    assert r.normal_vat(text) == right


def test_invoice_numbers_are_compared_without_their_dress() -> None:
    same = ["F-2026/0451", "f 2026 451", "F2026-00451"]
    assert len({r.normal_invoice_number(text) for text in same}) == 1
    assert r.normal_invoice_number("2026-11") != r.normal_invoice_number("20261-1")
    assert r.normal_invoice_number("0" * 5000 + "1") == "1"


BODIES = st.one_of(
    st.text(DIGITS + ascii_uppercase, max_size=28),
    st.text(DIGITS, min_size=11, max_size=18),
    st.from_regex(r"[A-Z]{4}[0-9]{10}|[0-9]{10}[0-9A-Z]{11}[0-9]{2}", fullmatch=True),
)


@given(st.sampled_from(["BE", "NL", "FR", "DE", "MT", "XK", "XX"]), BODIES)
def test_accounts_are_judged_as_by_the_tables_of_the_banks(country: str, body: str) -> None:
    """Our check by the shape of an account says what the public tables say of each account."""
    text = f"{country}{98 - int(''.join(str(int(c, 36)) for c in body + country + '00')) % 97:02d}{body}"
    for one in (text, text[:2] + "00" + text[4:]):
        assert (r.normal_iban(one) is not None) == (len(body) >= 11 and stdnum_iban.is_valid(one, check_country=False))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("NL51ZZZ405365330000", "NL51ZZZ405365330000"),
        ("nl32 zzz 999999991234", "NL32ZZZ999999991234"),
        ("BE81ZZZ0123456749", "BE81ZZZ0123456749"),
        ("BE120010456810810", "BE120010456810810"),
        ("FR72ZZZ123456", "FR72ZZZ123456"),
        ("DE98ZZZ09999999999", "DE98ZZZ09999999999"),
        ("BE78000050D000000008", None),  # often published, and wrong
        ("NL51ZZZ40536533000", None),
        ("FR73ZZZ123456", None),
        ("", None),
        ("BE81ZZZ", None),
    ],
)
def test_creditor_identifiers(text: str, right: str | None) -> None:
    assert r.normal_creditor_id(text) == right


@given(st.sampled_from([("BE", 10), ("NL", 12)]), st.data())
def test_any_changed_digit_of_a_creditor_identifier_shows(of: tuple[str, int], data: st.DataObject) -> None:
    country, length = of
    made = r.make_creditor_id(country, data.draw(st.text(DIGITS, min_size=length, max_size=length)))
    assert r.normal_creditor_id(made) == made
    at = data.draw(st.integers(7, 6 + length))
    other = data.draw(st.sampled_from([digit for digit in DIGITS if digit != made[at]]))
    assert r.normal_creditor_id(made[:at] + other + made[at + 1 :]) is None


def test_a_creditor_identifier_is_made_of_what_its_country_numbers() -> None:
    with pytest.raises(ValueError, match="no creditor identifier of BE"):
        r.make_creditor_id("BE", "12345")
