"""Money goes only to an account that a second person has confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.parties.accounts import SamePerson, add_account, confirm_account, end_account
from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.parties.queries import accounts, ibans_of, payout_account
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client

pytestmark = pytest.mark.django_db

OLD, NEW = "BE68539007547034", "NL91ABNA0417164300"


def add(client: Client, by: Viewer, iban: str = OLD) -> BankAccount:
    return add_account(company_id=client.company_id, iban=iban, holder="Fonderie", by=by, at=AT)


def test_an_account_is_added_once_however_it_is_written(client_: Client, an: Viewer) -> None:
    assert add(client_, an) == add(client_, an, "be68 5390 0754 7034")
    assert ibans_of([client_.company_id]) == {client_.company_id: (OLD,)}


@pytest.mark.parametrize("iban", ["BE68539007547035", "12345678", "", "XX68539007547034", "BE6853900754703"])
def test_a_false_iban_is_refused(client_: Client, an: Viewer, iban: str) -> None:
    with pytest.raises(Refusal) as no:
        add(client_, an, iban)
    assert no.value.code == "parties.false_iban"


def test_who_added_it_cannot_confirm_it_and_no_job_can(client_: Client, an: Viewer, bob: Viewer) -> None:
    account = add(client_, an)
    with pytest.raises(SamePerson):
        confirm_account(account_id=account.pk, by=an, at=AT)
    with pytest.raises(NotAllowed):
        confirm_account(account_id=account.pk, by=SYSTEM, at=AT)
    assert payout_account(client_.pk, AT.date()) is None
    confirmed = confirm_account(account_id=account.pk, by=bob, at=AT)
    assert (confirmed.state, confirmed.confirmed_by) == ("confirmed", bob.key)
    assert confirm_account(account_id=account.pk, by=bob, at=AT + timedelta(days=1)).confirmed_at == AT
    assert payout_account(client_.pk, AT.date()) == account


def test_the_database_holds_four_eyes_too(client_: Client, an: Viewer) -> None:
    account = add(client_, an)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(pk=account.pk).update(state="confirmed", confirmed_at=AT, confirmed_by=an.key)


def test_the_newest_confirmed_account_is_paid_as_of_any_day(client_: Client, an: Viewer, bob: Viewer) -> None:
    old = confirm_account(account_id=add(client_, an).pk, by=bob, at=AT)
    later = AT + timedelta(days=10)
    new = confirm_account(account_id=add(client_, an, NEW).pk, by=bob, at=later)
    end_account(account_id=old.pk, by=an, at=later)
    end_account(account_id=old.pk, by=an, at=later + timedelta(days=1))
    assert payout_account(client_.pk, AT.date() - timedelta(days=1)) is None
    assert payout_account(client_.pk, AT.date()) == old
    assert payout_account(client_.pk, later.date()) == new
    old.refresh_from_db()
    assert old.ended_at == later


def test_the_day_of_confirmation_is_a_day_in_brussels(client_: Client, an: Viewer, bob: Viewer) -> None:
    confirm_account(account_id=add(client_, an).pk, by=bob, at=AT.replace(day=31, hour=22, minute=30))
    assert payout_account(client_.pk, date(2026, 3, 31)) is None
    assert payout_account(client_.pk, date(2026, 4, 1)) is not None


def test_an_ended_account_is_history_and_can_come_back_as_a_new_one(client_: Client, an: Viewer, bob: Viewer) -> None:
    first = add(client_, an)
    end_account(account_id=first.pk, by=an, at=AT)
    with pytest.raises(WrongState):
        confirm_account(account_id=first.pk, by=bob, at=AT)
    assert add(client_, an).pk != first.pk
    assert accounts(viewer=an, company_id=client_.company_id).count() == 2


def test_a_stranger_sees_no_account(client_: Client, other_client: Client, an: Viewer) -> None:
    add(client_, an)
    assert accounts(viewer=of_client(client_.pk), company_id=client_.company_id).count() == 1
    for stranger in (of_client(other_client.pk), NOBODY):
        assert not accounts(viewer=stranger, company_id=client_.company_id).exists()
        with pytest.raises(NotAllowed):
            add(client_, stranger)


def test_what_does_not_exist(an: Viewer, bob: Viewer, client_: Client) -> None:
    with pytest.raises(NotFound):
        confirm_account(account_id=uuid7(), by=bob, at=AT)
    with pytest.raises(NotFound):
        add_account(company_id=uuid7(), iban=OLD, holder="X", by=an, at=AT)
    with pytest.raises(Refusal) as no:
        add_account(company_id=client_.company_id, iban=OLD, holder=" ", by=an, at=AT)
    assert no.value.code == "parties.no_holder"
