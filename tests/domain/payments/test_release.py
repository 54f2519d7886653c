"""The second person lets a batch go: posted, written and kept together, once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from lxml import etree

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.models import Account
from cessie.domain.banking.set_up import set_up
from cessie.domain.documents.models import Document
from cessie.domain.documents.queries import content
from cessie.domain.parties.accounts import end_account
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments import release as module
from cessie.domain.payments.discard import discard
from cessie.domain.payments.invariants import CHECKS
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.prepare_again import prepare_again
from cessie.domain.payments.release import Changed, NotCovered, Released, release
from cessie.domain.payments.send import send
from cessie.domain.payments.take_report import take_report
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance, bookings
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.bank_files import pain002
from tests.domain.conftest import AT, SYSTEM
from tests.domain.payments.test_prepare import batch_of
from tests.money_out import DAY, OTHER, Stage, owe, pay, take


def breaches() -> list[str]:
    return [reason.code for check in CHECKS for reason in check()]


def go(on: Stage, batch: Batch) -> Released:
    return release(batch_id=batch.pk, by=on.second, at=AT)


def test_released_it_is_posted_and_written(on: Stage) -> None:
    rows = [pay(on, 300_00, "a", text="invoice 7"), pay(on, 200_00, "b")]
    done = go(on, batch_of(on))
    assert (done.orders, done.amount) == (2, Money(500_00))
    assert balance("2100", Dims(contract=on.contract.pk)) == Money(0)
    assert balance("1030") == Money(-500_00)
    assert [[entry.rule for entry in bookings(reference=row.pk)] for row in rows] == [["P04"], ["P04"]]
    file = etree.fromstring(content(done.document, SYSTEM))
    assert file.findtext(".//{*}GrpHdr/{*}MsgId") == done.message_id
    assert file.findtext(".//{*}GrpHdr/{*}CtrlSum") == "500.00"
    told = {tx.findtext(".//{*}EndToEndId"): tx.findtext(".//{*}InstdAmt") for tx in file.iter("{*}CdtTrfTxInf")}
    assert told == {rows[0].end_to_end_id: "300.00", rows[1].end_to_end_id: "200.00"}
    assert breaches() == []


def test_released_again_nothing_moves(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    assert go(on, batch) == release(batch_id=batch.pk, by=on.adder, at=AT + timedelta(hours=1))
    assert balance("1030") == Money(-300_00)
    assert Document.objects.count() == 1


def test_the_same_person_is_refused(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    with pytest.raises(SamePerson):
        release(batch_id=batch.pk, by=on.treasurer, at=AT)
    for who in (on.clerk, SYSTEM):
        with pytest.raises(NotAllowed):
            release(batch_id=batch.pk, by=who, at=AT)
    with pytest.raises(NotFound):
        release(batch_id=on.client.pk, by=on.second, at=AT)
    assert balance("1030") == Money(0)


def test_a_batch_that_changed_is_refused(on: Stage) -> None:
    row = pay(on, 300_00)
    batch = batch_of(on)
    for change, back in (({"amount_cents": 300_01}, {"amount_cents": 300_00}), ({"text": "x"}, {"text": ""})):
        Order.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(Changed):
            go(on, batch)
        Order.objects.filter(pk=row.pk).update(**back)
    BankAccount.objects.filter(pk=on.payee.pk).update(iban="NL91ABNA0417164300")
    with pytest.raises(Changed):
        go(on, batch)
    assert balance("1030") == Money(0)


def test_an_order_slipped_in_is_refused(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    other = pay(on, 1_00, "b")
    Order.objects.filter(pk=other.pk).update(state="batched", batch=batch)
    with pytest.raises(Changed):
        go(on, batch)


def test_an_account_that_ended_meanwhile_is_refused(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    end_account(account_id=on.payee.pk, by=on.clerk, at=AT)
    with pytest.raises(Changed, match="not in use"):
        go(on, batch)


def test_an_own_account_that_was_closed_meanwhile_is_refused(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    Account.objects.filter(pk=on.account.pk).update(closed_date=DAY)
    with pytest.raises(Changed, match="was closed meanwhile"):
        go(on, batch)
    assert balance("1030") == Money(0)


def test_the_file_is_of_the_version_and_the_speed_that_the_account_is_set_up_for(on: Stage) -> None:
    set_up(account_id=on.account.pk, pain_version="03", instant=True, by=on.chief, at=AT)
    quick, slow = pay(on, 300_00, "a"), pay(on, 200_00, "b")
    Order.objects.filter(pk=slow.pk).update(speed="ordinary")
    batch = batch_of(on)
    set_up(account_id=on.account.pk, pain_version="03", instant=False, by=on.chief, at=AT)
    with pytest.raises(Changed):  # what was prepared as instant does not leave otherwise
        go(on, batch)
    set_up(account_id=on.account.pk, pain_version="03", instant=True, by=on.chief, at=AT)
    file = etree.fromstring(content(go(on, batch).document, SYSTEM))
    assert etree.QName(file).namespace == "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
    told = {
        block.findtext("{*}PmtInfId"): (block.findtext(".//{*}LclInstrm/{*}Cd"), block.findtext(".//{*}EndToEndId"))
        for block in file.iter("{*}PmtInf")
    }
    assert told == {
        batch.number: (None, slow.end_to_end_id),
        f"{batch.number}-I": ("INST", quick.end_to_end_id),
    }
    report = pain002(batch.number, [(quick.end_to_end_id, "RJCT", "AB08")], block=f"{batch.number}-I")
    assert take_report(data=report, name="r.xml", by=SYSTEM, at=AT).rejected == (quick.pk,)
    again = Order.objects.get(key=f"again:{quick.pk}")
    assert (again.state, again.speed, again.amount_cents) == ("ordered", "ordinary", 300_00)
    assert breaches() == []


def test_no_client_is_paid_more_than_he_is_owed(on: Stage) -> None:
    """A debt that is booked after the batch was prepared: it is told which payment it took, and nothing leaves."""
    kept, taken = pay(on, 300_00, "a"), pay(on, 200_00, "b")
    batch = batch_of(on)
    take(on.contract, Money(1))
    with pytest.raises(NotCovered) as no:
        go(on, batch)
    assert taken.end_to_end_id in no.value.reason.facts["orders"]
    assert kept.end_to_end_id not in no.value.reason.facts["orders"]
    assert Batch.objects.get().state == "draft"
    assert balance("1030") == Money(0)


def test_made_anew_the_batch_leaves_without_what_a_debt_took_and_under_two_other_eyes(on: Stage) -> None:
    kept, taken = pay(on, 300_00, "a"), pay(on, 200_00, "b")
    former = batch_of(on)
    take(on.contract, Money(1))
    new = prepare_again(batch_id=former.pk, by=on.second, at=AT)
    assert new is not None
    assert new.number != former.number
    assert prepare_again(batch_id=former.pk, by=on.second, at=AT) is None, "it has no orders any more"
    with pytest.raises(SamePerson):
        go(on, new)
    done = release(batch_id=new.pk, by=on.treasurer, at=AT)
    assert (done.orders, done.amount) == (1, Money(300_00))
    assert Order.objects.get(pk=taken.pk).state == "ordered"
    assert Order.objects.get(pk=kept.pk).state == "instructed"
    assert breaches() == []


def test_a_batch_of_which_nothing_may_leave_is_only_taken_apart(on: Stage) -> None:
    row = pay(on, 300_00)
    batch = batch_of(on)
    take(on.contract, Money(300_00))
    assert prepare_again(batch_id=batch.pk, by=on.treasurer, at=AT) is None
    assert (Batch.objects.get().state, Order.objects.get(pk=row.pk).state) == ("discarded", "ordered")


def test_a_day_that_went_by_and_a_discarded_batch(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    with pytest.raises(Refusal, match="went by"):
        release(batch_id=batch.pk, by=on.second, at=AT + timedelta(days=1))
    discard(batch_id=batch.pk, by=on.treasurer, at=AT)
    with pytest.raises(WrongState):
        go(on, batch)


def rush(on: Stage, batch: Batch, people: int) -> list[Released]:
    ready, done = threading.Barrier(people), list[Released]()

    def work() -> None:
        ready.wait()
        try:
            done.append(release(batch_id=batch.pk, by=on.second, at=AT))
        except (NotCovered, Changed):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


@pytest.mark.django_db(transaction=True)
def test_released_by_four_at_once_it_is_posted_once(on: Stage) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    done = rush(on, batch, 4)
    assert len(done) == 4
    assert len(set(done)) == 1
    assert balance("1030") == Money(-300_00)
    assert breaches() == []


def two_batches_for_one(on: Stage) -> list[Batch]:
    """Two of 300.00 each were prepared when 600.00 was there; then the client was charged 100.00."""
    owe(on.contract, Money(100_00))
    rows = [pay(on, 300_00, key) for key in ("a", "b")]
    batches = [
        prepare(account_id=on.account.pk, order_ids=[row.pk], execution_date=AT.date(), by=on.treasurer, at=AT)
        for row in rows
    ]
    take(on.contract, Money(100_00))
    return batches


@pytest.mark.django_db(transaction=True)
def test_two_batches_at_once_cannot_both_use_the_last_euro(on: Stage) -> None:
    batches = two_batches_for_one(on)
    ready, refused = threading.Barrier(2), list[Refusal]()

    def work(batch: Batch) -> None:
        ready.wait()
        try:
            go(on, batch)
        except NotCovered as no:
            refused.append(no)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert balance("2100") == Money(-200_00)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above can fail: the check waits until both have looked."""
    batches = two_batches_for_one(on)
    together, done, check = threading.Barrier(2), list[Released](), module._check_cover

    def unlocked(batch_id: object) -> tuple[Batch, list[Order]]:
        batch = Batch.objects.select_related("account").get(pk=batch_id)
        return batch, list(Order.objects.filter(batch=batch).select_related("payee__company"))

    def waits(orders: list[Order]) -> None:
        check(orders)
        together.wait(timeout=20)

    monkeypatch.setattr(module, "_locked", unlocked)
    monkeypatch.setattr(module, "_check_cover", waits)

    def work(batch: Batch) -> None:
        try:
            done.append(go(on, batch))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert balance("2100") == Money(100_00)  # the client was paid 100.00 that he was not owed


