"""What the staff do on their pages, and what is refused in words."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cessie.domain.credit.exposure import room
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Match
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.reject import reject
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.models import Task
from cessie.ledger.queries import trial_balance, unallocated
from cessie.lib.money import Money
from tests.bank_files import Row
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def _credit(n: int = 1) -> Client:
    return visit(f"credit{n}@factor.example")


def _treasury(n: int = 1) -> Client:
    return visit(f"treasury{n}@factor.example")


def test_two_people_clear_what_smells_of_fraud_and_the_offer_follows(stage: Stage) -> None:
    held = stage.hand_in("S-1", false_payee=True).invoice_id
    address = reverse("staff:invoice_clear", args=[held])
    one, two = _credit(1), _credit(2)
    assert "Please say why" in read(one.post(address, {"code": ["M07.account"]}, follow=True))
    form = {"code": ["M07.account"], "note": "seen the letter"}
    one.post(address, form)
    assert "another person must do so too" in read(one.post(address, form, follow=True))
    assert Invoice.objects.get().state == "held"
    said = read(two.post(address, form, follow=True))
    assert "Offer waiting" in said
    assert "seen the letter" in said
    assert not Task.objects.filter(kind="invoice.held", state="open").exists()


def test_a_declined_invoice_tells_the_client_why(stage: Stage) -> None:
    held = stage.hand_in("S-2", false_payee=True).invoice_id
    _credit().post(reverse("staff:invoice_reject", args=[held]), {"note": "another account, please"})
    page = read(visit("owner1@client.example").get(reverse("client:invoice", args=[held])))
    assert "Not accepted" in page
    assert "another account, please" in page


def test_whoever_prepared_a_batch_cannot_release_it(full: Stage) -> None:
    batch = Batch.objects.get()
    address = reverse("staff:batch_act", args=[batch.pk, "release"])
    assert 'class="note bad' in _treasury(1).post(address, follow=True).content.decode()
    batch.refresh_from_db()
    assert batch.state == "draft"
    for _ in range(2):
        _treasury(2).post(address)
    batch.refresh_from_db()
    assert batch.state == "released"
    assert b"pain.001.001.09" in _treasury(2).get(reverse("staff:document", args=[batch.document_id])).content


def test_what_the_bank_refused_is_paid_again_from_the_page(full: Stage) -> None:
    batch = Batch.objects.get()
    _treasury(2).post(reverse("staff:batch_act", args=[batch.pk, "release"]))
    row = Order.objects.filter(batch=batch, payee__isnull=False).first()
    assert row is not None
    reject(end_to_end_id=row.end_to_end_id, reason_code="AC04", text="", by=system("bank"), at=timezone.now())
    page = reverse("staff:payments")
    assert "Came back" in read(_treasury().get(page))
    again = reverse("staff:order_decide", args=[row.pk, "again"])
    assert _treasury().post(again, {"account": str(row.pk)}).status_code == 404, "an account of nobody"
    assert "allow" in read(_credit().post(again, {"account": str(row.payee_id)}, follow=True))
    form = {"account": str(row.payee_id), "what": "whole"}
    assert "It is ordered again" in read(_treasury().post(again, form, follow=True))
    assert Order.objects.get(key=f"again:{row.pk}").amount_cents == row.amount_cents
    assert "Came back" not in read(_treasury().get(page))


def test_credit_may_neither_prepare_nor_release(full: Stage) -> None:
    said = read(_credit().post(reverse("staff:batch_act", args=[Batch.objects.get().pk, "release"]), follow=True))
    assert "Your role does not allow this" in said
    assert Batch.objects.get().state == "draft"


def test_a_batch_needs_orders_and_a_day(full: Stage) -> None:
    address = reverse("staff:batch_prepare")
    assert "Tick at least one order." in read(_treasury().post(address, {"day": "2030-01-01"}, follow=True))
    account = BankAccount.objects.get(pk=full.things["account_id"])
    form = {"order": [str(full.things["order_id"])], "account": str(account.pk), "day": "never"}
    assert "Give the day" in read(_treasury().post(address, form, follow=True))


def test_money_is_allocated_by_hand_and_the_match_undone(full: Stage) -> None:
    receipt = full.things["receipt_id"]
    page = _treasury()
    shown = page.get(reverse("staff:receipt", args=[receipt]), {"q": "GEHEIM-DELTA"}).content.decode()
    invoice = Invoice.objects.get(number="GEHEIM-DELTA-4444")
    assert f"amount-{invoice.pk}" in shown
    allocate = reverse("staff:receipt_allocate", args=[receipt])
    too_much = page.post(allocate, {f"amount-{invoice.pk}": "300,01"}, follow=True)
    assert 'class="note bad' in too_much.content.decode()
    page.post(allocate, {f"amount-{invoice.pk}": "300,00"})
    match = Match.objects.get(receipt_id=receipt, state="posted")
    line = match.receipt.line_id
    assert unallocated([line])[line] == Money(0)
    undo = reverse("staff:match_reverse", args=[receipt, match.pk])
    assert "Say why" in read(page.post(undo, follow=True))
    page.post(undo, {"note": "wrong one"})
    assert unallocated([line])[line] == Money(300_00)
    assert Money.total(row.balance for row in trial_balance()) == Money(0)


def test_a_statement_file_says_what_it_brought_or_why_not(stage: Stage) -> None:
    def take_in(name: str, data: bytes) -> str:
        file = SimpleUploadedFile(name, data)
        return read(_treasury().post(reverse("staff:bank_import"), {"files": [file]}, follow=True))

    good = stage.statement(Row(5_00, text="?"))
    assert "a.xml: 1 new statement, 1 line" in take_in("a.xml", good)
    assert "1 was known already" in take_in("b.xml", good)
    gap = take_in("gap.xml", stage.statement(Row(5_00), number=3, opening=1))
    assert "something does not add up" in gap
    assert "x.txt:" in take_in("x.txt", b"nothing")


def test_costs_are_booked_with_a_reason(full: Stage) -> None:
    address = reverse("staff:bank_book", args=[full.things["line_id"]])
    assert "Choose what" in read(_treasury().post(address, {"account": "1100", "note": "x"}, follow=True))
    _treasury().post(address, {"account": "5040", "note": "bank charges"})
    assert {row.account: row.balance for row in trial_balance()}["5040"] == Money(4_50)


def test_a_limit_is_decided_as_it_is_typed(stage: Stage) -> None:
    address = reverse("staff:debtor_limit", args=[stage.buyer.debtor_id])
    form = {"kind": "own", "amount": "75.000,00", "from": stage.today.isoformat(), "until": "", "source": "desk"}
    _credit().post(address, form)
    assert room(stage.buyer.debtor_id, stage.today).limit in (Money(75_000_00), Money(60_000_00))
    assert "could mean two amounts" in read(_credit().post(address, form | {"amount": "75.000"}, follow=True))
    assert "does not allow" in read(_treasury().post(address, form, follow=True))


def test_an_account_is_confirmed_by_another_than_who_noted_it(stage: Stage) -> None:
    add = reverse("staff:account_add", args=[stage.own.client_id])
    assert "is no IBAN" in read(_credit().post(add, {"iban": "BE00 0000", "holder": "x"}, follow=True))
    _credit().post(add, {"iban": stage.buyer.actor.iban, "holder": "x"})
    account = BankAccount.objects.get(iban=stage.buyer.actor.iban)
    confirm = reverse("staff:account_act", args=[stage.own.client_id, account.pk, "confirm"])
    assert "Another person" in read(_credit(1).post(confirm, follow=True))
    _credit(2).post(confirm)
    account.refresh_from_db()
    assert account.state == "confirmed"
    stranger = reverse("staff:account_act", args=[stage.other.client_id, account.pk, "end"])
    assert _credit().post(stranger).status_code == 404


def test_a_task_is_taken_by_one_and_closed_with_words(stage: Stage) -> None:
    stage.hand_in("S-3", false_payee=True)
    task = Task.objects.get()
    _credit(1).post(reverse("staff:take", args=[task.pk]))
    refused = read(_credit(2).post(reverse("staff:take", args=[task.pk]), follow=True))
    assert "A colleague has taken this task." in refused
    close = reverse("staff:decide", args=[task.pk])
    assert "Say in a few words" in read(_credit(1).post(close, {"decision": " "}, follow=True))
    _credit(1).post(close, {"decision": "settled by telephone"})
    task.refresh_from_db()
    assert task.state == "closed"


def test_the_queue_by_words_clock_and_desk_and_as_a_file(stage: Stage) -> None:
    stage.hand_in("S-4", false_payee=True)
    assert "Nothing waits" not in read(_credit().get(reverse("staff:queue"), {"whose": "credit", "q": "account"}))
    assert "Nothing waits" in read(_credit().get(reverse("staff:queue"), {"q": "no such word"}))
    assert "Nothing waits" in read(_credit().get(reverse("staff:queue"), {"kind": "job.failed"}))
    file = read(_credit().get(reverse("staff:queue"), {"csv": "1"}))
    assert file.count("Invoice held") == 1


def test_whoever_decides_from_the_tasks_page_comes_back_to_it(stage: Stage) -> None:
    invoice = stage.hand_in("S-5", false_payee=True).invoice_id
    page = reverse("staff:task", args=[Task.objects.get().pk])
    clear = reverse("staff:invoice_clear", args=[invoice])
    here = f"http://testserver{page}"
    answer = _credit().post(clear, {"code": "none", "note": "seen"}, headers={"Referer": here})
    assert answer["Location"] == page
    answer = _credit().post(clear, {"code": "none", "note": "seen"}, headers={"Referer": f"http://evil.example{page}"})
    assert answer["Location"] == reverse("staff:invoice", args=[invoice])


def test_a_task_goes_to_a_colleague_and_back(stage: Stage) -> None:
    stage.hand_in("S-6", false_payee=True)
    task = Task.objects.get()
    many, give = reverse("staff:take_many"), reverse("staff:give", args=[task.pk])
    _credit(1).post(many, {"task": [str(task.pk)]})
    to = User.objects.get(email="credit2@factor.example").pk
    _credit(1).post(give, {"to": str(to)})
    task.refresh_from_db()
    assert task.owner_id == to
    assert "Only its owner" in read(_credit(1).post(give, follow=True))
    _credit(2).post(give)
    task.refresh_from_db()
    assert task.owner_id is None
