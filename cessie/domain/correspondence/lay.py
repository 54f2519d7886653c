"""Lay the letters of the day ready for the post, as one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cessie.connectors.channels import Piece
from cessie.domain.audit.record import record
from cessie.domain.correspondence.begin import note_attempt, piece_of
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Batch, Message
from cessie.domain.correspondence.outlets import TOGETHER
from cessie.domain.correspondence.rules.post import MANY, MOST, is_due
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day


@dataclass(frozen=True, slots=True)
class Gathered:
    """A batch that is to be laid now under its name."""

    batch_id: UUID
    name: str
    pieces: tuple[Piece, ...]


def waiting_letters(*, at: datetime, channel: str = "", now: bool = False) -> list[UUID]:
    """Letters whose time has come (``now``: all that wait) by a channel of paper, or by all of them, oldest first; as
    many as one batch takes."""
    ways = (channel,) if channel else TOGETHER
    rows = Message.objects.filter(state="queued", channel__in=ways, next_at__lte=at).order_by("written_at", "pk")
    most = MOST if channel == "post" else MANY
    return [key for key, queued in rows.values_list("pk", "written_at") if now or is_due(queued, at=at)][:most]


def gather(
    *, message_ids: Sequence[UUID], by: Viewer, at: datetime, channel: str = "post", setup_cents: int = 0
) -> Gathered | None:
    """The batch of a channel that was begun and not laid, else a new one of these kept letters; None where there is
    none to lay. ``setup_cents``: what a new one costs besides its letters."""
    try:
        with transaction.atomic():
            open_ = Batch.objects.select_for_update(of=("self",)).filter(laid_at__isnull=True, channel=channel).first()
            batch = open_ or _new(message_ids, channel, setup_cents, by, at)
    except IntegrityError:
        return None  # another began one at the same moment
    if batch is None:
        return None
    letters = batch.messages.order_by("written_at", "pk")
    return Gathered(batch.pk, batch.name, tuple(piece_of(message) for message in letters))


def _new(message_ids: Sequence[UUID], channel: str, setup_cents: int, by: Viewer, at: datetime) -> Batch | None:
    rows = [locked(key) for key in sorted(message_ids)]
    rows = [row for row in rows if row.state == "queued" and row.channel == channel and row.document_id is not None]
    if not rows:
        return None
    day = f"{booking_day(at):%Y%m%d}" if channel == "post" else f"{at.astimezone(UTC):%Y%m%dT%H%M%S}"
    number = Batch.objects.filter(name__startswith=f"{day}-").count() + 1
    batch = Batch.objects.create(name=f"{day}-{number:03d}", channel=channel, setup_cents=setup_cents, begun_at=at)
    for message in rows:
        note_attempt(message, at)
        message.batch, message.sending_at = batch, at
        move(message, "begin", by=by, at=at)
    return batch


@transaction.atomic
def lay(*, batch_id: UUID, words: str, by: Viewer, at: datetime) -> int:
    """Note that the whole batch lies ready, where ``words`` says; how many letters. Again changes nothing."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.laid_at is not None:
        return 0
    batch.laid_at = at
    batch.save(update_fields=["laid_at"])
    count = 0
    for key in batch.messages.order_by("pk").values_list("pk", flat=True):
        message = locked(key)
        message.attempts.filter(ended_at__isnull=True).update(ended_at=at, outcome="laid", answer=words)
        message.sending_at = None
        move(message, "lay", by=by, at=at)
        count += 1
    record(action="correspondence.lay_batch", subject=batch, by=by, at=at, data={"batch": batch.name, "letters": count})
    return count
