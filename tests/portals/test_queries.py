"""A page asks the database the same number of questions, however much it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.bank_files import Row
from tests.portals.house import Stage, visit

CLIENT = ("client:dashboard", "client:invoices", "client:proposals", "client:statement")
STAFF = ("staff:queue", "staff:invoices", "staff:payments", "staff:receipts", "staff:clients", "staff:debtors")


@pytest.mark.parametrize(("email", "pages"), [("owner1@client.example", CLIENT), ("credit1@factor.example", STAFF)])
def test_more_rows_ask_no_more_questions(stage: Stage, email: str, pages: tuple[str, ...]) -> None:
    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as asking:
            assert browser.get(reverse(page), {"state": "all"}).status_code == 200
        return len(asking)

    def hand_in(*words: str) -> None:
        for n, word in enumerate(words):
            stage.hand_in(f"{word}-{n}", 1_000_00 + 37_00 * len(word) + n, false_payee=n % 2 == 1)

    browser = visit(email)
    hand_in("ALFA", "BRAVO-BIS", "KILO-KILO-KILO-KILO")
    stage.approve("ALFA-0")
    stage.take_in(stage.statement(unknown(300_00)))
    before = {page: asked(page) for page in pages}
    hand_in("CHARLIE-XYZ", "DELTA-QRSTU", "ECHO-VWXYZ-1", "FOXTROT-23456", "GOLF-ABCDEFGHI")
    for number in ("CHARLIE-XYZ-0", "ECHO-VWXYZ-1-2"):
        stage.approve(number)
    stage.take_in(stage.statement(unknown(400_00), unknown(500_00), number=2, opening=2_000_300_00))
    assert {page: asked(page) for page in pages} == before


def unknown(cents: int) -> Row:
    """Money that does not say for what."""
    return Row(cents, text="?")
