"""A batch of invoices and credit notes, sent as one file under a contract line by line, is kept as one submission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.debtors import may_send
from cessie.domain.client_ledgers.models import BatchPart, Submission
from cessie.domain.client_ledgers.rules.batch import BatchDocument, PartOutcome, tallies
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def keep_batch(
    *, contract_id: UUID, sha256: str, format: str, documents: Sequence[BatchDocument], by: Viewer, at: datetime
) -> Submission:
    """Keep what became of each document of a kept file. The same file again gives the same submission; a document of
    which nothing came before, and something comes now, is noted anew.

    The invoices have gone the road of all invoices before: nothing is financed here, and nothing posted. A batch of
    which nothing was used is refused as a whole. Lock: the contract. Refused: no right, another's contract
    (``NotFound``), a contract on balances, a batch without a document.
    """
    contract = contract_for(viewer=by, contract_id=contract_id)
    may_send(contract.client_id, by)
    day = booking_day(at)
    if terms_on(contract_id, day)[1].transmission == "BALANCE":
        raise Refusal("ledgers.on_balances", N_("Under this contract the whole ledger is sent, and no batches."))
    if not documents:
        raise Refusal("ledgers.empty_batch", N_("The batch holds no document."))
    with transaction.atomic():
        lock(contract_id)
        row = Submission.objects.filter(contract=contract, document_id=sha256, kind="lines").first()
        if row is None:
            row = Submission(
                contract=contract, client_id=contract.client_id, document_id=sha256, kind="lines", format=format,
                as_of=day, received_at=at, received_by=by.key,
            )  # fmt: skip
        elif not _is_news(row, documents):
            return row
        _lay(row, documents, by, at)
        facts = {"documents": row.lines, "refused": row.problems, "closing": Money(row.closing_cents, row.currency)}
        record(action="ledgers.keep_batch", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _is_news(row: Submission, documents: Sequence[BatchDocument]) -> bool:
    """Whether something comes now of a document of which nothing came: what was taken in stays so, whatever befell it
    since."""
    refused = set(BatchPart.objects.filter(submission=row, invoice__isnull=True).values_list("part", flat=True))
    return any(each.part in refused and each.invoice_id is not None for each in documents)


def _lay(row: Submission, documents: Sequence[BatchDocument], by: Viewer, at: datetime) -> None:
    """The figures are those of what was taken, the proof is: taken + known + refused are the documents of the file."""
    kept = {each.part: _told(each) for each in BatchPart.objects.filter(submission=row, invoice__isnull=False)}
    documents = [kept.get(each.part, each) for each in documents]
    cents = [each.cents or 0 for each in documents if each.outcome == "taken" and each.currency == row.currency]
    row.invoices_cents, row.credit_notes_cents = sum(c for c in cents if c > 0), -sum(c for c in cents if c < 0)
    row.closing_cents = sum(cents)
    found = {tally.outcome: tally for tally in tallies(documents, row.currency)}
    row.lines, row.problems = len(documents), found["refused"].count
    row.state = SUBMISSION.moves["read", "refuse" if row.problems == row.lines else "accept"]
    row.decided_at, row.decided_by = at, by.key
    row.save()
    BatchPart.objects.filter(submission=row).exclude(part__in=kept).delete()
    BatchPart.objects.bulk_create(_part(row, each) for each in documents if each.part not in kept)


def _told(part: BatchPart) -> BatchDocument:
    return BatchDocument(
        part.part, part.file, cast(PartOutcome, part.outcome), part.kind, part.number, part.amount_cents, part.currency,
        part.invoice_id,
    )  # fmt: skip


def _part(row: Submission, told: BatchDocument) -> BatchPart:
    return BatchPart(
        submission=row, part=told.part, file=told.file, outcome=told.outcome, kind=told.kind, number=told.number,
        amount_cents=told.cents, currency=told.currency, invoice_id=told.invoice_id,
        reasons=[reason.to_json() for reason in told.reasons],
    )  # fmt: skip
