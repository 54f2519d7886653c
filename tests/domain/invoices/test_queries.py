"""Invoices are found fast, by whoever may see them, in as many queries however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cessie.domain.invoices.assess import assess
from cessie.domain.invoices.clear import clear
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.queries import counts, doubts, held, invoice, matching, search
from cessie.domain.invoices.rules.found import hold
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.values import PaymentMeans
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.domain.invoices.conftest import HandIn
from tests.domain.invoices.paper import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(hand_in: HandIn) -> list[Invoice]:
    """Accepted, held and received, an hour apart."""
    rows = [
        hand_in(paper(f"2026-{n}", net=f"{n}00.00", due_date=date(2026, 3, 20 + n)), at=AT + timedelta(hours=n))
        for n in (1, 2, 3)
    ]
    assess(invoice_id=rows[0].pk, by=SYSTEM, at=AT)
    assess(invoice_id=rows[1].pk, more=[hold("M01", "No limit.")], by=SYSTEM, at=AT)
    return rows


def numbers(viewer: Viewer = SYSTEM, **wanted: Any) -> list[str]:
    return [row.number for row in search(viewer=viewer, **wanted).rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["2026-3", "2026-2", "2026-1"]),
        ({"sort": "received"}, ["2026-1", "2026-2", "2026-3"]),
        ({"sort": "-amount"}, ["2026-3", "2026-2", "2026-1"]),
        ({"sort": "due"}, ["2026-1", "2026-2", "2026-3"]),
        ({"sort": "number"}, ["2026-1", "2026-2", "2026-3"]),
        ({"sort": "; drop table"}, ["2026-3", "2026-2", "2026-1"]),
        ({"state": "held"}, ["2026-2"]),
        ({"state": "nonsense"}, []),
        ({"text": "2026/00001"}, ["2026-1"]),
        ({"text": "electricite"}, ["2026-3", "2026-2", "2026-1"]),
        ({"text": "Nord S"}, ["2026-3", "2026-2", "2026-1"]),
        ({"text": "+++010/8068/17183+++"}, ["2026-3", "2026-2", "2026-1"]),
        ({"text": "boulangerie"}, []),
        ({"text": "%"}, []),
        ({"due_from": date(2026, 3, 22), "due_until": date(2026, 3, 22)}, ["2026-2"]),
        ({"size": 2, "page": 2}, ["2026-1"]),
        ({"size": 2, "page": 99}, ["2026-1"]),
        ({"size": 2, "page": -1}, ["2026-3", "2026-2"]),
    ],
)
def test_what_is_asked_is_found(three: list[Invoice], wanted: dict[str, Any], found: list[str]) -> None:
    assert numbers(**wanted) == found


def test_pages_are_counted(three: list[Invoice]) -> None:
    page = search(viewer=SYSTEM, size=2)
    assert (page.total, page.pages, page.number) == (3, 2, 1)
    assert search(viewer=NOBODY).pages == 1


def test_counts_by_state(three: list[Invoice], client_: Client) -> None:
    assert counts(viewer=of_client(client_.pk)) == {"accepted": 1, "held": 1, "received": 1}


def test_a_stranger_finds_nothing(three: list[Invoice], client_: Client, other_client: Client) -> None:
    assert numbers(of_client(client_.pk)) == ["2026-3", "2026-2", "2026-1"]
    key = three[1].pk
    assert invoice(viewer=of_client(client_.pk), invoice_id=key).pk == key
    for stranger in (of_client(other_client.pk), NOBODY, Viewer(key="user:d", kind="debtor")):
        assert numbers(stranger) == numbers(stranger, client_id=client_.pk) == []
        assert counts(viewer=stranger) == {}
        assert not held(viewer=stranger).exists()
        assert not matching(viewer=stranger).exists()
        for question in (invoice, doubts):
            with pytest.raises(NotFound):
                question(viewer=stranger, invoice_id=key)


def test_a_client_does_not_read_what_smelled_of_fraud(hand_in: HandIn, client_: Client, an: Viewer) -> None:
    row = hand_in(paper(payments=(PaymentMeans(account="12345678"),), notes=()))
    assess(invoice_id=row.pk, by=SYSTEM, at=AT)
    clear(invoice_id=row.pk, codes=["M08"], note="Trusted.", by=an, at=AT)
    staff_sees = doubts(viewer=an, invoice_id=row.pk)
    assert [(d.code, d.people, d.is_open) for d in staff_sees] == [("M07.account", 2, True), ("M08", 1, False)]
    assert staff_sees[1].cleared == ((an.key, AT, "Trusted."),)
    client_sees = doubts(viewer=of_client(client_.pk), invoice_id=row.pk)
    assert [d.code for d in client_sees] == ["looked_at", "M08"]
    assert all(d.cleared == () for d in client_sees)
    assert "12345678" not in str(client_sees)


def test_the_number_of_queries_is_constant(three: list[Invoice], hand_in: HandIn, client_: Client) -> None:
    viewer = of_client(client_.pk)
    questions: list[Callable[[], Any]] = [
        lambda: search(viewer=viewer, text="nord"),
        lambda: counts(viewer=viewer),
        lambda: list(held(viewer=viewer)),
    ]

    def queries() -> list[int]:
        result = []
        for question in questions:
            with CaptureQueriesContext(connection) as seen:
                question()
            result.append(len(seen))
        return result

    few = queries()
    first = Invoice.objects.get(pk=three[0].pk)
    copies = [Invoice(**{**_columns(first), "part": n, "number_key": f"X{n}"}) for n in range(2, 40)]
    Invoice.objects.bulk_create(copies)
    assert queries() == few == [4, 1, 1]


def _columns(row: Invoice) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
