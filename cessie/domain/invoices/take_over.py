"""Invoices that were bought before this house kept its books here: entered as bought, from a file of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.documents.models import Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.rules.facts import of_document
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import as_json
from cessie.formats.values import InvoiceDocument
from cessie.formats.values.invoice import InvoiceTotals, PaymentMeans
from cessie.lib.money import EUR, Money
from cessie.lib.references import normal_invoice_number
from cessie.terms import codec


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a row says of an invoice: ``face`` incl. VAT; ``row`` counts from 1 in the file."""

    row: int
    client_id: UUID
    contract_id: UUID
    debtor_id: UUID
    number: str
    issue_date: date
    due_date: date
    face: Money
    reference: str = ""

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        """What makes it the same invoice: client, debtor, number however it is spelled."""
        return (self.client_id, self.debtor_id, normal_key(self.number))


def normal_key(number: str) -> str:
    """A number as duplicates are found by it."""
    return normal_invoice_number(number) or number.casefold()


def take_over(*, rows: Sequence[TakenOver], document: Document, name: str, by: Viewer, at: datetime) -> list[Invoice]:
    """Accepted invoices, one a row; nothing is judged, for the house bought them long ago. Within a transaction.

    The file itself is kept as their document. The net amount is not known from such a file: it is stated as the face.
    Refused: who may not move a house in (``NotAllowed``). A number that its client and debtor have already breaks a
    rule of the database: the caller looks first.
    """
    by.require("house.import")
    made = [_invoice(row, document, name, by, at) for row in rows]
    Invoice.objects.bulk_create(made, batch_size=1000)
    record(
        action="invoices.take_over",
        subject=document,
        by=by,
        at=at,
        data={"count": len(made), "face": Money.total((row.face for row in rows), EUR)},
    )
    return made


def _invoice(row: TakenOver, document: Document, name: str, by: Viewer, at: datetime) -> Invoice:
    face = row.face.decimal
    read = InvoiceDocument(
        format="csv",
        kind="invoice",
        number=row.number,
        issue_date=row.issue_date,
        due_date=row.due_date,
        currency=row.face.currency,
        totals=InvoiceTotals(net=face, gross=face, payable=face),
        payments=(PaymentMeans(reference=row.reference),) if row.reference else (),
    )
    content = {**as_json.document(read, name, row.row), "stated": codec.pack(of_document(read)), "breaches": []}
    return Invoice(
        client_id=row.client_id,
        contract_id=row.contract_id,
        debtor_id=row.debtor_id,
        document=document,
        part=row.row,
        number=row.number,
        number_key=row.key[2],
        issue_date=row.issue_date,
        due_date=row.due_date,
        currency=row.face.currency,
        net_cents=row.face.cents,
        vat_cents=0,
        gross_cents=row.face.cents,
        payable_cents=row.face.cents,
        payment_reference="".join(row.reference.split()),
        content=content,
        state="accepted",
        received_at=at,
        decided_at=at,
        decided_by=by.key,
    )
