"""What the dashboard's benchmark stands on: a house, one client, and as many invoices as one likes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cessie.domain.contracts.models import Version
from cessie.domain.documents.models import Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.models import Item, Proposal
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import purchase
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from tests.portals.house import Stage, a_stage, visit

CHUNK = 5_000
FACE, HELD = Money(1_210_00), Money(121_00)


def a_house() -> Stage:
    """The made-up house of the pages' tests."""
    return a_stage()


def browser(stage: Stage) -> Client:
    """The owner of the first client."""
    return visit("owner1@client.example")


def asked(visitor: Client) -> int:
    """How many questions the page asks the database."""
    with CaptureQueriesContext(connection) as asking:
        if visitor.get("/client/").status_code != 200:
            raise AssertionError("the dashboard does not open")
    return len(asking)


def grow(stage: Stage, count: int, open_percent: int, *, first: int = 0) -> None:
    """So many more invoices, each bought; of those that are not open debtor and house are quits."""
    version = Version.objects.get(contract_id=stage.own.contract_id)
    document, _ = Document.objects.get_or_create(
        sha256="b" * 64, defaults={"size": 1, "media_type": "application/xml", "stored_at": stage.at}
    )
    for start in range(first, first + count, CHUNK):
        numbers = range(start, min(start + CHUNK, first + count))
        invoices = [_invoice(stage, document, n) for n in numbers]
        Invoice.objects.bulk_create(invoices)
        _offers(stage, version, invoices)
        bought = [row.pk for n, row in zip(numbers, invoices, strict=True) if n % 100 < open_percent]
        post([entry for key in bought for entry in _entries(stage, key)], by="system:benchmark", at=stage.at)
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _invoice(stage: Stage, document: Document, n: int) -> Invoice:
    issued = stage.today - timedelta(days=n % 120)
    return Invoice(
        client_id=stage.own.client_id, contract_id=stage.own.contract_id, debtor_id=stage.buyer.debtor_id,
        document=document, part=n + 1, number=f"B-{n}", number_key=f"b{n}", issue_date=issued,
        due_date=issued + timedelta(days=14 + n % 61), currency="EUR", net_cents=1_000_00, vat_cents=210_00,
        gross_cents=FACE.cents, payable_cents=FACE.cents, buyer_name="Debtor", state="accepted",
        received_at=stage.at, decided_at=stage.at, decided_by="system:benchmark",
    )  # fmt: skip


def _offers(stage: Stage, version: Version, invoices: list[Invoice]) -> None:
    """Each was offered and approved."""
    offers = [
        Proposal(
            id=uuid7(), number=f"P-{row.number}", client_id=stage.own.client_id, contract_id=stage.own.contract_id,
            version=version, state="purchased", offered_at=stage.at, expires_at=stage.at, payout_cents=1_000_00,
            digest=row.number, handed_over_at=stage.at, decided_at=stage.at, decided_by="system:benchmark",
        )
        for row in invoices
    ]  # fmt: skip
    Proposal.objects.bulk_create(offers)
    Item.objects.bulk_create(
        Item(
            proposal=offer, invoice=row, position=1, face_cents=FACE.cents, approved_cents=FACE.cents,
            financed_cents=FACE.cents - HELD.cents, holdback_cents=HELD.cents, fee_cents=0, vat_cents=0,
        )
        for offer, row in zip(offers, invoices, strict=True)
    )  # fmt: skip


def _entries(stage: Stage, key: UUID) -> list:  # type: ignore[type-arg]  # of ledger entries
    own = stage.own
    of = Dims(contract=own.contract_id, client=own.client_id, debtor=stage.buyer.debtor_id, invoice=key)
    event = Event(f"benchmark/{key}", stage.today)
    return [purchase.purchase(event=event, face=FACE, of=of), purchase.hold_back(event=event, amount=HELD, of=of)]
