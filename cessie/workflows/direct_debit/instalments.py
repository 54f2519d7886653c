"""Plans by direct debit: each instalment is proposed in time for its notice, and not missed while it is on its way."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.amounts import arranged
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.models import Arrangement, Instalment
from cessie.domain.arrangements.rules.instalments import Instalment as Part
from cessie.domain.mandates.debit_plan import debit_plan
from cessie.domain.mandates.models import Collection, PlanDebit
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.rules.states import ON_ITS_WAY
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.workflows.direct_debit.debiting import AHEAD

log = logging.getLogger(__name__)


@transaction.atomic
def plan_by_debit(
    *, invoice_ids: Sequence[UUID], parts: Sequence[Part], words: str, by: Viewer, at: datetime
) -> Arrangement:
    """Ask for a plan and have its instalments fetched: both, or neither. Refused as ``ask_plan`` and ``debit_plan``."""
    made = ask_plan(invoice_ids=invoice_ids, parts=parts, words=words, by=by, at=at)
    debit_plan(arrangement_id=made.pk, by=by, at=at)
    return made


def awaited() -> dict[UUID, date]:
    """Of each plan the day of the earliest instalment that is being fetched: until the bank has answered it is not
    missed. For ``arrangements.look``."""
    rows = Collection.objects.filter(instalment__isnull=False, state__in=sorted(ON_ITS_WAY))
    found: dict[UUID, date] = {}
    for plan, day in rows.values_list("instalment__arrangement_id", "instalment__due_date"):
        found[plan] = min(day, found.get(plan, day))
    return found


def propose_instalments(*, by: Viewer, at: datetime) -> int:
    """Propose what falls due soon of each running plan by direct debit, invoice by invoice, once; how many.

    Again does nothing. What was collected, refused or left before is not proposed again: it is missed, and what the
    plan says of that follows. Where a reason stands against it now, the desk is asked (``collection.instalment``).
    """
    count = 0
    running = PlanDebit.objects.filter(left_at__isnull=True, arrangement__state="running", mandate__state="active")
    for debit in running.select_related("arrangement", "mandate__creditor").order_by("pk"):
        for part, invoice_id in _due_soon(debit, booking_day(at)):
            count += _proposed(part, invoice_id, debit.mandate_id, by, at)
    return count


def _due_soon(debit: PlanDebit, today: date) -> Iterator[tuple[Instalment, UUID]]:
    """What of its instalments falls due soon and was never proposed, the earliest first."""
    until = today + timedelta(days=debit.mandate.creditor.notice_days) + AHEAD
    parts = {row.due_date: row for row in debit.arrangement.instalments.filter(due_date__lte=until)}
    before: dict[UUID, set[UUID]] = defaultdict(set)
    for row in Collection.objects.filter(instalment__in=parts.values()):
        if row.instalment_id is not None:
            before[row.instalment_id].add(row.invoice_id)
    due = arranged(list(debit.arrangement.covers.values_list("invoice_id", flat=True)))
    for day in sorted(parts):
        for invoice_id, held in due.items():
            if day in dict(held.due) and invoice_id not in before[parts[day].pk]:
                yield parts[day], invoice_id


def _proposed(part: Instalment, invoice_id: UUID, mandate_id: UUID, by: Viewer, at: datetime) -> bool:
    try:
        row = propose(
            invoice_id=invoice_id, mandate_id=mandate_id, notified_date=None, instalment_id=part.pk, by=by, at=at
        )
    except Refusal as no:
        log.info("instalment not proposed", extra={"instalment": str(part.pk), "code": no.code})
        return False
    return row.instalment_id == part.pk
