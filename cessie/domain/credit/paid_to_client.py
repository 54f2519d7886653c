"""The insurer paid an indemnity to the client who holds the policy: he owes it to the house (P26)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.claims import due, locked
from cessie.domain.credit.models import Claim
from cessie.domain.credit.rules.states import CLAIM
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


def paid_to_client(*, claim_id: UUID, note: str, by: Viewer, at: datetime) -> Claim:
    """Charge the client's account with what the insurer still owed on the claim, and close it; again changes nothing.

    Refused: as ``doubt``; a claim that is not accepted (``WrongState``), a policy that pays the house, and the person
    who noted the acceptance: another one says that the client was paid.
    """
    with transaction.atomic():
        claim = locked(claim_id, note, by)
        if claim.state == "paid":
            return claim
        state = CLAIM.after(claim.state, "pay")
        if claim.policy.client_id is None or claim.policy.loss_payee != "CLIENT":
            raise Refusal("credit.pays_house", N_("Under this policy the insurer pays the house."))
        if claim.decided_by == by.key:
            raise Refusal("credit.same_payer", N_("You noted the acceptance: another person says who was paid."))
        amount = due(claim)
        if amount:
            of = Dims(contract=claim.contract_id, client=claim.client_id, reference=claim.pk)
            event = Event(f"{claim.pk}/client", booking_day(at), text=claim.number)
            post([nonpayment.indemnity_to_client(event=event, amount=amount, of=of)], by=by.key, at=at)
        claim.state = state
        claim.save(update_fields=["state"])
        facts = {"amount": amount, "note": note.strip()}
        client_id = claim.client_id
        record(action="credit.paid_to_client", subject=claim, by=by, at=at, client_id=client_id, data=facts)
    return claim
