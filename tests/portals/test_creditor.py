"""A creditor's own pages: what is owed to him, and the payments on his account, which he gives to his invoices."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cessie.domain.managed.models import Receipt, Settlement
from cessie.ledger.queries import managed_amounts
from cessie.lib.money import Money
from cessie.workflows.follow_up import managing
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.reading import statements
from cessie.world import cast
from cessie.world.papers import Sale, invoice
from cessie.world.stage import Seller, add_seller
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import SYSTEM
from tests.portals.house import Stage, visit


@pytest.fixture
def creditor(stage: Stage) -> Seller:
    return add_seller(stage.house, cast.sellers(9, 1)[0], 3, stage.today, preset="invoice_to_cash")


def owed(stage: Stage, creditor: Seller, number: str, net: int, *, late: int = 0) -> UUID:
    issued = stage.today - timedelta(days=30 + late)
    due = stage.today - timedelta(days=late)
    sale = Sale(number, creditor.actor, stage.buyer.actor, issued, due, Money(net), "")
    (done,) = take_in_invoice(
        data=invoice(sale, creditor.actor, assigned=False), name=f"{number}.xml", channel="portal",
        client_id=creditor.client_id, by=creditor.bookkeeper, at=stage.at,
    )  # fmt: skip
    assert done.state == "accepted", done.reasons
    assert done.invoice_id is not None
    return done.invoice_id


def shown(browser: Client, name: str, *args: object, **query: str) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_creditor_follows_what_is_owed_and_gives_what_is_doubtful(stage: Stage, creditor: Seller) -> None:
    first, second = owed(stage, creditor, "W-1001", 1_000_00, late=40), owed(stage, creditor, "W-1002", 200_00)
    browser, other = visit("owner3@client.example"), visit("owner1@client.example")
    assert browser.get(reverse("client:dashboard"))["Location"] == reverse("client:receivables")
    page = shown(browser, "client:receivables")
    assert "W-1001" in page
    assert "1,452.00" in page
    assert "W-1002" not in shown(browser, "client:receivables", phase="due")
    assert "W-1001" not in shown(other, "client:receivables", phase="all")
    assert browser.get(reverse("client:receivables_csv")).content.decode().count("W-100") == 2

    data = camt053(Page(stage.today, 0, (Row(1_300_00, text="W-1001 W-1002"),), iban=creditor.actor.iban))
    for _ in range(2):
        browser.post(reverse("client:statement_in"), {"files": SimpleUploadedFile("mine.xml", data)})
    receipt = Receipt.objects.get(client_id=creditor.client_id)
    assert "W-1001" in shown(browser, "client:payments")
    assert "W-1001" in shown(browser, "client:payment", receipt.pk, q="W-100")
    assert other.get(reverse("client:payment", args=[receipt.pk])).status_code == 404
    give = reverse("client:payment_act", args=[receipt.pk, "give"])
    assert other.post(give, {f"amount-{first}": "1,00"}).status_code == 404
    browser.post(give, {f"amount-{first}": "1210,00", f"amount-{second}": "90,00"})
    assert managed_amounts([first, second]) == {first: Money(0), second: Money(152_00)}

    settled = reverse("client:invoice_settled", args=[second])
    told = {"form": str(uuid4()), "kind": "told", "amount": "152,00", "paid": stage.today.isoformat(), "note": "cash"}
    for _ in range(2):
        browser.post(settled, told)
    assert managed_amounts([second])[second] == Money(0)
    page = shown(browser, "client:invoice", second)
    assert "cash" in page
    row = Settlement.objects.get(kind="told")
    undo = reverse("client:settlement_undo", args=[second])
    assert other.post(undo, {"settlement": str(row.pk), "note": "x"}).status_code == 404
    browser.post(undo, {"settlement": str(row.pk), "note": "it bounced"})
    assert managed_amounts([second])[second] == Money(152_00)


def test_the_desk_sees_the_same_and_may_do_the_same(stage: Stage, creditor: Seller) -> None:
    key = owed(stage, creditor, "W-1001", 1_000_00)
    browser = visit("treasury1@factor.example")
    data = camt053(Page(stage.today, 0, (Row(1_000_00, text="W-1001"),), iban=creditor.actor.iban))
    treasury = stage.house.staff.treasury  # the bank may also send it to the house
    statements.take_in_any(data=data, name="theirs.xml", channel="folder", by=treasury, at=stage.at)
    managing.look_at_lines(by=SYSTEM, at=stage.at)
    receipt = Receipt.objects.get(client_id=creditor.client_id)
    if receipt.state == "waiting":
        assert "W-1001" in shown(browser, "staff:creditor_payments")
        browser.post(reverse("staff:creditor_payment_act", args=[receipt.pk, "give"]), {f"amount-{key}": "1000,00"})
    assert managed_amounts([key])[key] == Money(210_00)
    assert "210.00" in shown(browser, "staff:creditor", creditor.client_id)
    assert "210.00" in shown(browser, "staff:invoice", key)
    wrong = str(Settlement.objects.get().pk)
    browser.post(reverse("staff:creditor_undo", args=[key]), {"settlement": wrong, "note": "x"})
    assert managed_amounts([key])[key] == Money(1_210_00)


def test_the_desk_reads_a_statement_that_the_creditor_sent(stage: Stage, creditor: Seller) -> None:
    invoice = owed(stage, creditor, "W-3001", 100_00)
    data = camt053(Page(stage.today, 0, (Row(121_00, text="W-3001"),), iban=creditor.actor.iban))
    there = reverse("staff:creditor_statement_in", args=[creditor.client_id])
    credit, desk = visit("credit1@factor.example"), visit("treasury1@factor.example")
    assert credit.post(there, {"files": SimpleUploadedFile("his.xml", data)}).status_code == 403
    assert "Choose bank statements" not in shown(credit, "staff:creditor", creditor.client_id)
    assert "Choose bank statements" in shown(desk, "staff:creditor", creditor.client_id)
    for _ in range(2):
        desk.post(there, {"files": SimpleUploadedFile("his.xml", data)})
    assert managed_amounts([invoice]) == {invoice: Money(0)}
    assert Receipt.objects.filter(client_id=creditor.client_id).count() == 1
