"""A page asks the database the same number of questions, however much it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cessie.domain.disputes.add_evidence import File
from cessie.domain.purchase.queries import Glance, glance
from cessie.domain.verification.find import find
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.models import Item
from cessie.lib.reasons import Reason
from tests.bank_files import Row
from tests.portals.house import Stage, visit

#: How many questions each page may ask; the session, the person and his second factor are five of them. Each page of a
#: client asks once whether his invoices are managed, whether dossiers are worked for him, how many disputes wait for
#: him, and how many proofs; a list of invoices asks what is open on those that are managed, one of receipts what was
#: claimed beside.
CLIENT = {"client:dashboard": 25, "client:invoices": 16, "client:proposals": 15, "client:statement": 16}
STAFF = {
    "staff:queue": 6, "staff:invoices": 10, "staff:payments": 23, "staff:receipts": 10, "staff:clients": 9,
    "staff:debtors": 11,
}  # fmt: skip


@pytest.mark.parametrize(("email", "pages"), [("owner1@client.example", CLIENT), ("credit1@factor.example", STAFF)])
def test_more_rows_ask_no_more_questions(stage: Stage, email: str, pages: dict[str, int]) -> None:
    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as asking:
            assert browser.get(reverse(page), {"state": "all"}).status_code == 200
        return len(asking)

    def hand_in(*words: str) -> None:
        for n, word in enumerate(words):
            stage.hand_in(f"{word}-{n}", 1_000_00 + 37_00 * len(word) + n, false_payee=n % 2 == 1)

    browser = visit(email)
    hand_in("ALFA", "BRAVO-BIS", "KILO-KILO-KILO-KILO")
    client = stage.own.client_id
    assert glance(viewer=stage.own.owner, client_id=client) == Glance(2, pledges=False)
    assert glance(viewer=stage.other.owner, client_id=client) == Glance(0, pledges=False), "another client's offers"
    stage.approve("ALFA-0")
    stage.take_in(stage.statement(unknown(300_00)))
    before = {page: asked(page) for page in pages}
    more = {page: count for page, count in before.items() if count > pages[page]}
    assert not more, "a question more on each visit needs its reason"
    hand_in("CHARLIE-XYZ", "DELTA-QRSTU", "ECHO-VWXYZ-1", "FOXTROT-23456", "GOLF-ABCDEFGHI")
    for number in ("CHARLIE-XYZ-0", "ECHO-VWXYZ-1-2"):
        stage.approve(number)
    stage.take_in(stage.statement(unknown(400_00), unknown(500_00), number=2, opening=2_000_300_00))
    assert {page: asked(page) for page in pages} == before


#: Pages of one thing each, and lists of what a whole house has: the thing by its name in ``stage.things``.
OF_A_THING = {
    "client:proofs": 13, "client:ledgers": 16, "client:ledger submission_id": 12, "client:lettrage": 22,
    "client:availability": 12, "client:own": 17, "staff:verification": 11, "staff:sample sample_id": 8,
    "staff:item item_id": 8, "staff:availability": 7, "staff:ledgers": 8, "staff:ledger submission_id": 6,
}  # fmt: skip


def test_pages_of_ledgers_verification_availability_and_comparison_ask_a_set_number(full: Stage) -> None:
    """More documents of a sample, more papers and more findings ask for no more."""
    browsers = {"client": visit("owner1@client.example"), "staff": visit("credit1@factor.example")}

    def asked(page: str) -> int:
        name, _, thing = page.partition(" ")
        address = reverse(name, args=[full.things[thing]] if thing else [])
        with CaptureQueriesContext(connection) as asking:
            assert browsers[name.partition(":")[0]].get(address).status_code == 200
        return len(asking)

    before = {page: asked(page) for page in OF_A_THING}
    assert {page: count for page, count in before.items() if count > OF_A_THING[page]} == {}
    contract, by, at = full.things["contract_id"], full.house.staff.credit, full.at
    item = Item.objects.get(pk=full.things["item_id"])
    for n in range(4):
        find(
            contract_id=contract, rule="person", severity="note", reason=Reason("verification.said", "x"),
            key=f"more-{n}", debtor_id=item.debtor_id, number=f"{item.number}-{n}", by=by, at=at,
        )  # fmt: skip
        paper = File(f"{n}.pdf", f"%PDF-1.4 {n}".encode())
        hand_in(item_id=item.pk, kind="order", files=[paper], by=full.own.owner, at=at)
        Item.objects.create(
            sample=item.sample, client_id=item.client_id, debtor_id=item.debtor_id, number=f"MORE-{n}",
            due_date=item.due_date, open_cents=1_00, certain=False,
        )  # fmt: skip
    assert {page: asked(page) for page in OF_A_THING} == before


def unknown(cents: int) -> Row:
    """Money that does not say for what."""
    return Row(cents, text="?")
