"""Say for which claims money on the third-party account is: of money that nobody knew, or that was put wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.trust.door import amount_of, came, gone, locked_receipt, task_key
from cessie.domain.trust.models import Back, Receipt
from cessie.domain.trust.receive import Part, kept_row, require_theirs
from cessie.domain.trust.rules.states import RECEIPT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.post import post
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def assign(*, receipt_id: UUID, parts: Sequence[Part], note: str, by: Viewer, at: datetime) -> tuple[Receipt, ...]:
    """The whole of a receipt is for these claims instead; the former entry stands and another takes it back (P43, P29).

    What the former principal was paid of it already is a claim on him (1410), set off with his next remittance. Again
    with the same claims gives the same receipts. Locks: receipt, contracts. Refused: no right (``NotAllowed``), no
    words, no such receipt (``NotFound``), one that is gone (``WrongState``), parts that do not make its amount, a
    refund that was ordered of it.
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("trust.note", N_("Say in a few words why."))
    row = locked_receipt(receipt_id)
    former = list(Receipt.objects.filter(follows=row).order_by("pk"))
    if former and {(each.reference, each.amount_cents) for each in former} == {
        (part.reference, part.amount.cents) for part in parts
    }:
        order = [part.reference for part in parts]
        return tuple(sorted(former, key=lambda each: order.index(each.reference)))
    state = RECEIPT.after(row.state, "move")
    _require_whole(row, parts)
    require_theirs(parts)
    back = Back(receipt=row, back_date=booking_day(at), note=note.strip(), made_at=at, made_by=by.key)
    rows = [kept_row(part, row.line, by, at, row, note.strip()) for part in parts]
    entries = [gone(back, moved=True), *(came(each, at) for each in rows)]
    row.state = state
    row.save(update_fields=["state"])
    back.save(force_insert=True)
    Receipt.objects.bulk_create(rows)
    post(entries, by=by.key, at=at)
    close(key=task_key(row.pk), decision="assigned", by=by, at=at)
    facts = {"from": str(row.reference), "to": [str(part.reference) for part in parts], "amount": amount_of(row)}
    record(action="trust.assign", subject=row, by=by, at=at, client_id=parts[0].principal_id, data=facts)
    return tuple(rows)


def _require_whole(row: Receipt, parts: Sequence[Part]) -> None:
    if Money.total((part.amount for part in parts), row.currency) != amount_of(row):
        words = N_("The amounts must make {amount} together.")
        raise Refusal("trust.not_whole", words, amount=amount_of(row))
    if hasattr(row, "refund"):
        raise Refusal("trust.refunded", N_("Of this money a refund was ordered: withdraw that first."))
