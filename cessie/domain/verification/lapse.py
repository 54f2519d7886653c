"""Whose day to answer is over: a proof that is missing holds its document, a debtor who is silent is asked after."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.find import find
from cessie.domain.verification.models import Enquiry, Item
from cessie.domain.verification.rules.states import ENQUIRY, PROOF
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason


def lapse(*, by: Viewer, at: datetime) -> int:
    """What was asked for until yesterday and did not come; how many documents and questions. Again does nothing."""
    by.require("verification.work")
    day = booking_day(at)
    items = Item.objects.filter(state="asked", sample__answer_by__lt=day)
    missing = sum(_miss(key, by, at) for key in items.order_by("pk").values_list("pk", flat=True))
    silent = Enquiry.objects.filter(state="asked", answer_by__lt=day).order_by("pk").values_list("pk", flat=True)
    return missing + sum(_silent(key, by, at) for key in silent)


@transaction.atomic
def _miss(item_id: UUID, by: Viewer, at: datetime) -> int:
    contract_id = Item.objects.values_list("sample__contract_id", flat=True).get(pk=item_id)
    lock(contract_id)
    row = Item.objects.select_for_update(of=("self",)).select_related("sample").get(pk=item_id)
    if row.state != "asked":
        return 0
    row.state = PROOF.after(row.state, "miss")
    row.save(update_fields=["state"])
    words = N_("No proof of {number} came until {day}.")
    reason = Reason("proof.missing", words, {"number": row.number, "day": row.sample.answer_by})
    find(
        contract_id=contract_id, rule="proof.missing", severity="hold", reason=reason, key=f"proof.missing:{row.pk}",
        debtor_id=row.debtor_id, number=row.number, item=row, by=by, at=at,
    )  # fmt: skip
    record(action="verification.miss", subject=row, by=by, at=at, client_id=row.client_id)
    return 1


@transaction.atomic
def _silent(enquiry_id: UUID, by: Viewer, at: datetime) -> int:
    row = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry_id)
    if row.state != "asked":
        return 0
    row.state = ENQUIRY.after(row.state, "lapse")
    row.save(update_fields=["state"])
    record(action="verification.lapse", subject=row, by=by, at=at, client_id=row.client_id)
    return 1
