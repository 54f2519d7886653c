"""A contract begins as a preset with what was agreed otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from cessie.domain.audit.models import Event
from cessie.domain.contracts.agreed import BadContract
from cessie.domain.contracts.models import Contract, Version
from cessie.domain.contracts.open_contract import AlreadyRunning, NumberTaken, open_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.codec import BadTerms
from tests.domain.conftest import AT, SYSTEM, of_client, staff

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def opened(client: Client, number: str = "F-001", **more: Any) -> Contract:
    facts: dict[str, Any] = {"preset": "american", "valid_from": DAY, "changes": {}, "by": SYSTEM, "at": AT} | more
    return open_contract(client_id=client.pk, number=number, **facts)


def test_the_first_version_is_the_preset_with_the_changes(client_: Client, an: Viewer) -> None:
    contract = opened(client_, changes={"payout_minimum": Money(25_00), "limits": {"over_limit": "PARTIAL"}}, by=an)
    version, terms = terms_on(contract.pk, DAY)
    assert (version.number, version.preset, version.made_by) == (1, "american", an.key)
    assert (terms.payout_minimum, terms.limits.over_limit) == (Money(25_00), "PARTIAL")
    event = Event.objects.get(action="contracts.open")
    assert (event.subject_id, event.client_id) == (str(contract.pk), client_.pk)
    assert event.data["changed"] == ["limits", "payout_minimum"]


def test_fees_are_taxed_where_the_client_is(client_: Client, other_client: Client) -> None:
    assert terms_on(opened(client_).pk, DAY)[1].vat_country == "BE"
    assert terms_on(opened(other_client, "F-002").pk, DAY)[1].vat_country == "NL"


def test_the_same_call_again_gives_the_same_contract(client_: Client) -> None:
    assert opened(client_) == opened(client_)
    assert (
        Contract.objects.count(),
        Version.objects.count(),
        Event.objects.filter(action="contracts.open").count(),
    ) == (1, 1, 1)


def test_a_number_is_one_contracts(client_: Client, other_client: Client) -> None:
    opened(client_)
    with pytest.raises(NumberTaken, match="F-001"):
        opened(other_client)
    with pytest.raises(NumberTaken):
        opened(client_, changes={"payout_minimum": Money(1)})


def test_a_client_has_one_running_contract(client_: Client) -> None:
    first = opened(client_)
    with pytest.raises(AlreadyRunning):
        opened(client_, "F-002")
    Contract.objects.filter(pk=first.pk).update(ended_date=date(2026, 6, 1), state="ending")
    assert opened(client_, "F-002", valid_from=date(2026, 6, 1)) != first


@pytest.mark.parametrize(
    ("more", "refusal", "code"),
    [
        ({"preset": "magic"}, Refusal, "contracts.unknown_preset"),
        ({"changes": {"advance_rate": "80"}}, BadContract, "terms.advance_and_holdback"),
        ({"changes": {"colour": "red"}}, BadTerms, "terms.unknown_field"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(
    client_: Client, more: dict[str, Any], refusal: type[Refusal], code: str
) -> None:
    with pytest.raises(refusal) as no:
        opened(client_, **more)
    assert no.value.code == code
    assert not Contract.objects.exists()


def test_every_reason_is_told_at_once(client_: Client) -> None:
    with pytest.raises(BadContract) as no:
        opened(client_, changes={"advance_rate": "80", "insurance": "NONE"})
    assert {reason.facts["field"] for reason in no.value.reasons} == {"holdback_rate", "insurance"}


def test_who_may_not(client_: Client) -> None:
    for viewer in (of_client(client_.pk), staff("eve", "collection")):
        with pytest.raises(NotAllowed):
            opened(client_, by=viewer)
    with pytest.raises(NotFound):
        opened(Client(pk=uuid7()))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one(client_: Client) -> None:
    barrier = Barrier(3)

    def one(_: int) -> UUID:
        try:
            barrier.wait()
            return opened(client_).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(one, range(3)))) == 1
    assert (Contract.objects.count(), Version.objects.count()) == (1, 1)
