"""The nightly look at every client's year: what was seen is kept once, holds invoices, and stays from the client."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cessie.domain.credit.check import check
from cessie.domain.credit.models import Suspicion
from cessie.domain.credit.suspect import suspect
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.queries import doubts
from cessie.domain.invoices.rules.found import Found
from cessie.domain.parties.accounts import add_account
from cessie.domain.parties.models import Client, Debtor
from tests.domain.conftest import AT, SYSTEM, of_client
from tests.domain.credit.conftest import Make, decide

pytestmark = pytest.mark.django_db

NIGHT = AT + timedelta(hours=12)


def link(client: Client, debtor: Debtor) -> None:
    for company in (client.company_id, debtor.company_id):
        add_account(company_id=company, iban="BE71096123456769", holder="Demo", by=SYSTEM, at=AT)


def keep(row: Invoice, found: Iterable[Found]) -> None:
    """As the assessment keeps them."""
    for item in found:
        row.findings.create(
            code=item.code, severity=item.severity, people=item.people, reason=item.reason.to_json(), found_at=AT
        )


def test_a_year_without_signs_leaves_no_row(invoice: Make) -> None:
    invoice()
    assert suspect(by=SYSTEM, at=NIGHT) == 0
    assert not Suspicion.objects.exists()


def test_a_shared_account_is_seen_once_and_holds_for_two_people(invoice: Make, debtor: Debtor, client_: Client) -> None:
    decide(debtor, "10000")
    row = invoice()
    link(client_, debtor)
    assert [suspect(by=SYSTEM, at=NIGHT + timedelta(days=n)) for n in range(2)] == [1, 0]
    seen = Suspicion.objects.get()
    assert (seen.score, [signal["rule"] for signal in seen.signals]) == (40, ["F03"])
    found = {item.code: item.people for item in check(invoice_id=row.pk, at=NIGHT)}
    assert found == {"M22": 2, "M32": 1}


def test_the_client_never_reads_what_smelled(invoice: Make, debtor: Debtor, client_: Client) -> None:
    decide(debtor, "10000")
    row = invoice()
    link(client_, debtor)
    suspect(by=SYSTEM, at=NIGHT)
    keep(row, check(invoice_id=row.pk, at=NIGHT))
    assert {"M22", "M32"} <= {doubt.code for doubt in doubts(viewer=SYSTEM, invoice_id=row.pk)}
    read = doubts(viewer=of_client(client_.pk), invoice_id=row.pk)
    assert not {doubt.code for doubt in read} & {"M22", "M32"}
    assert "fraud" not in " ".join(doubt.reason.in_words() for doubt in read)


def test_what_others_sold_to_a_debtor_stays_from_the_client(invoice: Make, debtor: Debtor, client_: Client) -> None:
    decide(debtor, "500")
    row = invoice("1000")
    keep(row, check(invoice_id=row.pk, at=AT))
    (doubt,) = (d for d in doubts(viewer=of_client(client_.pk), invoice_id=row.pk) if d.code == "M02")
    assert not any(letter.isdigit() for letter in doubt.reason.in_words())


def test_the_look_costs_the_same_for_one_invoice_and_for_thirty(invoice: Make) -> None:
    counts = []
    for more in (1, 30):
        for _ in range(more):
            invoice()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            suspect(by=SYSTEM, at=NIGHT)
        counts.append(len(asked))
    assert counts[0] == counts[1]
