"""A deed says what its law wants said, in that law's language; without it a slip is void."""

from __future__ import annotations

import pytest

from cessie.domain.purchase.rules.deed_words import heading

NAMES = {"client": "Atelier {SA}", "house": "Huis NV", "day": "2026-11-23"}


@pytest.mark.parametrize("confidential", [False, True])
@pytest.mark.parametrize(
    ("form", "country", "musts"),
    [
        ("DAILLY", "FR", ("Acte de cession de créances professionnelles", "L. 313-23 à L. 313-34", "Cessionnaire")),
        ("SUBROGATION", "FR", ("Quittance subrogative", "1346-1", "subroge expressément", "en même temps")),
        ("SALE", "BE", ("Burgerlijk Wetboek, boek 5", "kennisgeving")),
        ("SALE", "NL", ("3:94 lid", "Huis NV")),
    ],
)
def test_each_form_has_its_mentions_and_names_both(
    form: str, country: str, musts: tuple[str, ...], confidential: bool
) -> None:
    said = heading(form, country, "nl", confidential=confidential).format(**NAMES)
    for must in (*musts, NAMES["client"], NAMES["house"], NAMES["day"]):
        assert must in said


def test_only_a_dutch_transfer_in_confidence_is_registered() -> None:
    silent, told = (heading("SALE", "NL", "nl", confidential=each) for each in (True, False))
    assert "lid 3" in silent
    assert "registratie" in silent
    assert "lid 1" in told
    assert "registratie" not in told


def test_belgium_speaks_the_clients_language_and_a_mandate_transfers_nothing() -> None:
    assert heading("SALE", "BE", "fr", confidential=True).startswith("Cession de créances")
    assert heading("SALE", "BE", "en", confidential=True) == heading("SALE", "BE", "fr", confidential=True)
    assert heading("MANDATE", "BE", "nl", confidential=False) == ""
