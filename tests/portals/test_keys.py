"""The pages of API keys: an owner makes one and sees its secret once; who may not sign makes none."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.queries import by_secret
from cessie.domain.users.models import User
from tests.portals.house import Stage, visit

SECRET = re.compile(r"cessie_[0-9a-f]{16}_[A-Za-z0-9_-]{43}")
FORM = {"name": "Boekhouding", "scope": ["invoices:read", "invoices:write"], "days": "30"}


def test_an_owner_makes_a_key_and_ends_it(stage: Stage) -> None:
    owner, page = visit("owner1@client.example"), reverse("client:keys")
    shown = owner.post(page, FORM)
    (secret,) = SECRET.findall(shown.content.decode())
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    caller = by_secret(secret, at=timezone.now())
    assert caller is not None
    assert caller.client_id == stage.own.client_id
    again = owner.get(page).content.decode()
    assert secret not in again
    assert "Boekhouding" in again
    owner.post(reverse("client:key_revoke", args=[caller.key_id]))
    assert by_secret(secret, at=timezone.now()) is None
    assert "Revoked" in owner.get(page).content.decode()


def test_to_sign_the_page_asks_for_the_code_again(stage: Stage) -> None:
    owner, page = visit("owner1@client.example"), reverse("client:keys")
    asked = FORM | {"scope": ["proposals:approve"]}
    for code in ("", "000000"):
        refused = owner.post(page, asked | {"code": code})
        assert refused.status_code == 422
        assert "give the code of your authenticator" in refused.content.decode()
    device = TOTPDevice.objects.get(user__email="owner1@client.example")
    device.throttle_reset()
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = timezone.now().timestamp()
    made = owner.post(page, asked | {"code": f"{clock.token():06d}"})
    assert SECRET.search(made.content.decode())
    assert ApiKey.objects.get().signer == User.objects.get(email="owner1@client.example")


@pytest.mark.parametrize("who", ["bookkeeper1@client.example", "reader1@client.example"])
def test_who_does_not_sign_makes_none(stage: Stage, who: str) -> None:
    person = visit(who)
    assert "Make the key" not in person.get(reverse("client:keys")).content.decode()
    assert person.post(reverse("client:keys"), FORM).status_code == 403
    assert not ApiKey.objects.exists()


def test_an_administrator_makes_one_for_the_client_that_signs_nothing(stage: Stage) -> None:
    page = reverse("staff:keys", args=[stage.own.client_id])
    treasury, boss = visit("treasury1@factor.example"), visit("admin@factor.example")
    assert treasury.post(page, FORM).status_code == 403
    assert "proposals:approve" not in boss.get(page).content.decode()
    refused = boss.post(page, FORM | {"scope": ["proposals:approve"]})
    assert "Only an owner of the client lets a key sign for it." in refused.content.decode()
    (secret,) = SECRET.findall(boss.post(page, FORM).content.decode())
    assert by_secret(secret, at=timezone.now()) is not None
    key = ApiKey.objects.get()
    other = reverse("staff:key_revoke", args=[stage.other.client_id, key.pk])
    assert boss.post(other).status_code == 404
    boss.post(reverse("staff:key_revoke", args=[stage.own.client_id, key.pk]))
    assert by_secret(secret, at=timezone.now()) is None
