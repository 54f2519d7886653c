"""Direct debit that waits for a person: mandates to confirm, batches nobody released, collections nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.arrangements.amounts import progress
from cessie.domain.mandates.models import Batch, Collection, Mandate, PlanDebit, TakenBack
from cessie.domain.mandates.rules.timing import is_pressing, last_moment
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.work.rules.clock import due_after, end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days after its day on which a collection that no statement shows is asked after.
ANSWER_DAYS = 2


def _unconfirmed(at: datetime) -> Iterator[Waiting]:
    said = N_("Mandate {reference} waits for a second person to compare it with its scan.")
    for row in Mandate.objects.filter(state="signed").order_by("registered_at"):
        yield Waiting(
            subject=("mandates.Mandate", str(row.pk)),
            reasons=(Reason("mandates.signed", said, {"reference": row.reference}),),
            due_at=due_after(row.registered_at, 8),
        )


def _unreleased(at: datetime) -> Iterator[Waiting]:
    said = N_("Batch {number} waits for its release by a second person.")
    first = N_("The clock prepared batch {number}: one person looks it through, another releases it.")
    for batch in Batch.objects.filter(state="draft").order_by("prepared_at"):
        words = said if batch.agreed_by or batch.prepared_by.startswith("user:") else first
        yield Waiting(
            subject=("mandates.Batch", str(batch.pk)),
            reasons=(Reason("mandates.draft", words, {"number": batch.number}),),
            due_at=due_after(batch.prepared_at, 2),
        )


def _unbatched(at: datetime) -> Iterator[Waiting]:
    """Proposed, and the bank's last hour is a day away or gone by."""
    said = N_("{amount} is to be collected on {day}: the bank takes it until {until}.")
    rows = Collection.objects.filter(state="proposed", collection_date__lte=booking_day(at) + timedelta(days=10))
    for row in rows.select_related("mandate__creditor", "invoice").order_by("collection_date", "pk")[:500]:
        hours = hours_of(row.mandate.creditor)
        until = last_moment(row.collection_date, hours)
        if is_pressing(row.collection_date, hours, at):
            amount = Money(row.amount_cents, row.currency)
            facts: dict[str, Fact] = {"amount": amount, "day": row.collection_date, "until": until}
            yield Waiting(
                subject=("mandates.Collection", str(row.pk)),
                reasons=(Reason("mandates.proposed", said, facts),),
                due_at=until,
                client_id=row.invoice.client_id,
            )


def _unanswered(at: datetime) -> Iterator[Waiting]:
    said = N_("{amount}, collected on {day}, shows on no statement and was not refused.")
    rows = Collection.objects.filter(state="instructed", collection_date__lt=booking_day(at))
    for row in rows.select_related("invoice", "batch").order_by("collection_date", "pk"):
        last = add_bank_days(row.collection_date, ANSWER_DAYS)
        if booking_day(at) > last:
            facts: dict[str, Fact] = {"amount": Money(row.amount_cents, row.currency), "day": row.collection_date}
            yield Waiting(
                subject=("mandates.Collection", str(row.pk)),
                reasons=(Reason("mandates.unanswered", said, facts),),
                due_at=end_of_desk(add_bank_days(last, 1)),
                client_id=row.invoice.client_id,
                evidence={"reference": row.end_to_end_id},
            )


def _uncollected(at: datetime) -> Iterator[Waiting]:
    """Instalments that should be told by now and that nobody proposed: the debtor counts on their being fetched."""
    said = N_("The instalment of {day} is to be collected, and is not: help the mandate, or ask the debtor to pay it.")
    running = PlanDebit.objects.filter(left_at__isnull=True, arrangement__state="running")
    debits = {row.arrangement_id: row for row in running.select_related("arrangement", "mandate__creditor")}
    fetched = set(
        Collection.objects.filter(instalment__arrangement__in=debits).values_list(
            "instalment__arrangement_id", "instalment__due_date"
        )
    )
    for key, figures in progress([row.arrangement for row in debits.values()]).items():
        told = booking_day(at) + timedelta(days=debits[key].mandate.creditor.notice_days)
        day = next((part.due for part in figures.to_come if (key, part.due) not in fetched), None)
        if day is not None and day <= told:
            yield Waiting(
                subject=("arrangements.Arrangement", str(key)),
                reasons=(Reason("mandates.uncollected", said, {"day": day}),),
                due_at=end_of_desk(day),
                client_id=debits[key].arrangement.client_id,
            )


def _untold(at: datetime) -> Iterator[Waiting]:
    """Revoked here, and its service said no, or was out of reach for a day: a debtor sees it as living there."""
    said = N_("{service} did not take it that mandate {reference} is revoked: {answer}")
    rows = TakenBack.objects.filter(told_at__isnull=True).select_related("mandate")
    for row in rows.order_by("asked_at", "pk"):
        if row.next_at is None or row.asked_at <= at - timedelta(days=1):
            facts: dict[str, Fact] = {
                "service": row.service, "reference": row.mandate.reference, "answer": row.answer or "–",
            }  # fmt: skip
            yield Waiting(
                subject=("mandates.Mandate", str(row.mandate_id)),
                reasons=(Reason("mandates.untold_back", said, facts),),
                due_at=due_after(row.asked_at, 8),
            )


WATCHES = (
    Watch("mandate.signed", _unconfirmed),
    Watch("collection.draft", _unreleased),
    Watch("collection.proposed", _unbatched),
    Watch("collection.unanswered", _unanswered),
    Watch("collection.instalment", _uncollected),
    Watch("mandate.untold", _untold),
)
