"""A file arrives: kept, read, registered, judged, offered; what is doubtful waits for a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit.check import check
from cessie.domain.documents import queries as documents
from cessie.domain.documents.refuse import refuse
from cessie.domain.documents.store import Stored, store
from cessie.domain.invoices.assess import assess
from cessie.domain.invoices.deciding import Assessed
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.queries import held_only_for
from cessie.domain.invoices.register import register
from cessie.domain.matching.early import early
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.reading import is_batch
from cessie.formats.values import Document, InvoiceDocument, Refused
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.follow_up.managing import buyer_of, manages
from cessie.workflows.incoming.batches import keep_as_batch
from cessie.workflows.incoming.taken import Outcome as Outcome
from cessie.workflows.purchases.holding import JUDGE, ROOM, ask, has_room
from cessie.workflows.purchases.offering import offer_or_credit
from cessie.workflows.reading.sheets import read_named_parts


def take_in_invoice(
    *, data: bytes, name: str, channel: str, client_id: UUID, by: Viewer, at: datetime
) -> tuple[Outcome, ...]:
    """Take in a client's file, part by part; the same file again gives the same invoices.

    The original is kept before anything is decided. A part that cannot be used is refused with its reason, the
    others go on. An archive under a confidential contract line by line is one submission too (``batches``). Refused
    as a whole: another's client, an empty or too large file.
    """
    stored = store(data=data, name=name, channel=channel, client_id=client_id, by=by, at=at)
    return take_in_stored(stored=stored, data=data, client_id=client_id, by=by, at=at)


def take_in_stored(*, stored: Stored, data: bytes, client_id: UUID, by: Viewer, at: datetime) -> tuple[Outcome, ...]:
    """The same for a file that is kept already: what a job does, and what follows a look at a sheet's rows."""
    name = stored.arrival.name
    parts = read_named_parts(data=data, name=name, client_id=client_id, by=by)
    found = tuple(_take_part(stored, n, part, name, client_id, by, at) for n, (_, part) in enumerate(parts, 1))
    if is_batch(data):
        keep_as_batch(stored.document.pk, parts, found, client_id=client_id, by=by, at=at)
    return found


def take_in_arrival(*, arrival_id: UUID, by: Viewer, at: datetime) -> tuple[Outcome, ...]:
    """The same by the key of its arrival. ``NotFound`` where it is not the viewer's."""
    arrival = documents.arrivals(viewer=by).filter(pk=arrival_id, client__isnull=False).first()
    if arrival is None or arrival.client_id is None:
        raise NotFound("documents.unknown", N_("There is no such document."))
    data = documents.content(arrival.document_id, by)
    stored = Stored(arrival.document, arrival, is_new=False)
    return take_in_stored(stored=stored, data=data, client_id=arrival.client_id, by=by, at=at)


def _take_part(
    stored: Stored, number: int, part: Document, name: str, client_id: UUID, by: Viewer, at: datetime
) -> Outcome:
    try:
        with transaction.atomic():
            document = _invoice(part)
            buyer = buyer_of(document=document, client_id=client_id, by=by, at=at)
            invoice = register(
                stored=stored, part=number, read=document, client_id=client_id, debtor_id=buyer, by=by, at=at
            )
            judged = judge(invoice_id=invoice.pk, at=at)
    except Refusal as no:
        refuse(arrival_id=stored.arrival.pk, reason=no.reason, by=by, at=at)
        return Outcome(name, number, "refused", reasons=(no.reason,))
    open_now = tuple(finding.reason for finding in judged.findings if finding.is_open)
    return Outcome(name, number, judged.state, invoice.pk, invoice.number, open_now)


def _invoice(part: Document) -> InvoiceDocument:
    if isinstance(part, Refused):
        raise Refusal(part.reason.code, part.reason.message, **part.reason.facts)
    if not isinstance(part, InvoiceDocument):
        raise Refusal("intake.no_invoice", N_("This file is no invoice."))
    return part


def judge(*, invoice_id: UUID, at: datetime) -> Assessed:
    """Let every room look at the invoice: accepted it is offered, held it waits for a person."""
    with transaction.atomic():
        managed = manages(Invoice.objects.get(pk=invoice_id), at)  # no money is put into it: no limit, no funding check
        more = [] if managed else [*check(invoice_id=invoice_id, at=at), *early(invoice_id=invoice_id)]
        judged = assess(invoice_id=invoice_id, more=more, by=JUDGE, at=at)
        if judged.state == "held":
            ask(judged, at)
        elif judged.state == "accepted":
            offer_or_credit(invoice_id=invoice_id, at=at)
    return judged


def look_again_at_held(*, at: datetime) -> int:
    """Judge invoices anew that are held for want of room alone, once there is room for the whole; how many."""
    found = [invoice_id for invoice_id in held_only_for(ROOM) if has_room(invoice_id=invoice_id, at=at)]
    for invoice_id in found:
        judge(invoice_id=invoice_id, at=at)
    return len(found)
