"""Release a batch: the second of the two people. From here on the debtors are debited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.facts import reasons_against
from cessie.domain.mandates.file import collection_file, digest_of
from cessie.domain.mandates.models import Batch, Collection, Mandate
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.payments.halt import require_movement
from cessie.domain.payments.rules.states import BATCH
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class Changed(Refusal):
    """The batch is not what was prepared, or something in it may not be collected any more."""


class NotAgreed(Refusal):
    """The clock prepared it, and no first person has looked it through."""


@dataclass(frozen=True, slots=True)
class Released:
    """What leaves: the file in the store, how many collections and how much."""

    batch: UUID
    document: str
    number: str
    collections: int
    amount: Money


@transaction.atomic
def release(*, batch_id: UUID, by: Viewer, at: datetime) -> Released:
    """Write the file of a prepared batch and count its collections as on their way. Again tells what was released.

    Everything is looked at again under lock: a mandate that was revoked an hour ago, a payment that came meanwhile, an
    hour of the bank that went by keep the whole batch (``Changed``): it is discarded and prepared anew without.
    Locks: the invoices, the batch, its collections, the mandates.

    Refused: no right or no person (``NotAllowed``), no such batch (``NotFound``), whoever prepared it or agreed to it
    (``SamePerson``), one of the clock's to which nobody agreed yet (``NotAgreed``), a discarded one (``WrongState``),
    a standstill of all payments (``StandingStill``).
    """
    by.require("mandates.release")
    batch, rows = _locked(batch_id)
    if batch.state in ("released", "sent"):
        return _fact(batch, rows)
    require_movement()
    if batch.prepared_by.startswith("system:") and not batch.agreed_by:
        raise NotAgreed("mandates.not_agreed", N_("The clock prepared it: somebody looks it through first."))
    if by.key in (batch.prepared_by, batch.agreed_by):
        raise SamePerson("mandates.same_person", N_("Another person must do this."))
    batch.state = BATCH.after(batch.state, "release")
    if not rows or digest_of(rows) != batch.digest:
        raise Changed("mandates.changed", N_("The batch is not what was prepared: discard it and prepare another."))
    for key, reasons in reasons_against(rows, at).items():
        for reason in reasons:
            raise Changed(reason.code, reason.message, **{**reason.facts, "collection": str(key)})
    batch.released_at, batch.released_by = at, by.key
    data = collection_file(batch, rows)
    batch.document = store(data=data, name=f"{batch.number}.xml", channel="own", by=by, at=at).document
    batch.save(update_fields=["state", "released_at", "released_by", "document"])
    for row in rows:
        row.state = COLLECTION.after(row.state, "instruct")
    Collection.objects.bulk_update(rows, ["state"], batch_size=500)
    fact = _fact(batch, rows)
    facts = {"amount": fact.amount, "collections": fact.collections, "document": fact.document}
    record(action="mandates.release", subject=batch, by=by, at=at, data=facts)
    return fact


def _locked(batch_id: UUID) -> tuple[Batch, list[Collection]]:
    """The batch and its collections; what each depends on first, so that it stands still."""
    named = Collection.objects.filter(batch_id=batch_id)
    list(Invoice.objects.select_for_update(of=("self",)).filter(pk__in=named.values("invoice_id")).order_by("pk"))
    batches = Batch.objects.select_related("creditor__account").select_for_update(of=("self",))
    batch = batches.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("mandates.unknown_batch", N_("There is no such batch."))
    rows = list(named.select_related("invoice").select_for_update(of=("self",)).order_by("pk"))
    mandates = Mandate.objects.select_related("creditor__account").select_for_update(of=("self",))
    known = {row.pk: row for row in mandates.filter(pk__in={row.mandate_id for row in rows}).order_by("pk")}
    for row in rows:
        row.mandate = known[row.mandate_id]
    return batch, rows


def _fact(batch: Batch, rows: list[Collection]) -> Released:
    if batch.document_id is None:
        raise ValueError("a released batch has its file")
    total = Money(sum(row.amount_cents for row in rows))
    return Released(batch.pk, batch.document_id, batch.number, len(rows), total)
