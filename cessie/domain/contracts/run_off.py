"""What becomes of a contract that ends: its last day passes, what is open is settled, nothing is left."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock
from cessie.domain.contracts.rules.states import CONTRACT
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.receivables import left_on
from cessie.lib.days import booking_day


@transaction.atomic
def run_off(*, contract_id: UUID, by: Viewer, at: datetime) -> Contract:
    """Bring a contract to where it stands; again changes nothing. Locks the contract.

    Ending becomes run-off once the last day is over; run-off becomes closed once the books have nothing on any account
    of the contract (funds in use, holdback, fund, current account, interest); closed is run-off again if they have.
    """
    by.require("contracts.amend")
    contract = lock(contract_id)
    before, today = contract.state, booking_day(at)
    left = left_on([contract_id], currency=contract.currency)[contract_id]
    if contract.state == "ending" and contract.ended_date is not None and contract.ended_date <= today:
        contract.state = CONTRACT.after(contract.state, "end")
    if contract.state == "run_off" and not left:
        contract.state, contract.closed_date = CONTRACT.after(contract.state, "close"), today
    elif contract.state == "closed" and left:
        contract.state, contract.closed_date = CONTRACT.after(contract.state, "reopen"), None
    if contract.state != before:
        contract.save(update_fields=["state", "closed_date"])
        facts = {"before": before, "after": contract.state}
        record(action="contracts.run_off", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return contract
