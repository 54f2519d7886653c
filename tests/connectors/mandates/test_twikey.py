"""Debtors are asked to sign over HTTP, and what they did is heard, against a server that answers like the service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from cessie.connectors.errors import AuthFailed, OutcomeUnknown, Temporary
from cessie.connectors.mandates import Asked
from cessie.connectors.mandates.sandbox import KEY, PREFIX, Sandbox, signed
from cessie.connectors.mandates.twikey import Twikey, genuine

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
IBAN = "BE68539007547034"


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(AT) as sandbox:
        yield sandbox


def twikey(there: Sandbox, key: str = KEY) -> Twikey:
    return Twikey(f"{there.url}{PREFIX}", key)


def asked(**changes: Any) -> Asked:
    facts: dict[str, Any] = {
        "reference": "M1", "template": "core", "scheme": "CORE", "one_off": False, "language": "nl",
        "email": "jan@peeters.example", "company": "Peeters BV", "country": "BE",
    }  # fmt: skip
    return Asked(**facts | changes)


def debtor(url: str, act: str, **said: str) -> None:
    httpx.get(f"{url}/{act}", params=said).raise_for_status()


def test_what_the_debtor_did_is_told_once_behind_each_position_and_again_behind_the_same(there: Sandbox) -> None:
    with twikey(there) as service:
        where = service.invite(asked()).url
        debtor(where, "sign", iban=IBAN, name="Jan Peeters")
        debtor(where, "move", iban="BE43068999999501")
        debtor(where, "cancel")
        first = service.feed("")
        again = service.feed("0")
        second = service.feed(first.position)
        assert first == again
        assert service.feed(second.position).told == ()
    new, moved, over = (*first.told, *second.told)
    assert (new.kind, new.reference, new.iban, new.holder) == ("signed", "M1", IBAN, "Jan Peeters")
    assert (new.scheme, new.one_off, new.signed, new.at) == ("CORE", False, date(2026, 3, 2), AT)
    assert (moved.kind, moved.former, moved.iban) == ("amended", "M1", "BE43068999999501")
    assert (over.kind, over.reference, over.reason) == ("cancelled", "M1", "MS02")
    assert IBAN.encode() in new.raw


def test_a_reader_that_was_killed_does_not_lose_what_the_service_gave_it(there: Sandbox) -> None:
    """The service has moved its own position; ours goes back to where we were."""
    with twikey(there) as killed:
        debtor(killed.invite(asked()).url, "sign", iban=IBAN)
        killed.feed("")
    with twikey(there) as next_one:
        assert next_one.feed("").told == (), "the service's own position"
        assert len(next_one.feed("0").told) == 1


def test_a_debtors_bank_refuses_between_businesses_and_one_collection_stays_one(there: Sandbox) -> None:
    with twikey(there) as service:
        debtor(service.invite(asked(template="B2B", scheme="B2B")).url, "sign", iban="BE71000000000000")
        debtor(service.invite(asked(reference="M2", one_off=True)).url, "sign", iban=IBAN)
        refused, once = service.feed("").told
    assert (refused.kind, refused.reference) == ("cancelled", "M1")
    assert once.one_off


def test_what_cannot_be_done_is_said_in_the_words_of_the_house(there: Sandbox) -> None:
    with twikey(there, "wrong") as nobody, pytest.raises(AuthFailed) as no:
        nobody.feed("")
    assert "wrong" not in str(no.value)
    with twikey(there) as service:
        service.feed("")
        there.cut = True
        with pytest.raises(OutcomeUnknown):
            service.invite(asked())
        there.cut, there.trouble = False, 503
        with pytest.raises(Temporary):
            service.feed("")
        with pytest.raises(Temporary):
            service.cancel("M1", "he left")
        there.trouble = 0
        service.cancel("M1", "he left")
        (over,) = service.feed("").told
    assert (over.kind, over.reason) == ("cancelled", "he left")


def test_a_call_is_believed_only_with_the_signature_of_its_decoded_query() -> None:
    query = "mandate=M 1&type=contract"
    assert genuine(quote(query, safe="=&"), signed(query), KEY)
    assert not genuine(quote(query, safe="=&"), signed(query).lower(), KEY)
    assert not genuine("mandate=M2", signed(query), KEY)
    assert not genuine(query, signed(query), "another")
