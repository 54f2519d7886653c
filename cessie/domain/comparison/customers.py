"""A broker's customers: taken up, and forgotten with everything of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.models import Customer, Run
from cessie.domain.comparison.rights import own_broker, own_customer
from cessie.domain.comparison.rules.states import LIVE
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal

NAME_LIMIT: Final = 120  # characters


@transaction.atomic
def take_up(*, name: str, number: str, by: Viewer, at: datetime) -> Customer:
    """A company for which the broker compares; one of the same name is the same one.

    Refused: who is no broker (``NotFound``), no name or one that is too long.
    """
    broker, called = own_broker(by), " ".join(name.split())
    if not called or len(called) > NAME_LIMIT:
        raise Refusal("comparison.customer_name", N_("A customer needs a name of at most {most} characters."),
                      most=NAME_LIMIT)  # fmt: skip
    row, fresh = Customer.objects.get_or_create(
        broker=broker, name=called,
        defaults={"number": " ".join(number.split())[:NAME_LIMIT], "added_at": at, "added_by": by.key},
    )  # fmt: skip
    if fresh:
        record(action="comparison.customer", subject=row, by=by, at=at, data={})
    return row


@transaction.atomic
def forget(*, customer_id: UUID, by: Viewer, at: datetime) -> None:
    """Everything about a customer goes: ledgers, offers, comparisons, scores that the house was not shown. The files
    stay under their hash until their time is over, as the law of the house's books wants, and nobody finds them by this
    customer any more.

    Refused: not his (``NotFound``), a comparison that is still being worked on.
    """
    row = own_customer(by, customer_id, lock=True)
    if Run.objects.filter(customer=row, state__in=LIVE).exists():
        raise Refusal("comparison.still_runs", N_("A comparison is still running: cancel it first."))
    record(action="comparison.forget", subject=row, by=by, at=at, data={})
    Run.objects.filter(customer=row).delete()
    applicant = row.applicant
    row.delete()
    if applicant is not None and applicant.shown_at is None:
        applicant.delete()
