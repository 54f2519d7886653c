"""The instalments of a plan are fetched under the debtor's mandate; or are not any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import locked, require_owner
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.states import LIVE
from cessie.domain.audit.record import record
from cessie.domain.mandates.drop import put_aside
from cessie.domain.mandates.models import Collection, Mandate, PlanDebit
from cessie.domain.mandates.serving import serving
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def debit_plan(*, arrangement_id: UUID, by: Viewer, at: datetime) -> PlanDebit:
    """Each instalment is fetched on its day from now on, once, after the debtor was told of it. Again does nothing.

    By the debtor, or by client or staff with whom he agreed it. A mandate that he has just signed serves once it is
    compared. Locks the arrangement.
    Refused: another's (``NotFound``), no right (``NotAllowed``), no plan that lives, no mandate, an instalment above
    what the mandate allows at once.
    """
    made = locked(arrangement_id, by)
    if by.kind != "debtor":
        require_owner(made.client_id, by)
    known = PlanDebit.objects.filter(arrangement=made, left_at__isnull=True).first()
    if known is not None:
        return known
    if made.kind != "plan" or made.state not in LIVE:
        raise Refusal("mandates.no_plan", N_("Only a plan that runs or is asked for is paid by direct debit."))
    mandate = _mandate(made, at)
    row = PlanDebit.objects.create(arrangement=made, mandate=mandate, chosen_at=at, chosen_by=by.key)
    facts = {"mandate": mandate.reference, "debtor": str(made.debtor_id)}
    record(action="mandates.debit_plan", subject=made, by=by, at=at, client_id=made.client_id, data=facts)
    return row


@transaction.atomic
def leave_debit(*, arrangement_id: UUID, by: Viewer, at: datetime) -> None:
    """The debtor pays the instalments himself again; what lies in no file yet is not fetched. Again does nothing.

    Locks the arrangement, its collections. Refused: another's (``NotFound``), no right (``NotAllowed``).
    """
    made = locked(arrangement_id, by)
    if by.kind != "debtor":
        require_owner(made.client_id, by)
    if not PlanDebit.objects.filter(arrangement=made, left_at__isnull=True).update(left_at=at, left_by=by.key):
        return
    rows = Collection.objects.select_for_update(of=("self",)).filter(instalment__arrangement=made, state="proposed")
    for row in rows.order_by("pk"):
        put_aside(row, by=by, at=at)
    record(action="mandates.leave_debit", subject=made, by=by, at=at, client_id=made.client_id, data={})


def _mandate(made: Arrangement, at: datetime) -> Mandate:
    invoices = list(made.covers.values_list("invoice_id", flat=True))
    found = serving(client_id=made.client_id, debtor_id=made.debtor_id, invoice_ids=invoices, on=booking_day(at))
    if found is None:
        raise Refusal("mandates.none_serves", N_("There is no mandate under which these invoices may be collected."))
    highest = max(made.instalments.values_list("amount_cents", flat=True))
    if found.limit_cents is not None and highest > found.limit_cents:
        words = N_("An instalment of {amount} is more than the mandate allows at once: {limit}.")
        facts = {"amount": Money(highest, made.currency), "limit": Money(found.limit_cents, found.currency)}
        raise Refusal("mandates.instalment_limit", words, **facts)
    return found
