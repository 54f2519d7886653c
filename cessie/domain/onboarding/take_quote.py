"""What an accepted quote became is noted with it, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.quotes import no_quote
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


def required_accepted(quote_id: UUID, by: Viewer) -> Quote:
    """The quote under the lock of its company and its own, within the caller's transaction.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), one that the company did not accept.
    """
    by.require("onboarding.decide")
    found = Quote.objects.filter(pk=quote_id).first()
    if found is None:
        raise no_quote()
    own_applicant(by, found.applicant_id, lock=True)
    row = Quote.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=quote_id)
    if row.state != "accepted":
        raise Refusal("onboarding.quote_not_accepted", N_("The company has not accepted this quote."))
    return row


def note_contract(row: Quote, contract: Contract, *, by: Viewer, at: datetime) -> None:
    """It became this contract; for whoever holds its lock."""
    row.contract, row.taken_at, row.taken_by = contract, at, by.key
    row.save(update_fields=["contract", "taken_at", "taken_by"])
    facts = {"quote": str(row), "contract": contract.number}
    record(
        action="onboarding.quote_taken", subject=row.applicant, by=by, at=at, client_id=contract.client_id, data=facts
    )
