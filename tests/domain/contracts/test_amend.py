"""A contract changes from a day on; what was, stays."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event
from cessie.domain.contracts import queries
from cessie.domain.contracts.agreed import BadContract
from cessie.domain.contracts.amend import BackDated, LaterVersion, amend
from cessie.domain.contracts.models import Contract, Version
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client

pytestmark = pytest.mark.django_db
DAY, JULY = date(2026, 3, 2), date(2026, 7, 1)
LOWER = {"advance_rate": "85", "holdback_rate": "15"}


@pytest.fixture
def contract(client_: Client) -> Contract:
    return open_contract(
        client_id=client_.pk, number="F-001", preset="american", valid_from=DAY, changes={}, by=SYSTEM, at=AT
    )


def amended(contract: Contract, valid_from: date = JULY, **changes: object) -> Version:
    return amend(contract_id=contract.pk, valid_from=valid_from, changes=changes or LOWER, by=SYSTEM, at=AT)


def test_a_new_version_holds_from_its_day_and_the_old_one_before(contract: Contract) -> None:
    old, _ = queries.terms_on(contract.pk, DAY)
    new = amended(contract)
    assert [v.number for v in (old, new)] == [1, 2]
    assert queries.terms_on(contract.pk, date(2026, 6, 30))[1].advance_rate == 90
    assert queries.terms_on(contract.pk, JULY)[1].advance_rate == 85
    assert queries.terms_of(old.pk).advance_rate == 90
    event = Event.objects.get(action="contracts.amend")
    assert event.data["changed"] == {"advance_rate": ["90", "85"], "holdback_rate": ["10", "15"]}


def test_again_and_a_change_of_nothing_make_no_version(contract: Contract) -> None:
    assert amended(contract) == amended(contract)
    assert amended(contract, advance_rate="85", holdback_rate="15").number == 2
    assert Version.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(date(2026, 3, 1), NotFound), (date(2026, 7, 1), LaterVersion), (date(2026, 6, 1), LaterVersion)],
)
def test_before_the_start_or_a_later_version_nothing_changes(
    contract: Contract, day: date, refusal: type[Refusal]
) -> None:
    amended(contract)
    with pytest.raises(refusal):
        amended(contract, day, payout_minimum=Money(25_00))


def test_the_past_is_not_rewritten(client_: Client) -> None:
    old = open_contract(
        client_id=client_.pk, number="F-9", preset="american", valid_from=date(2026, 1, 1), changes={}, by=SYSTEM, at=AT
    )
    with pytest.raises(BackDated):
        amended(old, date(2026, 3, 1))
    assert amended(old, DAY).number == 2  # today is the first possible day


def test_what_cannot_stand_or_has_ended_is_refused(contract: Contract) -> None:
    with pytest.raises(BadContract):
        amended(contract, advance_rate="80")
    Contract.objects.filter(pk=contract.pk).update(ended_date=date(2026, 6, 1), state="ending")
    with pytest.raises(Refusal, match="ended") as no:
        amended(contract)
    assert no.value.code == "contracts.ended"


def test_a_client_does_not_amend(contract: Contract) -> None:
    with pytest.raises(NotAllowed):
        amend(contract_id=contract.pk, valid_from=JULY, changes=LOWER, by=of_client(contract.client_id), at=AT)


def test_the_database_keeps_versions_as_they_are(contract: Contract) -> None:
    version = Version.objects.get(contract=contract)
    for change in (lambda: Version.objects.update(preset="x"), version.delete):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_each_viewer_sees_his_contracts(contract: Contract, other_client: Client) -> None:
    amended(contract)
    own, other = of_client(contract.client_id), of_client(other_client.pk)
    assert [v.number for v in queries.versions(viewer=own, contract_id=contract.pk)] == [2, 1]
    newest, oldest = queries.versions(viewer=SYSTEM, contract_id=contract.pk)
    assert (oldest.valid_until, newest.valid_until) == (date(2026, 6, 30), None)
    for stranger in (other, NOBODY):
        assert not queries.contracts(viewer=stranger).exists()
        with pytest.raises(NotFound):
            queries.versions(viewer=stranger, contract_id=contract.pk)


def test_the_contract_of_a_day(contract: Contract) -> None:
    def found(day: date) -> UUID | None:
        row = queries.contract_of(contract.client_id, day)
        return row.pk if row else None

    assert found(date(2026, 3, 1)) is None
    assert found(DAY) == contract.pk
    Contract.objects.filter(pk=contract.pk).update(ended_date=JULY, state="ending")
    assert found(date(2026, 6, 30)) == contract.pk
    assert found(JULY) is None
