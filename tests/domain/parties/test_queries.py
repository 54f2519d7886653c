"""Nobody sees what is not his; a viewer follows the memberships of today."""

from __future__ import annotations

import pytest

from cessie.domain.parties.members import add_member, end_member
from cessie.domain.parties.models import Client, Debtor, Membership
from cessie.domain.parties.queries import client, clients, debtors, names, viewer_for
from cessie.domain.parties.queries import debtor as one_debtor_of
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def els() -> User:
    return User.objects.create(email="els@meuse.example", name="Els", kind="client", created_at=AT)


@pytest.fixture
def boss() -> Viewer:
    return staff("boss", "administrator")


@pytest.mark.parametrize(
    ("role", "acts", "signs"), [("owner", True, True), ("bookkeeper", True, False), ("reader", False, False)]
)
def test_a_membership_says_what_one_may(
    els: User, client_: Client, boss: Viewer, role: str, acts: bool, signs: bool
) -> None:
    add_member(user_id=els.pk, client_id=client_.pk, role=role, by=boss, at=AT)
    viewer = viewer_for(els)
    assert viewer.sees_client(client_.pk)
    assert (client_.pk in viewer.acts_for, client_.pk in viewer.signs_for) == (acts, signs)
    if not signs:
        with pytest.raises(NotAllowed):
            viewer.require_signer(client_.pk)
    assert viewer.key == f"user:{els.pk}"


def test_no_job_and_no_staff_signs_for_a_client(client_: Client, an: Viewer) -> None:
    for viewer in (SYSTEM, an, NOBODY):
        with pytest.raises(NotAllowed):
            viewer.require_signer(client_.pk)


def test_a_role_changes_and_ends(els: User, client_: Client, boss: Viewer) -> None:
    first = add_member(user_id=els.pk, client_id=client_.pk, role="owner", by=boss, at=AT)
    assert add_member(user_id=els.pk, client_id=client_.pk, role="owner", by=boss, at=AT) == first
    add_member(user_id=els.pk, client_id=client_.pk, role="reader", by=boss, at=AT)
    assert not viewer_for(els).acts_for
    end_member(user_id=els.pk, client_id=client_.pk, by=boss, at=AT)
    end_member(user_id=els.pk, client_id=client_.pk, by=boss, at=AT)
    assert not viewer_for(els).client_ids
    assert Membership.objects.count() == 2


def test_who_cannot_be_a_member(els: User, client_: Client, boss: Viewer, an: Viewer) -> None:
    with pytest.raises(NotAllowed):
        add_member(user_id=els.pk, client_id=client_.pk, role="owner", by=an, at=AT)
    with pytest.raises(NotFound):
        add_member(user_id=els.pk, client_id=uuid7(), role="owner", by=boss, at=AT)
    assert an.user_id
    for user_id, role, code in [(els.pk, "king", "unknown_role"), (an.user_id, "owner", "not_a_client_user")]:
        with pytest.raises(Refusal) as no:
            add_member(user_id=user_id, client_id=client_.pk, role=role, by=boss, at=AT)
        assert no.value.code == f"parties.{code}"


def test_a_stranger_finds_no_client_and_no_debtor(client_: Client, other_client: Client, debtor: Debtor) -> None:
    owner = of_client(client_.pk)
    assert list(clients(viewer=owner)) == [client_]
    assert client(viewer=owner, client_id=client_.pk) == client_
    assert list(debtors(viewer=owner)) == [debtor]
    for stranger in (of_client(other_client.pk), NOBODY):
        assert client_ not in clients(viewer=stranger)
        assert not debtors(viewer=stranger).exists()
        with pytest.raises(NotFound):
            client(viewer=stranger, client_id=client_.pk)
        with pytest.raises(NotFound):
            one_debtor(stranger, debtor)


def one_debtor(viewer: Viewer, row: Debtor) -> Debtor:
    return one_debtor_of(viewer=viewer, debtor_id=row.pk)


def test_staff_sees_all_and_finds_by_name_without_accents(
    client_: Client, other_client: Client, debtor: Debtor, an: Viewer
) -> None:
    assert [c.code for c in clients(viewer=an)] == ["AAR", "FDM"]
    assert list(debtors(viewer=an, text="electricite")) == [debtor]
    assert not debtors(viewer=an, client_id=other_client.pk).exists()
    assert one_debtor(an, debtor) == debtor


def test_names_by_any_key(client_: Client, debtor: Debtor) -> None:
    assert names([client_.pk, debtor.pk, client_.company_id, uuid7()]) == {
        client_.pk: "Fonderie de la Meuse SA",
        client_.company_id: "Fonderie de la Meuse SA",
        debtor.pk: "Électricité du Nord SAS",
    }
