"""The pages of logins: added, agreed to, switched off; a client's owner lets his own colleagues in and no others."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cessie.domain.parties.models import Membership
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import Change, User
from tests.portals.house import Stage, visit

SECRET = re.compile(r'<code id="secret">([a-z0-9-]{19})</code>')
LINK = re.compile(r'<code id="secret">http://testserver(/invitation/[A-Za-z0-9_-]{43})</code>')
BOSS, TREASURY, OWNER = "admin@factor.example", "treasury1@factor.example", "owner1@client.example"


def test_a_colleague_is_added_by_one_and_given_his_desk_by_another(stage: Stage) -> None:
    page = reverse("staff:people")
    new = {"name": "Nora Nieuw", "email": "nora@factor.example", "language": "fr", "roles": ["treasury"]}
    assert visit(TREASURY).post(page, new).status_code == 403
    shown = visit(BOSS).post(page, new)
    (link,) = LINK.findall(shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    nora = User.objects.get(email="nora@factor.example")
    assert (nora.roles, nora.has_usable_password()) == ([], False), "nobody knows a password of hers"
    assert Client().get(link).status_code == 200
    again = visit(BOSS).get(page, {"q": "nora"}).content.decode()
    assert link not in again
    renewed = visit(BOSS).post(reverse("staff:person_act", args=[nora.pk, "invite"])).content.decode()
    (newer,) = LINK.findall(renewed)
    assert [Client().get(each).status_code for each in (link, newer)] == [404, 200]
    assert "Nora Nieuw" in again
    change = Change.objects.get(user=nora)
    act = reverse("staff:change_act", args=[change.pk, "agree"])
    assert "Another person than the one who asked" in visit(BOSS).post(act, follow=True).content.decode()
    visit(TREASURY).post(act)
    nora.refresh_from_db()
    assert nora.roles == ["treasury"]


def test_a_false_form_keeps_what_was_typed(stage: Stage) -> None:
    shown = visit(BOSS).post(reverse("staff:people"), {"name": "Nora", "email": "no address", "language": "nl"})
    assert "no address is no e-mail address." in shown.content.decode()
    assert 'value="Nora"' in shown.content.decode()


def test_whoever_is_switched_off_is_out_at_once(stage: Stage) -> None:
    him = visit("credit1@factor.example")
    assert him.get(reverse("staff:queue")).status_code == 200
    user = User.objects.get(email="credit1@factor.example")
    visit(BOSS).post(reverse("staff:person_act", args=[user.pk, "off"]))
    assert him.get(reverse("staff:queue")).status_code == 302
    page = visit(BOSS).get(reverse("staff:person", args=[user.pk])).content.decode()
    assert "switched the login off" in page
    me = User.objects.get(email=BOSS)
    mine = visit(BOSS).post(reverse("staff:person_act", args=[me.pk, "off"]), follow=True).content.decode()
    assert "Nobody switches himself off" in mine


def test_a_new_second_factor_tells_the_second_person_the_password(stage: Stage) -> None:
    user = User.objects.get(email="credit1@factor.example")
    visit(BOSS).post(reverse("staff:person_act", args=[user.pk, "second-factor"]))
    change = Change.objects.get(user=user)
    shown = visit(TREASURY).post(reverse("staff:change_act", args=[change.pk, "agree"])).content.decode()
    (password,) = SECRET.findall(shown)
    assert User.objects.get(pk=user.pk).check_password(password)


def test_a_clients_user_is_let_in_with_his_role(stage: Stage) -> None:
    form = {"name": "Piet", "email": "piet@client.example", "language": "nl", "role": "owner"}
    visit(BOSS).post(reverse("staff:people"), form | {"client": str(stage.own.client_id)})
    piet = User.objects.get(email="piet@client.example")
    assert viewer_for(piet).signs_for == {stage.own.client_id}
    visit(BOSS).post(reverse("staff:person_act", args=[piet.pk, "unseat"]), {"client": str(stage.own.client_id)})
    assert viewer_for(piet).client_ids == frozenset()


def test_an_owner_lets_a_bookkeeper_in_and_out(stage: Stage) -> None:
    page, owner = reverse("client:people"), visit(OWNER)
    form = {"name": "Boek Houder", "email": "boek@client.example", "language": "nl", "role": "bookkeeper"}
    shown = owner.post(page, form).content.decode()
    assert LINK.search(shown)
    boek = User.objects.get(email="boek@client.example")
    assert viewer_for(boek).acts_for == {stage.own.client_id}
    owner.post(reverse("client:person_act", args=[boek.pk, "role"]), {"role": "reader"})
    assert (viewer_for(boek).acts_for, viewer_for(boek).client_ids) == (frozenset(), {stage.own.client_id})
    assert visit("owner2@client.example").post(reverse("client:person_act", args=[boek.pk, "end"])).status_code == 404
    owner.post(reverse("client:person_act", args=[boek.pk, "end"]))
    assert viewer_for(boek).client_ids == frozenset()


@pytest.mark.parametrize(
    ("who", "changed", "said"),
    [
        (OWNER, {"role": "owner"}, "owners are the house"),
        (OWNER, {"email": "owner2@client.example"}, "ask the house to let this person in"),
        ("bookkeeper1@client.example", {}, ""),
        ("reader1@client.example", {}, ""),
    ],
)
def test_nobody_gives_more_than_is_his(stage: Stage, who: str, changed: dict[str, str], said: str) -> None:
    before = Membership.objects.count(), User.objects.count()
    form = {"name": "X", "email": "x@client.example", "language": "nl", "role": "reader"} | changed
    answer = visit(who).post(reverse("client:people"), form)
    assert answer.status_code == (422 if said else 403)
    assert said in answer.content.decode()
    assert (Membership.objects.count(), User.objects.count()) == before


def test_an_owner_does_not_end_an_owner(stage: Stage) -> None:
    me = User.objects.get(email=OWNER)
    for act in ("end", "role"):
        said = visit(OWNER).post(reverse("client:person_act", args=[me.pk, act]), {"role": "reader"}, follow=True)
        assert "An owner&#x27;s rights are the house&#x27;s to change." in said.content.decode()
    assert viewer_for(me).signs_for == {stage.own.client_id}
