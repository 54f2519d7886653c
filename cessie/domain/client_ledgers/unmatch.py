"""The client takes back what he said his money was for."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.debtors import may_send
from cessie.domain.client_ledgers.match import match_key
from cessie.domain.client_ledgers.models import Match
from cessie.domain.client_ledgers.rules.states import LETTRAGE
from cessie.domain.contracts.queries import lock
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.release import former_releases
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: What a match on an account of the house may have booked, the last first.
_BOOKED: Final = ("P21 not_bought_credited", "P34f held_not_bought", "P34f held_match")


@transaction.atomic
def unmatch(*, match_id: UUID, by: Viewer, at: datetime) -> Match:
    """Undo one match (with its posting, where there is one); again gives the same. Lock: the contract.

    Refused: no right or not his (``NotFound``), one that a ledger in force counts or whose money is on its way, one on
    which the holdback of an invoice was released, or whose money was the client's (P21) and is paid out.
    """
    found = Match.objects.select_related("receipt").filter(pk=match_id).first()
    if found is None or not by.sees_client(found.receipt.client_id):
        raise NotFound("ledgers.unknown_match", N_("There is no such match."))
    may_send(found.receipt.client_id, by)
    contract = lock(found.contract_id)
    row = Match.objects.select_for_update(of=("self",)).select_related("receipt__dedicated__account").get(pk=match_id)
    if row.state == "undone":
        return row
    if row.counted_id is not None:
        raise Refusal("ledgers.counted", N_("A ledger in force counts this match: it cannot be undone any more."))
    if row.sweep_id is not None:
        raise Refusal("ledgers.swept", N_("This money is on its way to the house: the match cannot be undone."))
    at_once = row.invoice_id is not None and row.receipt.dedicated.account.is_ours
    if at_once and former_releases(ledger.bookings(invoice=row.invoice_id)):
        words = N_("What was held back of {number} was released since: the house decides.")
        raise Refusal("ledgers.released", words, number=row.number)
    if at_once and not _was_bought(row) and Money(row.amount_cents) > free_credit(row.contract_id, row.currency):
        words = N_("The money for {number} left the client's account since: the house decides.")
        raise Refusal("ledgers.paid_out", words, number=row.number)
    row.state, row.undone_at, row.undone_by = LETTRAGE.after(row.state, "undo"), at, by.key
    row.save(update_fields=["state", "undone_at", "undone_by"])
    if row.receipt.dedicated.account.is_ours:
        entries = [entry for rule in _BOOKED if (entry := ledger.entry_id(f"{rule} {match_key(row)}")) is not None]
        booked = ledger.bookings(entry_ids=entries) if entries else ()
        day = booking_day(at)
        post([reversal(each, booking_date=day, text=row.number) for each in booked], by=by.key, at=at)
    record(action="ledgers.unmatch", subject=contract, by=by, at=at, client_id=contract.client_id)
    return row


def _was_bought(row: Match) -> bool:
    return ledger.entry_id(f"P34f held_not_bought {match_key(row)}") is None
