"""Keys are made by people, seen once, kept as a hash, and see exactly one client."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event
from cessie.domain.keys.make_key import MOST, Made, make_key
from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.queries import by_id, by_secret, keys, names_of
from cessie.domain.keys.revoke import revoke
from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.parties.members import add_member, end_member
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, staff

pytestmark = pytest.mark.django_db
LIFE = timedelta(days=90)


@pytest.fixture
def boss(db: None) -> Viewer:
    return staff("boss", "administrator")


@pytest.fixture
def owner(client_: Client, boss: Viewer) -> Viewer:
    user = User.objects.create(email="owner@client.example", name="Owner", kind="client", created_at=AT)
    add_member(user_id=user.pk, client_id=client_.pk, role="owner", by=boss, at=AT)
    return viewer_for(user)


def a_key(client: Client, by: Viewer, *scopes: str, fresh: datetime | None = None, name: str = "Boekhouding") -> Made:
    return make_key(
        client_id=client.pk,
        name=name,
        scopes=scopes or ("invoices:read",),
        expires_at=AT + LIFE,
        second_factor_at=fresh,
        by=by,
        at=AT,
    )


def test_the_secret_opens_and_is_not_kept(client_: Client, owner: Viewer) -> None:
    made = a_key(client_, owner, "invoices:write")
    row = ApiKey.objects.get()
    assert row.digest == digest_of(made.secret)
    assert made.secret not in str(list(ApiKey.objects.values())) + str(list(Event.objects.values()))
    found = by_secret(made.secret, at=AT)
    assert found is not None
    assert found.viewer.client_ids == found.viewer.acts_for == frozenset([client_.pk])
    assert not found.viewer.signs_for
    assert not found.viewer.sees_all
    assert by_secret(made.secret[:-1] + ("a" if made.secret[-1] != "a" else "b"), at=AT) is None
    assert by_secret("", at=AT) is None
    assert Event.objects.get(action="keys.make").data["scopes"] == ["invoices:write"]


def test_a_key_that_only_reads_acts_for_nobody(client_: Client, owner: Viewer) -> None:
    found = by_secret(a_key(client_, owner).secret, at=AT)
    assert found is not None
    with pytest.raises(NotAllowed):
        found.viewer.require_client(client_.pk)


def test_a_key_ends_by_time_and_by_hand(client_: Client, owner: Viewer) -> None:
    made = a_key(client_, owner)
    assert by_secret(made.secret, at=AT + LIFE - timedelta(seconds=1)) is not None
    assert by_secret(made.secret, at=AT + LIFE) is None
    revoke(key_id=made.key_id, by=owner, at=AT)
    revoke(key_id=made.key_id, by=owner, at=AT)
    assert by_secret(made.secret, at=AT) is None
    assert by_id(made.key_id, scopes=["invoices:read"], at=AT) is None
    assert Event.objects.filter(action="keys.revoke").count() == 1


def test_a_token_has_no_more_than_its_key(client_: Client, owner: Viewer) -> None:
    made = a_key(client_, owner)
    found = by_id(made.key_id, scopes=["invoices:read", "invoices:write"], at=AT)
    assert found is not None
    assert found.scopes == {"invoices:read"}


def test_to_sign_needs_the_second_factor_of_an_owner_now(client_: Client, owner: Viewer, boss: Viewer) -> None:
    for fresh in (None, AT - timedelta(minutes=6), AT + timedelta(minutes=1)):
        with pytest.raises(NotAllowed, match="authenticator"):
            a_key(client_, owner, "proposals:approve", fresh=fresh)
    with pytest.raises(NotAllowed, match="Only an owner"):
        a_key(client_, boss, "proposals:approve", fresh=AT)
    found = by_secret(a_key(client_, owner, "proposals:approve", fresh=AT).secret, at=AT)
    assert found is not None
    found.viewer.require_signer(client_.pk)


def test_a_lent_signature_ends_with_its_lender(client_: Client, owner: Viewer, boss: Viewer) -> None:
    made = a_key(client_, owner, "proposals:approve", "invoices:read", fresh=AT)
    assert owner.user_id is not None
    end_member(user_id=owner.user_id, client_id=client_.pk, by=boss, at=AT)
    found = by_secret(made.secret, at=AT)
    assert found is not None
    assert found.scopes == {"invoices:read"}
    assert not found.viewer.signs_for


def test_neither_programs_nor_strangers_make_or_revoke(
    client_: Client, other_client: Client, owner: Viewer, an: Viewer
) -> None:
    signing = by_secret(a_key(client_, owner, "proposals:approve", fresh=AT).secret, at=AT)
    assert signing is not None
    for by in (signing.viewer, SYSTEM, an):
        with pytest.raises(NotAllowed):
            a_key(client_, by)
        with pytest.raises(NotAllowed):
            revoke(key_id=signing.key_id, by=by, at=AT)
    with pytest.raises(NotFound):
        a_key(other_client, owner)
    for stranger in (NOBODY, Viewer(key="user:x", kind="client", client_ids=frozenset([other_client.pk]))):
        with pytest.raises(NotFound):
            revoke(key_id=signing.key_id, by=stranger, at=AT)
        assert not keys(viewer=stranger, client_id=client_.pk)


def test_staff_makes_one_for_the_client(client_: Client, boss: Viewer) -> None:
    assert by_secret(a_key(client_, boss, "invoices:write").secret, at=AT) is not None


def test_what_is_refused(client_: Client, owner: Viewer) -> None:
    with pytest.raises(Refusal, match="name"):
        a_key(client_, owner, name=" ")
    with pytest.raises(Refusal, match="Choose"):
        a_key(client_, owner, "money:all")
    for end in (AT, AT + timedelta(days=367)):
        with pytest.raises(Refusal, match="a year"):
            make_key(client_id=client_.pk, name="x", scopes=["invoices:read"], expires_at=end, by=owner, at=AT)
    for _ in range(MOST):
        a_key(client_, owner)
    with pytest.raises(Refusal, match="at most"):
        a_key(client_, owner)


def test_the_database_holds_it_too(client_: Client, owner: Viewer) -> None:
    made = a_key(client_, owner)
    for change in ({"scopes": ["proposals:approve"]}, {"scopes": []}, {"scopes": ["x"]}, {"revoked_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.filter(pk=made.key_id).update(**change)


def test_the_trail_names_programs(client_: Client, owner: Viewer, an: Viewer) -> None:
    made = a_key(client_, owner)
    actor = f"key:{made.key_id}"
    assert names_of({actor, an.key}, viewer=an) == {actor: "Boekhouding", an.key: "An"}
    assert names_of({actor}, viewer=owner) == {}
