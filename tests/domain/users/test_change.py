"""Roles, second factors and logins that work again: asked for by one, agreed to by another, whoever it is for apart."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.audit.models import Event
from cessie.domain.parties.queries import viewer_for
from cessie.domain.parties.waiting import WATCHES
from cessie.domain.users.add import Added, add
from cessie.domain.users.change import SamePerson, agree, ask, decline
from cessie.domain.users.create import create
from cessie.domain.users.erase import ask_erasure, erase
from cessie.domain.users.models import Change, User
from cessie.domain.users.queries import changes, people
from cessie.domain.users.rules.viewer import NotAllowed, Viewer, system
from cessie.domain.users.set_roles import set_roles
from cessie.domain.users.switch_off import switch_off
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> Viewer:
    return staff("boss", "administrator")


def carl(boss: Viewer, *roles: str) -> Added:
    return add(email="carl@huis.example", name="Carl", kind="staff", roles=roles, language="nl", by=boss, at=AT)


def waiting() -> list[str]:
    (watch,) = [watch for watch in WATCHES if watch.kind == "users.change"]
    return [found.subject[1] for found in watch.look(AT)]


def test_a_new_colleague_has_no_desk_before_a_second_person_agrees(boss: Viewer, bob: Viewer) -> None:
    added = carl(boss, "treasury", "credit")
    assert (added.user.roles, added.waiting) == ([], {"treasury", "credit"})
    assert not added.user.has_usable_password(), "he chooses his own by the link"
    assert waiting() == [str(added.user.pk)]
    (change,) = changes(viewer=boss)
    for who in (boss, viewer_for(added.user)):
        with pytest.raises((SamePerson, NotAllowed)):
            agree(change_id=change.pk, by=who, at=AT)
    agree(change_id=change.pk, by=bob, at=AT)
    again = agree(change_id=change.pk, by=bob, at=AT)
    added.user.refresh_from_db()
    assert (added.user.roles, again.password, waiting()) == (["credit", "treasury"], "", [])
    assert Event.objects.filter(action="users.roles").count() == 1


def test_nobody_agrees_to_his_own_desk(boss: Viewer, bob: Viewer, an: Viewer) -> None:
    set_roles(user_id=bob.person, roles=["treasury", "administrator"], by=boss, at=AT)
    (change,) = changes(viewer=boss)
    with pytest.raises(SamePerson):
        agree(change_id=change.pk, by=bob, at=AT)
    assert set_roles(user_id=boss.person, roles=["administrator", "treasury"], by=boss, at=AT) == {"treasury"}
    assert User.objects.get(pk=boss.person).roles == ["administrator"]


def test_a_desk_is_taken_away_at_once_but_never_the_last_administrators(boss: Viewer, bob: Viewer) -> None:
    set_roles(user_id=bob.person, roles=[], by=boss, at=AT)
    assert User.objects.get(pk=bob.person).roles == []
    with pytest.raises(Refusal) as no:
        set_roles(user_id=boss.person, roles=["credit"], by=boss, at=AT)
    assert no.value.code == "users.last_administrator"
    staff("eva", "administrator")
    set_roles(user_id=boss.person, roles=[], by=boss, at=AT)
    assert User.objects.get(pk=boss.person).roles == []


def test_the_only_person_of_a_house_gives_the_second_one_his_desk(boss: Viewer) -> None:
    added = carl(boss, "treasury")
    assert (added.user.roles, added.waiting) == (["treasury"], set())
    assert set_roles(user_id=boss.person, roles=["administrator", "credit"], by=boss, at=AT) == {"credit"}
    dora = add(email="d@huis.example", name="D", kind="staff", roles=["credit"], language="nl", by=boss, at=AT)
    assert dora.waiting == {"credit"}
    switch_off(user_id=added.user.pk, by=boss, at=AT)
    late = add(email="e@huis.example", name="E", kind="staff", roles=["treasury"], language="nl", by=boss, at=AT)
    assert late.waiting == {"treasury"}, "who switched the others off is not alone in the house"


def test_a_new_second_factor_ends_the_old_one_and_every_session(boss: Viewer, bob: Viewer, an: Viewer) -> None:
    user = User.objects.get(pk=an.person)
    user.set_password("an own one, long enough 1")
    user.save()
    TOTPDevice.objects.create(user=user, confirmed=True)
    before = user.get_session_auth_hash()
    change = ask(user_id=user.pk, kind="second_factor", by=boss, at=AT)
    assert TOTPDevice.objects.filter(user=user).exists()
    agreed = agree(change_id=change.pk, by=bob, at=AT)
    user.refresh_from_db()
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert user.check_password(agreed.password)
    assert user.must_change_password
    assert user.get_session_auth_hash() != before


def test_switched_on_again_by_two_unless_forgotten(boss: Viewer, bob: Viewer, an: Viewer) -> None:
    with pytest.raises(Refusal):
        ask(user_id=an.person, kind="switch_on", by=boss, at=AT)
    switch_off(user_id=an.person, by=boss, at=AT)
    with pytest.raises(Refusal):
        ask(user_id=an.person, kind="second_factor", by=boss, at=AT)
    change = ask(user_id=an.person, kind="switch_on", by=boss, at=AT)
    eva = staff("eva", "administrator")
    ask_erasure(user_id=an.person, by=boss, at=AT)
    erase(user_id=an.person, by=eva, at=AT)
    with pytest.raises(Refusal) as no:
        agree(change_id=change.pk, by=bob, at=AT)
    assert no.value.code == "users.forgotten"
    assert not User.objects.get(pk=an.person).is_active


def test_what_was_declined_is_not_done(boss: Viewer, bob: Viewer, an: Viewer) -> None:
    change = ask(user_id=an.person, kind="second_factor", by=boss, at=AT)
    assert ask(user_id=an.person, kind="second_factor", by=boss, at=AT).pk == change.pk
    decline(change_id=change.pk, by=boss, at=AT)
    decline(change_id=change.pk, by=boss, at=AT)
    with pytest.raises(WrongState):
        agree(change_id=change.pk, by=bob, at=AT)
    assert Event.objects.filter(action="users.decline_change").count() == 1


def test_who_may_not_manage_asks_for_nothing(bob: Viewer, an: Viewer) -> None:
    for by in (bob, system("job")):
        with pytest.raises(NotAllowed):
            ask(user_id=an.person, kind="second_factor", by=by, at=AT)
        with pytest.raises(NotAllowed):
            set_roles(user_id=an.person, roles=[], by=by, at=AT)
    with pytest.raises(Refusal):
        set_roles(user_id=an.person, roles=["owner"], by=staff("boss", "administrator"), at=AT)


def test_the_database_wants_two_people_too(boss: Viewer, an: Viewer) -> None:
    change = ask(user_id=an.person, kind="second_factor", by=boss, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(state="done", decided_by=boss.key)


def test_the_list_is_the_staffs(boss: Viewer) -> None:
    create(email="els@meuse.example", name="Els", kind="client", by=boss, at=AT)
    assert [user.name for user in people(viewer=boss, text="MEUSE")] == ["Els"]
    assert list(people(viewer=Viewer(key="user:x", kind="client"))) == []
