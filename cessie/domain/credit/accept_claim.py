"""The insurer accepts a claim: indemnity (P23), VAT relief (P24), own risk written off (P25); of lines of a ledger what
is not covered goes back to the client as far as he bears it (P15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.claims import SHARES, locked, loss_of, move, share, waiting_key
from cessie.domain.credit.models import Claim
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment, purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.insurance import Loss


class SamePerson(Refusal):
    """He filed the claim himself; another person notes what the insurer decided."""


def accept_claim(
    *, claim_id: UUID, granted: Money | None = None, relief: bool = True, note: str, by: Viewer, at: datetime
) -> Loss:
    """Note that the insurer accepts, and book who bears what; whoever filed the claim may not.

    ``granted``: what he grants where it is not what the policy says; the rest is own risk. ``relief``: whether the VAT
    may be reclaimed. Again gives the same shares. Refused: as ``doubt``, a claim that was refused or withdrawn
    (``WrongState``), more granted than is open, one's own claim (``SamePerson``).
    """
    with transaction.atomic():
        claim = locked(claim_id, note, by)
        if claim.state in ("accepted", "paid"):
            return loss_of(claim)
        if claim.filed_by == by.key:
            raise SamePerson("credit.same_person", N_("You filed this claim: another person notes the decision."))
        loss = share(claim, relief=relief, granted=granted)
        if loss.own_risk.cents < 0:
            raise Refusal("credit.granted_too_much", N_("{granted} is more than is open."), granted=loss.indemnity)
        move(claim, "accept", note, by, at)
        post(_entries(claim, loss, at), by=by.key, at=at)
        facts = {"indemnity": loss.indemnity, "vat_relief": loss.vat_relief, "own_risk": loss.own_risk}
        if loss.charged:
            facts["charged"] = loss.charged
        record(action="credit.accept_claim", subject=claim, by=by, at=at, client_id=claim.client_id, data=facts)
        close(key=waiting_key(claim.pk), decision="accepted", by=by, at=at)
    return loss


def _entries(claim: Claim, loss: Loss, at: datetime) -> list[Entry]:
    """Each part that is above zero; an acceptance that was undone has keys of its own."""
    of, booked = claim.dims, ledger.bookings(invoice=claim.account)
    count = sum(f" {claim.pk}/" in entry.key and entry.rule in SHARES for entry in booked)
    event = Event(f"{claim.pk}/{count + 1}", booking_day(at), text=claim.number)
    entries = []
    if loss.indemnity:
        entries.append(nonpayment.accept_indemnity(event=event, amount=loss.indemnity, of=of))
    if loss.vat_relief:
        entries.append(nonpayment.relieve_vat(event=event, amount=loss.vat_relief, of=of))
    if loss.charged:
        entries.append(purchase.charge_back(event=event, amount=loss.charged, of=of, doubtful=True))
    if loss.own_risk:
        kept = -ledger.balance("1190", Dims(contract=claim.contract_id), currency=claim.currency)
        allowed = min(loss.own_risk, max(Money(0, claim.currency), kept))
        entries.append(nonpayment.write_off(event=event, amount=loss.own_risk, allowed=allowed, of=of))
    return entries
