"""Read invoices, credit notes, statements and payment files; say what they hold.

With --rules each rule of EN 16931 that an e-invoice breaks is a warning (rule.br-co-15, ...).
With --json one line a document, in the normalised form of docs/formats.md; without it a table for people. Exit code 1
if any document was refused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cessie.connectors.errors import Temporary
from cessie.connectors.rules import checker
from cessie.formats import as_json, registry
from cessie.formats.reading import read, too_large
from cessie.formats.values import (
    CollectionFile,
    Document,
    InvoiceDocument,
    PaymentFile,
    Refused,
    StatementFile,
    StatusReport,
)
from cessie.lib.reasons import N_, Reason, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and whether a program or a person reads the answer."""
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rules", action="store_true", help="also run the official rules of EN 16931 on e-invoices")


def run(args: argparse.Namespace) -> int:
    """Every file in turn; one bad file does not stop the others."""
    refused = False
    for file in args.files:
        for part, document in enumerate(_documents(file), 1):
            refused |= isinstance(document, Refused)
            if args.rules and isinstance(document, InvoiceDocument):
                document = _with_rules(document)
            if args.json:
                line = json.dumps(as_json.document(document, file, part), ensure_ascii=False)
                print(line.encode("utf-8", "replace").decode("utf-8"), flush=True)
            else:
                _show(file, document)
    return 1 if refused else 0


def _with_rules(document: InvoiceDocument) -> InvoiceDocument:
    """With each official rule that it breaks as a warning; rules that cannot be run are a warning too."""
    try:
        broken = checker.check(document) or ()
    except Temporary as error:
        words = N_("The official rules could not be run: {detail}")
        more: tuple[Reason, ...] = (Reason("rule.unavailable", words, {"detail": error.detail}),)
    else:
        more = tuple(rule.reason for rule in broken)
    return replace(document, warnings=(*document.warnings, *more))


def _documents(file: str) -> list[Document]:
    try:
        return read(_bytes(Path(file)), Path(file).name)
    except Refusal as no:
        return [Refused(reason=no.reason)]


def _bytes(path: Path) -> bytes:
    """The whole file, unless its size alone tells that nothing here reads it."""
    try:
        if path.is_dir():
            raise Refusal("file.directory", N_("{file} is a directory."), file=str(path))
        with path.open("rb") as stream:
            limit = registry.largest()
            size = path.stat().st_size
            if size > limit:
                raise too_large(size, limit)
            data = stream.read(limit + 1)  # a pipe tells no size
    except FileNotFoundError:
        raise Refusal("file.missing", N_("There is no file {file}."), file=str(path)) from None
    except (OSError, ValueError) as error:
        words = N_("{file} cannot be opened: {detail}")
        detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refusal("file.unreadable", words, file=str(path), detail=detail) from None
    if len(data) > limit:
        raise too_large(len(data), limit)
    return data


def _show(file: str, document: Document) -> None:
    out = sys.stderr if isinstance(document, Refused) else sys.stdout
    lines = list(_lines(document))
    out.write(f"{_clean(file)}: {_clean(lines[0])}\n")
    out.writelines(f"  {_clean(line)}\n" for line in lines[1:])


def _clean(text: str) -> str:
    """A file's words may hold control characters that would play with the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _lines(document: Document) -> Iterator[str]:
    if isinstance(document, Refused):
        yield f"refused: {document.reason.in_words()} [{document.reason.code}]"
        return
    if isinstance(document, InvoiceDocument):
        yield from _invoice(document)
    elif isinstance(document, StatementFile):
        yield from _statements(document)
    elif isinstance(document, PaymentFile):
        yield from _payments(document)
    elif isinstance(document, CollectionFile):
        yield from _collections(document)
    else:
        yield from _report(document)
    yield from (f"! {_words(warning)}" for warning in document.warnings)


def _words(reason: Reason) -> str:
    return f"{reason.in_words()} [{reason.code}]"


def _invoice(invoice: InvoiceDocument) -> Iterator[str]:
    noun = "invoice" if invoice.kind == "invoice" else "credit note"
    yield f"{noun} {invoice.number} ({invoice.format}), {invoice.issue_date}, due {invoice.due_date}"
    yield f"seller   {invoice.seller.name}  {invoice.seller.vat or ''}"
    yield f"buyer    {invoice.buyer.name}  {invoice.buyer.vat or ''}"
    if invoice.payee is not None:
        yield f"payee    {invoice.payee.name}"
    totals = invoice.totals
    yield f"net {totals.net}  VAT {totals.vat}  gross {totals.gross}  payable {totals.payable} {invoice.currency}"
    yield f"pay to   {invoice.payment.account}  reference {invoice.payment.reference}"


def _statements(file: StatementFile) -> Iterator[str]:
    yield f"{len(file.statements)} statement(s) ({file.format})"
    for statement in file.statements:
        account = statement.account
        yield f"account {account.iban or account.other} {account.currency}, number {statement.number}"
        if statement.opening is not None:
            yield f"  {statement.opening.date}  {statement.opening.amount:>15f}  opening"
        for entry in statement.entries:
            said = entry.remittance.structured or entry.remittance.text or ""
            who = entry.counterparty.name or ""
            more = f" ({len(entry.details)} details)" if len(entry.details) > 1 else ""
            status = "" if entry.status == "booked" else f" [{entry.status}]"
            yield f"  {entry.booked}  {entry.amount:>15f}  {who[:35]:35}  {said[:50]}{more}{status}"
        if statement.closing is not None:
            yield f"  {statement.closing.date}  {statement.closing.amount:>15f}  closing"
        yield from (f"  ! {_words(warning)}" for warning in statement.warnings)


def _payments(file: PaymentFile) -> Iterator[str]:
    yield f"payment order {file.message_id} (pain001), created {file.created_at}"
    for batch in file.batches:
        yield f"batch {batch.id} from {batch.debtor.iban} on {batch.execution_date}"
        for transfer in batch.transfers:
            who = transfer.creditor
            yield f"  {transfer.amount.decimal:>15f} {transfer.amount.currency}  {who.iban}  {who.name[:35]}"


def _collections(file: CollectionFile) -> Iterator[str]:
    yield f"direct debits {file.message_id} (pain008), created {file.created_at}"
    for batch in file.batches:
        kind = f"{batch.scheme} {batch.sequence}"
        yield f"batch {batch.id} to {batch.creditor.iban} ({batch.creditor_id}, {kind}) on {batch.collection_date}"
        for one in batch.collections:
            who = one.debtor
            yield (
                f"  {one.amount.decimal:>15f} {one.amount.currency}  {who.iban}  {who.name[:35]:35}  {one.mandate.id}"
            )


def _report(report: StatusReport) -> Iterator[str]:
    yield f"status report on {report.original_message_id}: {report.status or 'no status for the whole'}"
    for batch in report.batches:
        yield f"batch {batch.id}: {batch.status}"
        for item in batch.transactions:
            why = ", ".join(reason.code or reason.text or "" for reason in item.reasons)
            yield f"  {item.end_to_end_id}: {item.status} {why}"
