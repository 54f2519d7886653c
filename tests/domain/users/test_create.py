"""Logins are made by an administrator; the first one by the installation."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate as ask
from django.contrib.auth.hashers import get_hasher
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from cessie.config import settings as product
from cessie.domain.audit.models import Event
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.create import WeakPassword, create
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.users.set_password import set_password
from cessie.domain.users.switch_off import switch_off
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db

GOOD = "vijf paarden in de wei"


def authenticate(username: str, password: str) -> Any:
    """Log in as a browser does."""
    return ask(RequestFactory().post("/"), username=username, password=password)


@pytest.fixture
def boss() -> Viewer:
    user = create(
        email="Boss@Huis.example", name="Boss", kind="staff", roles=["administrator"], password=GOOD, by=SYSTEM, at=AT
    )
    return viewer_for(user)


def test_a_login_works_by_address_in_any_spelling_with_argon2(boss: Viewer, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    create(email="Els@Meuse.example ", name="Els", kind="client", password=GOOD, by=boss, at=AT)
    user = User.objects.get(email="els@meuse.example")
    assert user.password.startswith("argon2$argon2id$")
    assert get_hasher().algorithm == "argon2"
    assert authenticate(username="ELS@meuse.example", password=GOOD) == user
    assert authenticate(username="els@meuse.example", password="wrong") is None


def test_the_installation_makes_one_administrator_and_no_more(boss: Viewer) -> None:
    with pytest.raises(NotAllowed):
        create(email="b@huis.example", name="B", kind="staff", roles=["administrator"], by=SYSTEM, at=AT)
    create(email="b@huis.example", name="B", kind="staff", roles=["administrator"], by=boss, at=AT)


def test_the_installation_makes_nobody_else() -> None:
    with pytest.raises(NotAllowed):
        create(email="b@huis.example", name="B", kind="staff", roles=["treasury"], by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"email": "BOSS@huis.example"}, "users.email_taken"),
        ({"email": "boss"}, "users.false_email"),
        ({"name": " "}, "users.no_name"),
        ({"kind": "king"}, "users.unknown_kind"),
        ({"language": "xx"}, "users.unknown_language"),
        ({"roles": ["treasury"]}, "users.unknown_role"),
        ({"password": "short"}, "users.weak_password"),
        ({"password": "password1234"}, "users.weak_password"),
        ({"name": "Els Verstappen", "password": "elsverstappen"}, "users.weak_password"),
    ],
)
def test_what_is_wrong_is_named(boss: Viewer, given: dict[str, object], code: str) -> None:
    arguments = {"email": "e@m.example", "name": "Els", "kind": "client", "by": boss, "at": AT} | given
    with pytest.raises(Refusal) as no:
        create(**arguments)  # type: ignore[arg-type]
    assert no.value.code == code


def test_without_password_nobody_logs_in_until_one_is_chosen(boss: Viewer) -> None:
    user = create(email="e@m.example", name="Els", kind="client", by=boss, at=AT)
    assert not user.has_usable_password()
    set_password(user_id=user.pk, password=GOOD, by=viewer_for(user), at=AT)
    assert authenticate(username="e@m.example", password=GOOD) == user
    with pytest.raises(WeakPassword):
        set_password(user_id=user.pk, password="e", by=viewer_for(user), at=AT)
    with pytest.raises(NotAllowed):
        set_password(user_id=user.pk, password=GOOD, by=Viewer(key="user:x", kind="client", user_id=uuid7()), at=AT)
    with pytest.raises(NotFound):
        set_password(user_id=uuid7(), password=GOOD, by=boss, at=AT)


def test_whoever_is_switched_off_sees_nothing(boss: Viewer) -> None:
    user = create(email="e@huis.example", name="Els", kind="staff", roles=["credit"], password=GOOD, by=boss, at=AT)
    off = switch_off(user_id=user.pk, by=boss, at=AT)
    assert authenticate(username="e@huis.example", password=GOOD) is None
    assert not viewer_for(off).sees_all
    assert not viewer_for(off).may("invoices.clear")
    switch_off(user_id=user.pk, by=boss, at=AT)
    assert Event.objects.filter(action="users.switch_off").count() == 1


def test_the_house_is_never_without_administrator(boss: Viewer) -> None:
    assert boss.user_id
    with pytest.raises(Refusal) as no:
        switch_off(user_id=boss.user_id, by=boss, at=AT)
    assert no.value.code == "users.locked_out"
    with pytest.raises(NotFound):
        switch_off(user_id=uuid7(), by=boss, at=AT)


def test_the_trail_names_nobody(boss: Viewer) -> None:
    create(email="els@m.example", name="Els", kind="client", by=boss, at=AT)
    assert "els" not in str(list(Event.objects.values_list("data", "subject_id", "actor"))).lower()
