"""Registers asked over HTTP, against a server that answers like them: what they say, and what they hold back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cessie.connectors.errors import AuthFailed, Rejected, Temporary
from cessie.connectors.registers import Asked, Found, Where
from cessie.connectors.registers.dutch import Dutch
from cessie.connectors.registers.french import French
from cessie.connectors.registers.sandbox import GONE, KEY, Sandbox
from cessie.connectors.registers.service import Lookup

LAST = Where("Oudestraat", "1", "2000", "Antwerpen", "BE")
SEAT = {
    "adresse": "8 RUE DU TEST 75002 PARIS", "code_postal": "75002", "libelle_commune": "PARIS",
    "etat_administratif": "A", "date_creation": "2026-01-05",
}  # fmt: skip
OPEN = {"etat_administratif": "A", "statut_diffusion": "O", "siege": SEAT}
VISIT = {"type": "bezoekadres", "indAfgeschermd": "Nee", "straatnaam": "Proefweg", "huisnummer": 7, "huisletter": "a",
         "postcode": "1234AB", "plaats": "Proefdam", "land": "Nederland"}  # fmt: skip


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(datetime(2026, 6, 1, tzinfo=UTC)) as sandbox:
        yield sandbox


def asked(**numbers: str) -> Asked:
    return Asked(
        "Q-1", "Jan Proef", frozenset((name.replace("_", "."), value) for name, value in numbers.items()), LAST
    )


def profile(*rows: dict[str, Any], end: str = "") -> dict[str, Any]:
    return {"materieleRegistratie": {"datumEinde": end}, "_embedded": {"hoofdvestiging": {"adressen": list(rows)}}}


def test_the_french_register_tells_the_seat_and_who_ceased_but_nobody_who_objected(there: Sandbox) -> None:
    there.french = {
        "1": OPEN, "2": OPEN | {"etat_administratif": "C", "date_fermeture": "2026-02-03"},
        "3": OPEN | {"statut_diffusion": "P"},
    }  # fmt: skip
    with French(there.url) as register:
        seat = Found(
            "address", register.name, 100, date(2026, 1, 5), Where("8 RUE DU TEST", "", "75002", "PARIS", "FR")
        )
        assert register.ask(asked(fr_siren="1")) == (seat,)
        assert register.ask(asked(fr_siren="2"))[0] == Found("ceased", register.name, 100, date(2026, 2, 3))
        assert register.ask(asked(fr_siren="3")) == register.ask(asked(fr_siren="4")) == ()
        assert not register.asks(asked(be_enterprise="0403170701"))


def test_the_dutch_register_tells_where_letters_go_and_never_a_shielded_address(there: Sandbox) -> None:
    box = {"type": "correspondentieadres", "postbusnummer": 5, "postcode": "1234AA", "plaats": "Proefdam"}
    there.dutch = {
        "1": profile(VISIT), "2": profile(VISIT, box), "3": profile(VISIT | {"indAfgeschermd": "Ja"}, end="20260203"),
        "4": {"_embedded": "?"},
    }  # fmt: skip
    with Dutch(there.url, KEY) as register:
        (home,) = register.ask(asked(nl_kvk="1"))
        assert home.where == Where("Proefweg", "7a", "1234AB", "Proefdam", "NL")
        assert register.ask(asked(nl_kvk="2"))[0].where.street == "Postbus 5"
        assert register.ask(asked(nl_kvk="3")) == (Found("ceased", "kvk", 100, date(2026, 2, 3)),)
        assert register.ask(asked(nl_kvk=GONE)) == (Found("ceased", "kvk", 100),)
        assert register.ask(asked(nl_kvk="9")) == ()
        with pytest.raises(Rejected):
            register.ask(asked(nl_kvk="4"))
    with Dutch(there.url, "wrong") as stranger, pytest.raises(AuthFailed):
        stranger.ask(asked(nl_kvk="1"))


def test_the_lookup_answers_a_reference_once_and_nothing_half_said_is_taken(there: Sandbox) -> None:
    home = {"street": "Nieuwstraat", "building": "2", "postcode": "9000", "town": "Gent", "country": "BE"}
    moved = {"what": "address", "since": "2026-05-01", "sure": 80, "address": home}
    there.people = {"jan proef": [moved, {"what": "insolvent", "sure": 100}]}
    with Lookup(there.url, KEY, "address") as lookup:
        (found,) = lookup.ask(asked())
        assert (found.where, found.on, found.sure) == (
            Where("Nieuwstraat", "2", "9000", "Gent", "BE"), date(2026, 5, 1), 80
        )  # fmt: skip
        lookup.ask(asked())
        assert len(there.questions) == 1
        for wrong in ({"sure": 101}, {"what": "rich"}, {"address": {"street": "Nieuwstraat"}}, {"since": "soon"}):
            there.people = {"jan proef": [moved | wrong]}
            with pytest.raises(Rejected):
                lookup.ask(asked())
        there.trouble = 503
        with pytest.raises(Temporary):
            lookup.ask(asked())
