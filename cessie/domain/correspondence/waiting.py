"""Messages that wait for a person: no address, no certainty, a batch for the post, a mail that does not leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.correspondence.models import Batch, Message, Note, Outgoing
from cessie.domain.correspondence.outlets import reports
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day, day_begins
from cessie.lib.reasons import N_, Reason

#: A message that is ready to leave leaves within this time, or somebody must look why not.
SOON = timedelta(days=1)
#: How long one that would have named the house in confidence is shown to a person.
LOOKED_AT = timedelta(days=14)


def _wait(message: Message, since: datetime, reason: Reason, hours: int) -> Waiting:
    return Waiting(
        subject=("correspondence.Message", str(message.pk)),
        reasons=(reason,),
        due_at=due_after(since, hours),
        client_id=message.client_id,
        evidence={"reference": message.reference, "name": message.recipient.get("name", "")},
    )


def _unaddressed(at: datetime) -> Iterator[Waiting]:
    for message in Message.objects.filter(state="draft").order_by("written_at"):
        yield _wait(message, message.written_at, Reason.from_json(message.chosen_for), 8)


def _unsure(at: datetime) -> Iterator[Waiting]:
    for message in Message.objects.filter(state="unsure").order_by("written_at"):
        if message.trouble is not None:
            yield _wait(message, message.written_at, Reason.from_json(message.trouble), 4)


def _to_post(at: datetime) -> Iterator[Waiting]:
    said = N_("The letters of batch {batch} lie ready: bring them to the post, and say so here.")
    for batch in Batch.objects.filter(laid_at__isnull=False, posted_at__isnull=True).order_by("laid_at"):
        if reports(batch.channel):
            continue
        yield Waiting(
            subject=("correspondence.Batch", str(batch.pk)),
            reasons=(Reason("letter.to_post", said, {"batch": batch.name}),),
            due_at=due_after(batch.laid_at or at, 4),
        )


def _unreported(at: datetime) -> Iterator[Waiting]:
    said = N_("The print partner has not reported on batch {batch}: ask him what became of it.")
    rows = Batch.objects.filter(laid_at__isnull=False, posted_at__isnull=True, messages__state="to_post")
    for batch in rows.distinct().order_by("laid_at"):
        if batch.laid_at is not None and reports(batch.channel) and at >= _report_due(batch.laid_at):
            yield Waiting(
                subject=("correspondence.Batch", str(batch.pk)),
                reasons=(Reason("letter.no_report", said, {"batch": batch.name}),),
                due_at=due_after(at, 4),
            )


def _report_due(laid_at: datetime) -> datetime:
    """A report that is not there after one working day is missing."""
    return day_begins(add_bank_days(booking_day(laid_at), 2))


def _unsent(at: datetime) -> Iterator[Waiting]:
    said = N_("Letter {reference} has been ready for a day and has not left.")
    for message in Message.objects.filter(state="queued", next_at__lte=at - SOON).order_by("next_at"):
        yield _wait(message, message.next_at, Reason("letter.unsent", said, {"reference": message.reference}), 17)


def _leaked(at: datetime) -> Iterator[Waiting]:
    """What would have named the house in confidence stayed here: whoever is written to so goes without it until
    somebody mends what named it."""
    rows = Message.objects.filter(state="dropped", trouble__code="letter.leak", written_at__gte=at - LOOKED_AT)
    for message in rows.order_by("written_at"):
        yield _wait(message, message.written_at, Reason.from_json(message.trouble or {}), 8)


def _answered(at: datetime) -> Iterator[Waiting]:
    """What somebody wrote and nobody has read; what came back; what nobody knows whose it is."""
    said = {
        "answer": N_("A debtor has written: read it, and answer."),
        "bounce": N_("A mail did not arrive: see which, and how he is reached."),
        "response": N_("An answer from the network cannot be read, or is of no invoice of ours: look at it."),
        "UQ": N_("The buyer questions invoice {number}: see why, answer him, or note it as contested."),
        "CA": N_("The buyer accepts invoice {number} on conditions only: see which, or note it as contested."),
        "RE": N_("The buyer refuses invoice {number}: see why; it may want a credit note or a dispute."),
    }
    for note in Note.objects.filter(read_at__isnull=True).order_by("at"):
        code = str(note.response.get("code", "")) if note.message_id is not None else ""
        words = said.get(code, said.get(note.kind, said["answer"]))
        yield Waiting(
            subject=("correspondence.Note", str(note.pk)),
            reasons=(Reason(f"letter.note_{note.kind}", words, {"number": note.invoice_number or "-"}),),
            due_at=due_after(note.at, 8),
            client_id=note.client_id,
            evidence={"name": note.writer},
        )


def _invoices(at: datetime) -> Iterator[Waiting]:
    """Invoices that are to be sent and cannot leave."""
    for row in Outgoing.objects.filter(message__isnull=True).exclude(trouble=[]).order_by("asked_at"):
        yield Waiting(
            subject=("correspondence.Outgoing", str(row.pk)),
            reasons=tuple(Reason.from_json(reason) for reason in row.trouble),
            due_at=due_after(row.asked_at, 8),
            client_id=row.client_id,
        )


WATCHES = (
    Watch("letter.invoice_held", _invoices),
    Watch("letter.no_address", _unaddressed),
    Watch("letter.unsure", _unsure),
    Watch("letter.to_post", _to_post),
    Watch("letter.unsent", _unsent),
    Watch("letter.leak", _leaked),
    Watch("letter.answer", _answered),
    Watch("letter.no_report", _unreported),
)
