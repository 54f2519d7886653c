"""A second person agrees that a contract ends, or goes on after all; or declines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract, Ending
from cessie.domain.contracts.propose_end import require_day, require_not_over
from cessie.domain.contracts.queries import lock
from cessie.domain.contracts.rules.states import CONTRACT, ENDING
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def decide_end(*, ending_id: UUID, event: Literal["agree", "decline"], by: Viewer, at: datetime) -> Ending:
    """Agree (another person than who proposed it), so that the contract has its last day or has none again; or
    decline (he too). The same decision again changes nothing. Locks: the contract, the proposal.

    Refused: no right or no person (``NotAllowed``), an unknown proposal (``NotFound``), the same person, one that was
    decided otherwise (``WrongState``), a day that is too early by now or over, a client who has a new contract.
    """
    by.require("contracts.end")
    known = Ending.objects.filter(pk=ending_id).values_list("contract_id", flat=True).first()
    if known is None:
        raise NotFound("contracts.no_ending", N_("There is no such proposal."))
    contract = lock(known)
    row = Ending.objects.select_for_update(of=("self",)).get(pk=ending_id)
    if row.state == ENDING.moves["proposed", event]:
        return row
    row.state, row.decided_at, row.decided_by = ENDING.after(row.state, event), at, by.key
    if event == "agree":
        if row.proposed_by == by.key:
            raise Refusal("contracts.same_person", N_("You proposed it yourself: another person must agree."))
        _carry_out(contract, row, at)
    row.save(update_fields=["state", "decided_at", "decided_by"])
    facts = {"ending": row.pk, "last_day": row.last_day}
    action = f"contracts.{event}_{row.act}"
    record(action=action, subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


def _carry_out(contract: Contract, wish: Ending, at: datetime) -> None:
    today = booking_day(at)
    if wish.act == "end":
        contract.state = CONTRACT.after(contract.state, "give_notice")
        require_day(contract, wish, today)
        contract.ended_date = (wish.last_day or today) + timedelta(days=1)
    else:
        contract.state = CONTRACT.after(contract.state, "go_on")
        require_not_over(contract, today)
        if Contract.objects.filter(client=contract.client_id, ended_date__isnull=True).exists():
            words = N_("This client has a new contract by now: the old one cannot go on.")
            raise Refusal("contracts.replaced", words)
        contract.ended_date = None
    contract.save(update_fields=["state", "ended_date"])