def test_sent_once_under_its_message_id(on: Stage, bank: Folder) -> None:
    pay(on, 300_00)
    batch = batch_of(on)
    with pytest.raises(WrongState):
        send(batch_id=batch.pk, channel=bank, by=SYSTEM, at=AT)
    done = go(on, batch)
    for _ in range(2):
        assert send(batch_id=batch.pk, channel=bank, by=SYSTEM, at=AT).state == "sent"
    (file,) = bank.out.iterdir()
    assert (file.name, file.read_bytes()) == (f"{done.message_id}.xml", content(done.document, SYSTEM))
    file.unlink()
    send(batch_id=batch.pk, channel=bank, by=SYSTEM, at=AT)
    assert list(bank.out.iterdir()) == []
    with pytest.raises(NotAllowed):
        send(batch_id=batch.pk, channel=bank, by=on.clerk, at=AT)


def test_the_checks_see_a_file_that_says_something_else(on: Stage) -> None:
    row = pay(on, 300_00)
    go(on, batch_of(on))
    Order.objects.filter(pk=row.pk).update(amount_cents=299_00)
    assert set(breaches()) == {"payments.transit", "payments.file", "payments.order_changed"}
    Order.objects.filter(pk=row.pk).update(amount_cents=300_00)
    assert breaches() == []
    BankAccount.objects.filter(pk=on.payee.pk).update(iban=OTHER)
    assert breaches() == ["payments.file"]
