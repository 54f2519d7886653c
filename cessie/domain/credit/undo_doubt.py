"""The debtor is good after all: the invoice is no longer doubtful (reversal of P22)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.claims import LIVE
from cessie.domain.credit.losses import locked
from cessie.domain.credit.models import Claim
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.post import post
from cessie.ledger.queries import Booking
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def undo_doubt(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Money:
    """Reverse it, how much; again does nothing.

    Refused as ``doubt``; while a claim stands, and once part of it was paid or written off.
    """
    with transaction.atomic():
        invoice = locked(invoice_id, note, by)
        if Claim.objects.filter(invoice_id=invoice_id, state__in=LIVE).exists():
            raise Refusal("credit.claim_open", N_("A claim on the insurer stands on this invoice."))
        entries = _standing(invoice_id, ledger.bookings(invoice=invoice_id))
        total = Money.total((entry.lines[0].amount for entry in entries), invoice.face.currency)
        if total > ledger.balance("1110", Dims(invoice=invoice_id), currency=invoice.face.currency):
            raise Refusal("credit.doubt_moved", N_("Part of it was paid or written off since: nothing is undone."))
        if entries:
            day = booking_day(at)
            post([reversal(entry, booking_date=day, text=note.strip()) for entry in entries], by=by.key, at=at)
            record(
                action="credit.undo_doubt",
                subject=("invoices.Invoice", str(invoice_id)),
                by=by,
                at=at,
                client_id=invoice.client_id,
                data={"amount": total},
            )
    return total


def _standing(invoice_id: UUID, booked: tuple[Booking, ...]) -> list[Booking]:
    """Only what was moved by a person's word: a write-off has a doubt of its own."""
    undone, ours = {entry.reverses for entry in booked}, f"P22 doubtful {invoice_id}/"
    return [entry for entry in booked if entry.key.startswith(ours) and entry.entry_id not in undone]
