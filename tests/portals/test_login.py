"""The door: two factors, no more than five wrong passwords, and nothing behind it for strangers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.register import register_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system

PASSWORD = "a long made-up one 7"
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def user(db: None) -> User:
    user = User(
        email="els@factor.example", name="Els Demo", kind="staff", roles=["credit"], language="nl", created_at=AT
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def _first_factor(client: Client, password: str = PASSWORD) -> int:
    return client.post("/login", {"username": "els@factor.example", "password": password}).status_code


def test_the_first_login_sets_up_the_second_factor_and_gives_recovery_codes_once(client: Client, user: User) -> None:
    assert _first_factor(client) == 302
    assert client.get("/login/second").url == "/login/enrol"  # type: ignore[attr-defined]  # a redirect has it
    page = client.get("/login/enrol").content.decode()
    assert "data:image/svg+xml" in page
    device = TOTPDevice.objects.get(user=user)
    assert not device.confirmed
    assert client.post("/login/enrol", {"code": "000000"}).status_code == 401
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)  # no pause in the test
    shown = client.post("/login/enrol", {"code": f"{totp(device.bin_key):06d}"}).content.decode()
    codes = shown.split("<li>")[1:]
    assert len(codes) == 8
    client.post("/logout")
    _first_factor(client)
    code = codes[0].split("<")[0]
    assert client.post("/login/second", {"code": code}).status_code == 302
    client.post("/logout")
    _first_factor(client)
    assert client.post("/login/second", {"code": code}).status_code == 401, "a recovery code opens once"


def test_the_password_alone_opens_nothing(client: Client, user: User) -> None:
    TOTPDevice.objects.create(user=user, confirmed=True)
    _first_factor(client)
    assert client.get("/").url == "/login/second"  # type: ignore[attr-defined]  # a redirect has it
    assert client.get("/password").status_code == 302


def test_too_many_wrong_passwords_close_the_door_even_to_the_right_one(client: Client, user: User) -> None:
    for _ in range(5):
        last = _first_factor(client, "wrong")
    assert last == 429
    assert _first_factor(client) == 429


def test_the_made_up_house_tells_its_code_and_a_real_one_never(client: Client, user: User) -> None:
    TOTPDevice.objects.create(user=user, confirmed=True)
    _first_factor(client)
    assert "made-up" not in client.get("/login/second", headers={"accept-language": "en"}).content.decode()
    company = register_company(
        name="Demo Factor", country="BE", identifiers={"be.enterprise": "0999573914"}, by=system("test"), at=AT
    )
    house = found_house(company_id=company.id, simulated=False, by=system("test"), at=AT)
    assert "made-up" not in client.get("/login/second", headers={"accept-language": "en"}).content.decode()
    house.simulated = True
    house.save()
    assert "made-up" in client.get("/login/second", headers={"accept-language": "en"}).content.decode()


def test_the_way_on_after_the_login_stays_in_the_house(client: Client, user: User) -> None:
    client.post("/login?next=https://elsewhere.example/", {"username": "els@factor.example", "password": PASSWORD})
    assert client.session["next"] == "/"


FRAGMENT = {"HX-Request": "true", "HX-Current-URL": "http://testserver/staff/?whose=credit&q=a%26b"}


def _way_in(client: Client, user: User, door: str) -> str:
    """Where both factors lead, given at this door."""
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    client.post(door, {"username": user.email, "password": PASSWORD})
    return client.post("/login/second", {"code": f"{totp(device.bin_key):06d}"}).url  # type: ignore[attr-defined,no-any-return]  # a redirect has it


def test_a_part_of_a_page_that_outlives_its_session_takes_the_whole_page_to_the_door_and_back(
    client: Client, user: User
) -> None:
    answer = client.get("/staff/", headers=FRAGMENT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert _way_in(client, user, answer.headers["HX-Redirect"]) == "/staff/?whose=credit&q=a%26b"


def test_a_part_of_a_page_of_another_house_is_no_way_back(client: Client, user: User) -> None:
    answer = client.get("/staff/", headers=FRAGMENT | {"HX-Current-URL": "http://testserver//elsewhere.example/"})
    assert _way_in(client, user, answer.headers["HX-Redirect"]) == "/"


def test_who_has_given_one_factor_only_is_asked_for_the_second_and_comes_back(client: Client, user: User) -> None:
    _first_factor(client)
    answer = client.get("/staff/", headers=FRAGMENT)
    assert answer.headers["HX-Redirect"] == "/login/second"
    assert client.session["next"] == "/staff/?whose=credit&q=a%26b"
    assert client.get("/staff/checks").url == "/login/second"  # type: ignore[attr-defined]  # a redirect has it
    assert client.session["next"] == "/staff/checks"
    client.post("/staff/books/months/start", headers={"Referer": "http://testserver/staff/books/months?page=2"})
    assert client.session["next"] == "/staff/books/months?page=2", "what was sent is not sent again"
