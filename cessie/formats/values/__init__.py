"""What a file says, as frozen values: invoices, statements, payment and collection files and their status reports.

Readers give these, writers take them. Amounts are ``Decimal`` exactly as written in the file (CODA: thousandths), in
units of the currency, never rounded; money that leaves is ``Money``. Days are ``date``. What a file does not state is
None. Doubts that do not stop the reading are ``Reason`` values under ``warnings``.
"""

from __future__ import annotations

from dataclasses import dataclass

from cessie.formats.values.address import (
    Address,
)
from cessie.formats.values.collection import (
    Amendment,
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
)
from cessie.formats.values.invoice import (
    AllowanceCharge,
    Attachment,
    InvoiceDocument,
    InvoiceKind,
    InvoiceLine,
    InvoiceTotals,
    Party,
    PaymentMeans,
    Preceding,
    VatLine,
)
from cessie.formats.values.payment import (
    BatchStatus,
    CreditTransfer,
    PaymentFile,
    PaymentParty,
    StatusReason,
    StatusReport,
    TransactionStatus,
    TransferBatch,
)
from cessie.formats.values.statement import (
    ZERO,
    Balance,
    Breakdown,
    Counterparty,
    EntryStatus,
    Remittance,
    Statement,
    StatementAccount,
    StatementEntry,
    StatementFile,
)
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file or a part of it that was not read, and why."""

    reason: Reason
    format: str | None = None


Document = InvoiceDocument | StatementFile | PaymentFile | CollectionFile | StatusReport | Refused
"""What ``formats.reading.read`` gives for each part of a file."""

__all__ = [
    "ZERO",
    "Address",
    "AllowanceCharge",
    "Amendment",
    "Attachment",
    "Balance",
    "BatchStatus",
    "Breakdown",
    "CollectionBatch",
    "CollectionFile",
    "Counterparty",
    "CreditTransfer",
    "DirectDebit",
    "Document",
    "EntryStatus",
    "InvoiceDocument",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceTotals",
    "MandateReference",
    "Party",
    "PaymentFile",
    "PaymentMeans",
    "PaymentParty",
    "Preceding",
    "Refused",
    "Remittance",
    "Statement",
    "StatementAccount",
    "StatementEntry",
    "StatementFile",
    "StatusReason",
    "StatusReport",
    "TransactionStatus",
    "TransferBatch",
    "VatLine",
]
