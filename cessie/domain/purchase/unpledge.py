"""A pledged invoice was paid: the pledge goes as far as it was; a payment that was none brings it back (P38)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.purchase.models import Pledge
from cessie.domain.purchase.pledged import open_pledge
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.ledger.rules.pledge import release_pledge
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def unpledge(*, invoice_id: UUID, amount: Money, match_id: UUID, by: Viewer, at: datetime) -> None:
    """Release ``amount`` of a pledge because the match ``match_id`` paid it; once for the match.

    Lock: the contract. Refused: an invoice that is not pledged (``NotFound``), more than is pledged of it.
    """
    by.require("purchase.release")
    row = Pledge.objects.select_related("invoice", "contract").filter(invoice_id=invoice_id).first()
    if row is None:
        raise NotFound("purchase.not_pledged", N_("This invoice is not pledged."))
    with transaction.atomic():
        contract = lock(row.contract_id)
        if ledger.entry_id(_key(match_id)) is not None:
            return
        still = open_pledge([invoice_id]).get(invoice_id, Money(0, contract.currency))
        if amount > still:
            words = N_("{amount} is more than the {open} that is pledged of {number}.")
            raise Refusal("purchase.over_pledged", words, amount=amount, open=still, number=row.invoice.number)
        of = Dims(contract.pk, contract.client_id, row.invoice.debtor_id, invoice_id)
        event = Event(f"match/{match_id}", booking_day(at), text=row.invoice.number)
        post([release_pledge(event=event, amount=amount, of=of)], by=by.key, at=at)
        facts = {"invoice": str(invoice_id), "amount": amount}
        record(action="purchase.unpledge", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)


def pledge_again(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> bool:
    """The match was undone: what it released is pledged again; whether there was anything. Again does nothing."""
    key = ledger.entry_id(_key(match_id))
    if key is None:
        return False
    (released,) = ledger.bookings(entry_ids=[key])
    contract, invoice = released.lines[0].dims.contract, released.lines[0].dims.invoice
    if contract is None or invoice is None:
        raise AssertionError("a pledge is of an invoice under a contract")
    with transaction.atomic():
        lock(contract)
        post([reversal(released, booking_date=booking_day(at), text=note)], by=by.key, at=at)
        pledged = Pledge.objects.get(invoice_id=invoice)
        record(action="purchase.pledge_again", subject=pledged, by=by, at=at, client_id=released.lines[0].dims.client)
    return True


def _key(match_id: UUID) -> str:
    return f"P38 pledge_released match/{match_id}"
