"""The bank did not carry out a sweep: what was matched is free for another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.models import Match, Sweep
from cessie.domain.client_ledgers.rules.states import SWEEP
from cessie.domain.client_ledgers.tasks import ask_about_refused
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason


@transaction.atomic
def refuse_sweep(*, sweep_id: UUID, reason: Reason, by: Viewer, at: datetime) -> Sweep:
    """End it with the bank's reason and ask a person; again gives the same. Locks: the contract, the sweep.

    Refused: no right, one that has arrived (``WrongState``): there the statement decides.
    """
    by.require("banking.import")
    contract = Sweep.objects.values_list("contract_id", flat=True).get(pk=sweep_id)
    lock(contract)
    row = Sweep.objects.select_related("contract").select_for_update(of=("self",)).get(pk=sweep_id)
    if row.state == "refused":
        return row
    row.state, row.refusal, row.ended_at = SWEEP.after(row.state, "refuse"), reason.to_json(), at
    row.save(update_fields=["state", "refusal", "ended_at"])
    Match.objects.filter(sweep=row).update(sweep=None)
    ask_about_refused(row, reason, by=by, at=at)
    facts = {"code": reason.code}
    record(action="ledgers.refuse_sweep", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row
