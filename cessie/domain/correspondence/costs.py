"""What sending cost, what came back, and how often each channel fails; by month, channel and client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from cessie.domain.correspondence.models import Batch, ChannelRecord, Message
from cessie.domain.correspondence.rules.means import CHANNELS, measured
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.money import Money

#: How far back own failures count.
MEMORY: Final = timedelta(days=365)
LEFT: Final = ("sent", "delivered", "bounced")
BACK: Final = ("failed", "bounced")


@dataclass(frozen=True, slots=True)
class Volume:
    """One month, channel and client (none: letters of the house over several): pieces that left, what they cost, how
    many came back or were refused."""

    month: date
    channel: str
    client_id: UUID | None
    client: str
    pieces: int
    cost: Money
    back: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Left:
    """What left on one day by a channel: so many pieces, and what they cost as far as it is known."""

    channel: str
    pieces: int
    cost: Money


def left_on(*, viewer: Viewer, client_id: UUID, day: date) -> tuple[Left, ...]:
    """What left the house for a client on a day (Brussels), by channel; nothing of who is not the viewer's."""
    begin = datetime.combine(day, time(), BRUSSELS)
    rows = _visible(viewer).filter(client_id=client_id, told_at__gte=begin, told_at__lt=begin + timedelta(days=1))
    found = rows.values_list("channel").annotate(Count("pk"), Sum("price_cents")).order_by("channel")
    return tuple(Left(channel, pieces, Money(cents or 0)) for channel, pieces, cents in found)


def volumes(*, viewer: Viewer, since: date, until: date, client_id: UUID | None = None) -> Iterator[Volume]:
    """By month, newest first, of one client or all; a client sees its own, others than staff and clients nothing."""
    rows = _visible(viewer).filter(written_at__date__gte=since, written_at__date__lte=until)
    rows = rows.filter(client_id=client_id) if client_id is not None else rows
    found = (
        rows.filter(state__in=(*LEFT, *BACK))
        .annotate(month=TruncMonth("written_at", tzinfo=BRUSSELS))
        .values("month", "channel", "client_id", "client__company__name")
        .annotate(
            left=Count("pk", filter=Q(state__in=LEFT)),
            cents=Sum("price_cents", filter=Q(state__in=LEFT)),
            back=Count("pk", filter=Q(state__in=BACK)),
            unpriced=Count("pk", filter=Q(state__in=LEFT, price_cents__isnull=True)),
        )
        .order_by("-month", "channel", "client__company__name", "client_id")
    )
    for row in found:
        yield Volume(
            row["month"].date(), row["channel"], row["client_id"], row["client__company__name"] or "", row["left"],
            Money(row["cents"] or 0), row["back"], row["unpriced"],
        )  # fmt: skip


def set_up(*, viewer: Viewer, since: date, until: date) -> Mapping[str, Money]:
    """What batches cost besides their letters, by channel; it belongs to no client. The staff's alone."""
    rows = Batch.objects.filter(laid_at__date__gte=since, laid_at__date__lte=until) if viewer.sees_all else None
    found = rows.values_list("channel").annotate(Sum("setup_cents")).order_by("channel") if rows is not None else ()
    return {channel: Money(cents) for channel, cents in found if cents}


def count_failures(*, at: datetime) -> None:
    """Count anew how often each channel failed in the last year; once a booking day is enough, again does nothing."""
    newest = ChannelRecord.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
    if newest is not None and booking_day(newest) >= booking_day(at):
        return
    done = Message.objects.filter(written_at__gte=at - MEMORY, state__in=(*LEFT, "failed"), channel__in=CHANNELS)
    back = Count("pk", filter=Q(state__in=BACK))
    found = done.values_list("channel").annotate(all=Count("pk"), back=back).order_by()
    own = {channel: (sent, failed) for channel, sent, failed in found}
    for channel in CHANNELS:
        sent, failed = own.get(channel, (0, 0))
        facts = {"sent": sent, "failed": failed, "counted_at": at}
        ChannelRecord.objects.update_or_create(channel=channel, defaults=facts)


def failures() -> dict[str, int]:
    """How many of 10,000 messages fail by channel: the house's own figures, pulled towards the assumption."""
    own = {channel: (sent, failed) for channel, sent, failed in ChannelRecord.objects.values_list(
        "channel", "sent", "failed")}  # fmt: skip
    return {c: measured(c, sent=own.get(c, (0, 0))[0], failed=own.get(c, (0, 0))[1]) for c in CHANNELS}


def _visible(viewer: Viewer) -> QuerySet[Message]:
    rows = Message.objects.exclude(channel="")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)
