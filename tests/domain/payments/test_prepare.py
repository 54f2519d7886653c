"""The first person puts orders into a batch: each into one."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.domain.banking.models import Account
from cessie.domain.parties.accounts import end_account
from cessie.domain.payments.discard import discard
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import Held, NothingToPay, prepare
from cessie.domain.payments.queries import waiting_orders
from cessie.domain.payments.vouch import SamePerson, vouch
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM
from tests.money_out import DAY, OTHER, Stage, give_account, owe, pay


def batch_of(on: Stage, **how: object) -> Batch:
    return prepare(**{"account_id": on.account.pk, "execution_date": DAY, "by": on.treasurer, "at": AT} | how)  # type: ignore[arg-type]  # keywords by name


def test_all_that_is_free_is_prepared(on: Stage) -> None:
    rows = [pay(on, 100_00, "a"), pay(on, 50_00, "b")]
    batch = batch_of(on)
    assert {(row.batch_id, row.state) for row in Order.objects.filter(pk__in=[r.pk for r in rows])} == {
        (batch.pk, "batched")
    }
    with pytest.raises(NothingToPay):
        batch_of(on)


def test_only_those_asked_for(on: Stage) -> None:
    one, two = pay(on, 100_00, "a"), pay(on, 50_00, "b")
    batch_of(on, order_ids=[one.pk])
    assert Order.objects.get(pk=two.pk).state == "ordered"
    with pytest.raises(Refusal, match="1 of the orders"):
        batch_of(on, order_ids=[one.pk, two.pk])
    assert Order.objects.get(pk=two.pk).state == "ordered"


def test_an_account_changed_yesterday_waits_for_a_second_persons_word(on: Stage) -> None:
    changed = give_account(on.client.company_id, OTHER, on.adder, on.second, AT - timedelta(days=1))
    row = pay(on, 100_00, payee=changed)
    assert [r.code for r in waiting_orders(on.treasurer, at=AT)[0].holds] == ["payments.account_changed"]
    with pytest.raises(Held, match="changed on 2026-03-01"):
        batch_of(on, order_ids=[row.pk])
    with pytest.raises(NothingToPay):
        batch_of(on)
    with pytest.raises(Refusal):
        vouch(order_id=row.pk, note="", by=on.second, at=AT)
    with pytest.raises(NotAllowed):
        vouch(order_id=row.pk, note="called", by=SYSTEM, at=AT)
    vouch(order_id=row.pk, note="called the manager on the known number", by=on.second, at=AT)
    vouch(order_id=row.pk, note="again", by=on.treasurer, at=AT)
    kept = Order.objects.get(pk=row.pk)
    assert (kept.vouched_by, kept.vouched_note) == (on.second.key, "called the manager on the known number")
    batch_of(on)


def test_whoever_added_the_account_cannot_vouch(on: Stage) -> None:
    changed = give_account(on.client.company_id, OTHER, on.adder, on.second, AT - timedelta(days=1))
    row = pay(on, 100_00, payee=changed)
    with pytest.raises(SamePerson):
        vouch(order_id=row.pk, note="trust me", by=on.adder, at=AT)


def test_a_word_does_not_replace_the_confirmation(on: Stage) -> None:
    row = pay(on, 100_00, payee=give_account(on.client.company_id, OTHER, on.clerk, None, AT - timedelta(days=90)))
    vouch(order_id=row.pk, note="known", by=on.second, at=AT)
    with pytest.raises(Held) as no:
        batch_of(on, order_ids=[row.pk])
    assert no.value.code == "payments.account_unconfirmed"


def test_an_account_that_ended_is_not_paid(on: Stage) -> None:
    pay(on, 100_00)
    end_account(account_id=on.payee.pk, by=on.clerk, at=AT)
    with pytest.raises(NothingToPay):
        batch_of(on)


def test_after_five_days_a_changed_account_is_an_account(on: Stage) -> None:
    changed = give_account(on.client.company_id, OTHER, on.clerk, on.second, AT - timedelta(days=5))
    pay(on, 100_00, payee=changed)
    batch_of(on)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 3, 1), "payments.day"),
        (date(2027, 3, 2), "payments.day"),
        (date(2026, 3, 7), "payments.no_bank_day"),
        (date(2026, 4, 3), "payments.no_bank_day"),  # Good Friday
    ],
)
def test_days_on_which_no_bank_pays(on: Stage, day: date, code: str) -> None:
    pay(on, 100_00)
    with pytest.raises(Refusal) as no:
        batch_of(on, execution_date=day)
    assert no.value.code == code


def test_only_from_a_payout_account(on: Stage) -> None:
    pay(on, 100_00)
    with pytest.raises(NotFound):
        batch_of(on, account_id=on.client.pk)
    Account.objects.filter(pk=on.account.pk).update(purpose="collection")
    with pytest.raises(Refusal, match="not for paying out"):
        batch_of(on)


def test_only_a_person_of_treasury(on: Stage) -> None:
    pay(on, 100_00)
    for who in (on.clerk, SYSTEM):
        with pytest.raises(NotAllowed):
            batch_of(on, by=who)


def test_a_discarded_batch_frees_its_orders(on: Stage) -> None:
    row = pay(on, 100_00)
    batch = batch_of(on)
    discard(batch_id=batch.pk, by=on.second, at=AT)
    assert discard(batch_id=batch.pk, by=on.second, at=AT).state == "discarded"
    assert Order.objects.get(pk=row.pk).state == "ordered"
    assert batch_of(on).pk != batch.pk


@pytest.mark.django_db(transaction=True)
def test_two_who_prepare_at_once_share_the_orders_out(on: Stage) -> None:
    owe(on.contract, Money(500_00))
    wanted = {pay(on, 1_00 + n, f"k{n}").pk for n in range(20)}
    ready, made = threading.Barrier(4), list[Batch]()

    def work() -> None:
        ready.wait()
        try:
            made.append(batch_of(on))
        except NothingToPay:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    placed = [row.pk for batch in made for row in Order.objects.filter(batch=batch)]
    assert sorted(placed) == sorted(wanted)
    for batch in made:  # each batch's digest is of exactly its own orders
        assert Batch.objects.filter(pk=batch.pk, orders__isnull=False).exists()


def test_no_job_can_have_prepared_a_batch_nor_its_preparer_release_it(on: Stage) -> None:
    pay(on, 100_00)
    batch = batch_of(on)
    when = datetime(2026, 3, 2, 10, tzinfo=AT.tzinfo)
    for change in (
        {"prepared_by": "system:clock"},
        {"state": "released", "released_by": on.treasurer.key, "released_at": when},
        {"state": "released", "released_by": "system:clock", "released_at": when},
        {"state": "sent"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**change)
