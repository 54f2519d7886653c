"""Register numbers: one compact form, however they are written, and honest check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.parties.rules.identifiers import SCHEMES, all_of, compact, implied, read
from cessie.domain.parties.rules.names import likeness, sort_name
from cessie.lib.reasons import Refusal

GOOD = {
    "be.enterprise": "0403.170.701",
    "nl.kvk": "12345678",
    "nl.rsin": "123456782",
    "fr.siren": "303 265 045",
    "fr.siret": "732 829 320 00074",
    "se.orgnr": "123456-7897",
    "vat": "BE 0403.170.701",
    "lei": "5493001KJTIIGC8Y1R12",
}


def test_each_scheme_has_an_example() -> None:
    assert GOOD.keys() == SCHEMES.keys()


@pytest.mark.parametrize("scheme", GOOD)
def test_a_good_number_holds_and_one_changed_digit_does_not(scheme: str) -> None:
    number = read(scheme, GOOD[scheme])
    assert number.valid
    if scheme != "nl.kvk":  # has no check digit
        for place, digit in enumerate(number.value):
            if digit.isdigit():
                changed = number.value[:place] + str((int(digit) + 1) % 10) + number.value[place + 1 :]
                assert not read(scheme, changed).valid


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_blanks_dots_and_dashes_do_not_matter(scheme: str, data: st.DataObject) -> None:
    clean = compact(scheme, GOOD[scheme])
    spread = "".join(c + data.draw(st.sampled_from(["", " ", ".", "-"])) for c in clean).lower()
    assert compact(scheme, spread) == clean
    assert compact(scheme, compact(scheme, spread)) == clean


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("be.enterprise", "2403170701"), ("be.enterprise", ""), ("be.enterprise", "abc"), ("nl.kvk", "1234567"),
        ("nl.kvk", "00000000"), ("vat", "403170701"), ("vat", "XX123"), ("fr.siren", "30326504"),
        ("se.orgnr", "1122334455"),
        ("se.orgnr", "9876543210"), ("vat", "SE112233445501"), ("vat", "BE0403170702"),
    ],
)  # fmt: skip
def test_false_numbers(scheme: str, value: str) -> None:
    assert not read(scheme, value).valid


def test_old_belgian_numbers_of_nine_digits_get_their_zero() -> None:
    assert compact("be.enterprise", "403.170.701") == "0403170701"
    assert compact("vat", "BE 403.170.701") == "BE0403170701"


@pytest.mark.parametrize(
    ("scheme", "value", "says"),
    [
        ("vat", "BE0403170701", ["be.enterprise 0403170701"]),
        ("vat", "FR40303265045", ["fr.siren 303265045"]),
        ("fr.siret", "73282932000074", ["fr.siren 732829320"]),
        ("vat", "BE0403170702", []),
        ("vat", "NL123456782B90", []),
    ],
)
def test_what_one_number_says_about_another(scheme: str, value: str, says: list[str]) -> None:
    assert [f"{n.scheme} {n.value}" for n in implied(read(scheme, value))] == says


def test_an_unknown_register_is_refused_and_a_named_other_one_taken() -> None:
    with pytest.raises(Refusal):
        read("xx.club", "1")
    assert [n.value for n in all_of({"other.de": "HRB 123", "vat": ""})] == ["HRB123"]


@given(st.text())
def test_sort_names_are_plain_and_stable(name: str) -> None:
    plain = sort_name(name)
    assert sort_name(plain) == plain == plain.strip()
    assert "  " not in plain


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Komponentlagret AB", "AB KOMPONENTLAGRET", True),
        ("Société Générale", "societe generale SA", True),
        ("NV Bakkerij Peeters", "Bakkerij Peters NV", True),
        ("Fonderie de la Meuse SA", "Bakkerij De Gouden Aar BV", False),
        ("Jansen Bouw BV", "Jansen Transport BV", False),
    ],
)
def test_names_are_alike_or_not(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) * 100 >= 85) is alike
    assert likeness(one, other) == likeness(other, one)
