"""The normalised JSON form of what was read: the contract of ``cessie read --json``.

Amounts are decimal strings as written in the file, entries signed (credit positive), days ISO, account and VAT numbers
compact; what a file does not state is null. Keys are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from cessie.formats.values import (
    Balance,
    Breakdown,
    CollectionFile,
    Document,
    InvoiceDocument,
    MandateReference,
    Party,
    PaymentFile,
    Refused,
    Statement,
    StatementEntry,
    StatementFile,
    StatusReport,
)
from cessie.lib.reasons import Reason


def document(value: Document, file: str, part: int) -> dict[str, Any]:
    """One line of the output; ``file`` as the user typed it, ``part`` counted from 1."""
    if isinstance(value, StatementFile):
        body = _statement_file(value)
    elif isinstance(value, InvoiceDocument):
        body = _invoice(value)
    elif isinstance(value, PaymentFile):
        body = _payment_file(value)
    elif isinstance(value, CollectionFile):
        body = _collection_file(value)
    elif isinstance(value, StatusReport):
        body = _status_report(value)
    else:
        body = _refused(value)
    return {"file": file, "part": part, **body}


def _refused(value: Refused) -> dict[str, Any]:
    return {"kind": "refused", "error": _reason(value.reason)}


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.in_words()}


def _warnings(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [_reason(reason) for reason in reasons]


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _statement_file(value: StatementFile) -> dict[str, Any]:
    statements = [_statement(statement) for statement in value.statements]
    if value.warnings:  # a doubt about the file is a doubt about each of its statements
        for statement in statements:
            statement["warnings"] += _warnings(value.warnings)
    return {"kind": "statement", "format": value.format, "statements": statements}


def _statement(statement: Statement) -> dict[str, Any]:
    account = statement.account
    return {
        "account": {"iban": account.iban or account.other, "currency": account.currency},
        "number": statement.number,
        "opening": _balance(statement.opening),
        "closing": _balance(statement.closing),
        "entries": [_entry(entry) for entry in statement.entries],
        "totals": {
            "entries": len(statement.entries),
            "credits": _amount(statement.credits),
            "debits": _amount(statement.debits),
        },
        "interim": statement.interim,
        "details_only": statement.details_only,
        "duplicate": statement.duplicate,
        "warnings": _warnings(statement.warnings),
    }


def _balance(balance: Balance | None) -> dict[str, Any] | None:
    return None if balance is None else {"date": _day(balance.date), "amount": _amount(balance.amount)}


def _entry(entry: StatementEntry) -> dict[str, Any]:
    other, said = entry.counterparty, entry.remittance
    return {
        "booked": _day(entry.booked),
        "value": _day(entry.value),
        "amount": _amount(entry.amount),
        "currency": entry.currency,
        "status": entry.status,
        "bank_reference": entry.bank_reference,
        "end_to_end_id": entry.end_to_end_id,
        "batch_reference": entry.batch_reference,
        "counterparty": {"name": other.name, "iban": other.iban or other.account, "bic": other.bic},
        "remittance": {"structured": said.structured, "scheme": said.scheme, "text": said.text},
        "mandate": entry.mandate,
        "return_reason": entry.return_reason,
        "transaction_code": entry.transaction_code,
        "breakdown": None if entry.breakdown is None else _breakdown(entry.breakdown),
        "details": [_entry(detail) for detail in entry.details],
    }


def _breakdown(told: Breakdown) -> dict[str, Any]:
    """What is told of it; the rest is left out."""
    return {name: _plain(value) for name, value in asdict(told).items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _amount(value)
    return _day(value) if isinstance(value, date) else value


def _invoice(invoice: InvoiceDocument) -> dict[str, Any]:
    totals, payment = invoice.totals, invoice.payment
    own = None if invoice.payee is not None else payment.account
    return {
        "kind": invoice.kind,
        "format": invoice.format,
        "number": invoice.number,
        "issue_date": _day(invoice.issue_date),
        "due_date": _day(invoice.due_date),
        "currency": invoice.currency,
        "type_code": invoice.type_code,
        "seller": {**_party(invoice.seller), "iban": own},
        "buyer": _party(invoice.buyer),
        "payee": None if invoice.payee is None else _party(invoice.payee),
        "totals": {
            "net": _amount(totals.net),
            "vat": _amount(totals.vat),
            "gross": _amount(totals.gross),
            "payable": _amount(totals.payable),
        },
        "payment": {"iban": payment.account, "bic": payment.bic, "reference": payment.reference},
        "order_reference": invoice.order_reference,
        "preceding": [earlier.number for earlier in invoice.preceding],
        "confidence": dict(invoice.confidence),
        "warnings": _warnings(invoice.warnings),
    }


def _party(party: Party) -> dict[str, Any]:
    return {"name": party.name, "vat": party.vat, "register": party.register, "iban": None}


def _payment_file(file: PaymentFile) -> dict[str, Any]:
    transfers = [transfer for batch in file.batches for transfer in batch.transfers]
    return {
        "kind": "payment",
        "format": "pain001",
        "message_id": file.message_id,
        "created_at": file.created_at.isoformat(),
        "batches": [
            {
                "id": batch.id,
                "execution_date": _day(batch.execution_date),
                "debtor": {"name": batch.debtor.name, "iban": batch.debtor.iban},
                "transfers": [
                    {
                        "end_to_end_id": transfer.end_to_end_id,
                        "amount": _amount(transfer.amount.decimal),
                        "currency": transfer.amount.currency,
                        "creditor": {"name": transfer.creditor.name, "iban": transfer.creditor.iban},
                        "remittance": asdict(transfer.remittance),
                    }
                    for transfer in batch.transfers
                ],
            }
            for batch in file.batches
        ],
        "totals": {
            "transfers": len(transfers),
            "amount": _amount(sum((transfer.amount.decimal for transfer in transfers), Decimal(0))),
        },
        "warnings": _warnings(file.warnings),
    }


def _collection_file(file: CollectionFile) -> dict[str, Any]:
    collections = [one for batch in file.batches for one in batch.collections]
    return {
        "kind": "collection",
        "format": "pain008",
        "message_id": file.message_id,
        "created_at": file.created_at.isoformat(),
        "batches": [
            {
                "id": batch.id,
                "collection_date": _day(batch.collection_date),
                "scheme": batch.scheme,
                "sequence": batch.sequence,
                "creditor": {"name": batch.creditor.name, "iban": batch.creditor.iban, "id": batch.creditor_id},
                "collections": [
                    {
                        "end_to_end_id": one.end_to_end_id,
                        "amount": _amount(one.amount.decimal),
                        "currency": one.amount.currency,
                        "debtor": {"name": one.debtor.name, "iban": one.debtor.iban},
                        "mandate": _mandate(one.mandate),
                        "remittance": asdict(one.remittance),
                    }
                    for one in batch.collections
                ],
            }
            for batch in file.batches
        ],
        "totals": {
            "collections": len(collections),
            "amount": _amount(sum((one.amount.decimal for one in collections), Decimal(0))),
        },
        "warnings": _warnings(file.warnings),
    }


def _mandate(mandate: MandateReference) -> dict[str, Any]:
    changed = mandate.amendment
    return {
        "id": mandate.id,
        "signed": _day(mandate.signed_date),
        "amendment": None if changed is None else asdict(changed),
    }


def _status_report(report: StatusReport) -> dict[str, Any]:
    return {
        "kind": "status_report",
        "format": report.format,
        "message_id": report.message_id,
        "original_message_id": report.original_message_id,
        "original_message": report.original_message,
        "status": report.status,
        "reasons": [asdict(reason) for reason in report.reasons],
        "batches": [
            {
                "id": batch.id,
                "status": batch.status,
                "reasons": [asdict(reason) for reason in batch.reasons],
                "transactions": [
                    {
                        "end_to_end_id": transaction.end_to_end_id,
                        "status": transaction.status,
                        "reasons": [asdict(reason) for reason in transaction.reasons],
                        "amount": _amount(transaction.amount),
                        "currency": transaction.currency,
                    }
                    for transaction in batch.transactions
                ],
            }
            for batch in report.batches
        ],
        "warnings": _warnings(report.warnings),
    }
