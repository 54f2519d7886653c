"""The desk lets the surcharge for a late payment be, before or after it was charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.purchase.balance import payable_now
from cessie.domain.purchase.hold_again import charged
from cessie.domain.purchase.models import Cession
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Waived:
    """``given_back`` (incl. VAT): what had been charged already; ``payable``: what the client may have paid out now."""

    invoice_id: UUID
    contract_id: UUID
    client_id: UUID
    number: str
    given_back: Money
    payable: Money


def waive(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Waived:
    """Charge nothing for the debtor's lateness on this invoice; reverse what was charged (P03). Again gives nothing.

    Locks: the contract, the cession. Refused: no right or no person (``NotAllowed``), no note, an invoice that was
    never bought (``NotFound``).
    """
    by.require("purchase.bend")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        found = Cession.objects.select_related("invoice").filter(invoice_id=invoice_id).first()
        if found is None:
            raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
        contract = lock_contract(found.contract_id)
        cession = Cession.objects.select_for_update(of=("self",)).get(invoice_id=invoice_id)
        entries = charged(ledger.bookings(invoice=invoice_id))
        if entries:
            day = booking_day(at)
            post([reversal(entry, booking_date=day, text=note.strip()) for entry in entries], by=by.key, at=at)
        given = Money.total((entry.lines[0].amount for entry in entries), contract.currency)
        if cession.waived_at is None:
            cession.waived_at, cession.waived_by, cession.waived_note = at, by.key, note.strip()
            cession.save(update_fields=["waived_at", "waived_by", "waived_note"])
            facts = {"invoice": str(invoice_id), "given_back": given}
            record(action="purchase.waive", subject=cession, by=by, at=at, client_id=contract.client_id, data=facts)
        payable = Money(0, contract.currency)
        if given:
            payable = payable_now(contract.pk, contract.currency, booking_day(at))
    return Waived(invoice_id, contract.pk, contract.client_id, found.invoice.number, given, payable)
