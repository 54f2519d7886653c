"""Several invoices and credit notes in one file, under a confidential contract line by line, are one submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from cessie.domain.client_ledgers.keep_batch import keep_batch
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.rules.batch import BatchDocument, PartOutcome
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.values import Document, InvoiceDocument
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.workflows.incoming.taken import Outcome

#: The finding on an invoice that is here already, from the same client to the same debtor.
_KNOWN: Final = "M04"


def keep_as_batch(
    sha256: str,
    parts: Sequence[tuple[str, Document | None]],
    outcomes: Sequence[Outcome],
    *,
    client_id: UUID,
    by: Viewer,
    at: datetime,
) -> Submission | None:
    """The submission of a kept file whose parts were just taken in; None where the client's contract asks for none."""
    contract = batched_under(client_id, at)
    if contract is None:
        return None
    keys = [outcome.invoice_id for outcome in outcomes if outcome.invoice_id]
    invoices = Invoice.objects.in_bulk(keys)
    told = [
        _document(file, document, outcome, invoices.get(outcome.invoice_id) if outcome.invoice_id else None)
        for (file, document), outcome in zip(parts, outcomes, strict=True)
    ]
    formats = {document.format or "?" for _, document in parts if isinstance(document, InvoiceDocument)}
    name = "+".join(sorted(formats)) or "documents"
    return keep_batch(contract_id=contract.pk, sha256=sha256, format=name, documents=told, by=by, at=at)


def keep_mail_as_batch(
    sha256: str, outcomes: Sequence[Outcome], *, client_id: UUID, by: Viewer, at: datetime
) -> Submission | None:
    """The submission of a kept mail with several invoices as files; None for one, or where the contract asks for none.
    An archive among them is a submission of its own."""
    if len(outcomes) < 2:
        return None
    numbered = [replace(outcome, part=n) for n, outcome in enumerate(outcomes, 1)]
    parts = [(outcome.name, None) for outcome in numbered]
    return keep_as_batch(sha256, parts, numbered, client_id=client_id, by=by, at=at)


def batched_under(client_id: UUID, at: datetime) -> Contract | None:
    """The client's running contract if it is confidential and its invoices are sent one by one."""
    day = booking_day(at)
    contract = contract_of(client_id, day)
    if contract is None:
        return None
    terms = terms_on(contract.pk, day)[1]
    return contract if (terms.transmission, terms.disclosure) == ("LINE", "CONFIDENTIAL") else None


def _document(file: str, document: Document | None, outcome: Outcome, row: Invoice | None) -> BatchDocument:
    if row is None:
        kind, number, cents, currency = _stated(document)
        return BatchDocument(outcome.part, file, "refused", kind, number, cents, currency, None, outcome.reasons)
    found: PartOutcome = "taken"
    if outcome.state == "rejected":
        found = "known" if any(reason.code == _KNOWN for reason in outcome.reasons) else "refused"
    sign = -1 if row.kind == "credit_note" else 1
    return BatchDocument(
        outcome.part, file, found, row.kind, row.number, sign * abs(row.gross_cents), row.currency, row.pk
    )  # fmt: skip


def _stated(document: Document | None) -> tuple[str, str, int | None, str]:
    """Kind, number, cents and currency of a document of which no invoice came, as far as it could be read."""
    if not isinstance(document, InvoiceDocument):
        return "", "", None, ""
    total = document.totals.gross if document.totals.gross is not None else document.totals.payable
    return document.kind, (document.number or "")[:200], _cents(total, document.kind), (document.currency or "")[:3]


def _cents(total: Decimal | None, kind: str) -> int | None:
    try:
        cents = abs(Money.of(total).cents) if total is not None else None
    except ValueError:
        return None
    if cents is None or cents >= 10**15:
        return None
    return -cents if kind == "credit_note" else cents
