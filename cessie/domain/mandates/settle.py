"""The bank's statement proves that collections came, or takes one back: inner doors of ``direct_debit.collecting``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Detail, Line, Told
from cessie.domain.mandates.after import follow
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.recognise import Answer, Says, Sent, recognise
from cessie.domain.mandates.rules.returned import Follows
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money


def recognised(line: Line) -> Answer:
    """Which collections the line settles or takes back, as they stand now: the verbs look again under their locks."""
    details = list(Detail.objects.filter(line=line).order_by("position"))
    rows = _named([line, *details])
    if not rows:
        return Answer(False)
    sent = [_sent(row) for row in rows]
    return recognise(_says(line, line), [_says(part, line) for part in details], line.statement.account_id, sent)


def amounts_of(collection_ids: Sequence[UUID]) -> dict[UUID, Money]:
    """What each of these collections fetches, by its invoice."""
    rows = Collection.objects.filter(pk__in=list(collection_ids)).order_by("pk")
    return {row.invoice_id: Money(row.amount_cents, row.currency) for row in rows}


def settle(*, collection_ids: Sequence[UUID], line: Line, by: Viewer, at: datetime) -> None:
    """They came with this line. The books are the receipt's (P07, P08), made before: collections are locked after the
    invoices, here as in ``release``.

    Refused: one that another line has settled meanwhile (``WrongState``), and with it all that the line did.
    """
    rows = _locked(collection_ids)
    for row in rows:
        row.state, row.line, row.settled_date = COLLECTION.after(row.state, "settle"), line, line.booked_date
        row.save(update_fields=["state", "line", "settled_date"])
        record(
            action="mandates.settle", subject=row, by=by, at=at, client_id=row.invoice.client_id,
            data={"line": str(line.pk)},
        )  # fmt: skip


def come_back(*, collection_id: UUID, code: str, line: Line, by: Viewer, at: datetime) -> Follows:
    """The bank took it back with this line, for this reason; the books are the receipt's (P28)."""
    (row,) = _locked([collection_id])
    row.state, row.returned_line, row.failure_code = COLLECTION.after(row.state, "return"), line, code
    row.save(update_fields=["state", "returned_line", "failure_code"])
    facts = {"line": str(line.pk), "code": code}
    record(action="mandates.come_back", subject=row, by=by, at=at, client_id=row.invoice.client_id, data=facts)
    return follow(row, code=code, on=line.booked_date, by=by, at=at)


def came_with(collection_id: UUID) -> UUID:
    """The bank line with which a settled collection came."""
    line = Collection.objects.values_list("line_id", flat=True).get(pk=collection_id)
    if line is None:
        raise ValueError("a settled collection has its line")
    return line


def _locked(keys: Iterable[UUID]) -> list[Collection]:
    rows = Collection.objects.select_related("invoice", "mandate", "retry_of").select_for_update(of=("self",))
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


def _named(told: Sequence[Told]) -> list[Collection]:
    names = {part.end_to_end_id for part in told} - {""}
    blocks = {part.batch_reference for part in told} - {""}
    keys = Collection.objects.filter(Q(end_to_end_id__in=names) | Q(block__in=blocks), batch__isnull=False)
    return list(keys.select_related("mandate__creditor").order_by("pk"))


def _says(part: Told, line: Line) -> Says:
    return Says(
        amount=Money(part.amount_cents, line.currency),
        end_to_end_id=part.end_to_end_id,
        block=part.batch_reference,
        reason=part.return_reason or line.return_reason,
    )


def _sent(row: Collection) -> Sent:
    return Sent(
        id=row.pk,
        end_to_end_id=row.end_to_end_id,
        block=row.block,
        account=row.mandate.creditor.account_id,
        mandate=row.mandate.reference,
        amount=Money(row.amount_cents, row.currency),
        state=row.state,
    )
