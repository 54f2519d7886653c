"""A contract on balances comes with a house that moves in: noted, so that its first ledger opens and buys nothing."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.models import Brought
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def bring(*, contract_id: UUID, on: date | None, by: Viewer, at: datetime) -> Brought | None:
    """Note it with the day of its balances, where that is known; of two days the earlier. Again changes nothing.

    None for a contract that had no balances on that day: its invoices come one by one. Lock: the contract. Refused: no
    right (``NotAllowed``), no such contract (``NotFound``).
    """
    by.require("house.import")
    contract = lock(contract_id)
    if terms_on(contract_id, max(on or contract.started_date, contract.started_date))[1].transmission != "BALANCE":
        return None
    row = Brought.objects.filter(contract=contract).first()
    if row is None:
        row = Brought(contract=contract, noted_at=at, noted_by=by.key)
    elif on is None or (row.on_date is not None and row.on_date <= on):
        return row
    row.on_date = on
    row.save()
    record(action="ledgers.bring", subject=row, by=by, at=at, client_id=contract.client_id, data={"on": on})
    return row
