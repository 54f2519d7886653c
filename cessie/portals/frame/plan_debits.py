"""Plans by direct debit, as client and staff see and choose it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.states import LIVE
from cessie.domain.mandates.debit_plan import debit_plan, leave_debit
from cessie.domain.mandates.serving import debits_of, serving
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit


def debited(row: Arrangement, invoice_ids: Collection[UUID], today: date) -> dict[str, Any]:
    """Under which mandate the instalments of a plan are fetched, or could be."""
    if row.kind != "plan" or row.state not in LIVE:
        return {}
    chosen = debits_of([row.pk]).get(row.pk)
    could = serving(client_id=row.client_id, debtor_id=row.debtor_id, invoice_ids=invoice_ids, on=today)
    return {"debited": chosen, "debit_by": None if chosen else could}


def _debit(visit: Visit, key: UUID, at: datetime) -> object:
    return debit_plan(arrangement_id=key, by=visit.viewer, at=at)


def _leave(visit: Visit, key: UUID, at: datetime) -> object:
    return leave_debit(arrangement_id=key, by=visit.viewer, at=at)


#: What may be done about it, and what is said then.
PLAN_DEBIT_ACTS: Final[Mapping[str, tuple[Callable[[Visit, UUID, datetime], object], str]]] = {
    "debit": (_debit, N_("Each instalment is collected on its day; the debtor is told before.")),
    "leave": (_leave, N_("The debtor pays the instalments himself. What is with the bank already still comes.")),
}
