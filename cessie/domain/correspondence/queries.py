"""Questions about messages: the staff sees all, a client those to its own debtors, others none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.correspondence.models import Batch, Message, Writing
from cessie.domain.correspondence.outlets import AT_ONCE
from cessie.domain.correspondence.rules.papers.notice import Notice
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: So long a carrier is asked what became of a message.
ASKED: Final = timedelta(days=30)
#: By which the list may be sorted; the key stands behind, so that no row wanders between pages.
SORTS: Final = {
    "written": ("written_at", "id"),
    "debtor": ("debtor__company__sort_name", "id"),
    "client": ("client__company__sort_name", "id"),
    "told": ("told_at", "id"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """That a debtor was told, as his supplier may know it: when, by which channel, and of which account."""

    message_id: UUID
    written_at: datetime
    told_at: datetime | None
    channel: str
    state: str
    iban: str
    reference: str


def messages(
    *, viewer: Viewer, text: str = "", states: Collection[str] = (), sort: str = "-written"
) -> QuerySet[Message]:
    """Messages to debtors; ``text`` in the names of debtor or client, or in the reference."""
    rows = Message.objects.select_related("client__company", "debtor__company", "batch")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if states:
        rows = rows.filter(state__in=states)
    if text.strip():
        plain = sort_name(text)
        named = Q(debtor__company__sort_name__contains=plain) | Q(client__company__sort_name__contains=plain)
        rows = rows.filter((named if plain else Q()) | Q(reference__icontains=text.strip()))
    order = SORTS.get(sort.removeprefix("-"), SORTS["written"])
    return rows.order_by(*(f"-{name}" for name in order) if sort.startswith("-") else order)


def message(*, viewer: Viewer, message_id: UUID) -> Message:
    """One message, or ``NotFound`` where it is not the viewer's."""
    row = messages(viewer=viewer).filter(pk=message_id).first()
    if row is None:
        raise NotFound("letter.unknown", N_("There is no such letter."))
    return row


def to_debtor(*, viewer: Viewer, debtor_id: UUID, client_id: UUID | None = None, number: str = "") -> QuerySet[Message]:
    """What was written to him, newest first, with carriers' papers; ``number``: only what is about this invoice."""
    rows = messages(viewer=viewer).filter(debtor_id=debtor_id).prefetch_related("evidence")
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if number:
        named = Q(says__items__contains=[[number]]) | Q(says__invoice_number=number) | Q(says__number=number)
        rows = rows.filter(named | Q(kind=Notice.kind))  # a notice is about all that he owes this client
    return rows


def chain(*, viewer: Viewer, of: Message) -> QuerySet[Message]:
    """Every message of the same notice, oldest first: the first one and what followed on it."""
    first = of.first_id or of.pk
    return messages(viewer=viewer, sort="written").filter(Q(pk=first) | Q(first_id=first))


def told(*, viewer: Viewer, client_id: UUID, debtor_id: UUID) -> tuple[Told, ...]:
    """What this debtor was told about this client's invoices, oldest first; only what left, or is about to."""
    rows = messages(viewer=viewer, sort="written").filter(client_id=client_id, debtor_id=debtor_id)
    rows = rows.filter(kind=Notice.kind)
    return tuple(
        Told(row.pk, row.written_at, row.told_at, row.channel, row.state, row.iban, row.reference)
        for row in rows.exclude(state__in=("failed", "bounced", "dropped"))
    )


def told_accounts(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], tuple[str, str]]:
    """The account that each (contract, debtor) was written to about last, and that letter's reference; for jobs."""
    rows = Message.objects.filter(about__in={pair[0] for pair in pairs}, debtor_id__in={pair[1] for pair in pairs})
    rows = rows.filter(kind=Notice.kind).exclude(state="dropped").order_by("written_at", "pk")
    found = rows.values_list("about", "debtor_id", "iban", "reference")
    wanted = set(pairs)
    return {
        (about, who): (iban, reference) for about, who, iban, reference in found if about and (about, who) in wanted
    }


def ready_to_leave(*, at: datetime, limit: int = 200) -> tuple[UUID, ...]:
    """Messages of the channels that hand over at once whose time has come, oldest first; for jobs."""
    rows = Message.objects.filter(state="queued", channel__in=AT_ONCE, next_at__lte=at).order_by("next_at", "pk")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def channels_of(message_ids: Collection[UUID]) -> tuple[tuple[UUID, str], ...]:
    """By which channel each of these is to leave, in their order; for jobs."""
    found = dict(Message.objects.filter(pk__in=message_ids).values_list("pk", "channel"))
    return tuple((key, found[key]) for key in message_ids if key in found)


def to_ask_about(*, at: datetime, channel: str, limit: int = 100) -> tuple[str, ...]:
    """The carrier's numbers of what he took and has not ended, whose time to be asked about has come; for jobs."""
    rows = Message.objects.filter(state="sent", channel=channel, next_at__lte=at, told_at__gte=at - ASKED)
    rows = rows.filter(attempts__outcome="accepted").order_by("next_at", "pk")
    return tuple(rows.values_list("attempts__answer", flat=True)[:limit])


def batches(*, viewer: Viewer, waiting: bool = False) -> QuerySet[Batch]:
    """Batches of letters, newest first; ``waiting``: only those that the post has not taken yet. The staff's alone."""
    rows = Batch.objects.order_by("-begun_at", "-pk") if viewer.sees_all else Batch.objects.none()
    return rows.filter(posted_at__isnull=True, laid_at__isnull=False) if waiting else rows


def writing(*, viewer: Viewer, debtor_id: UUID) -> Writing:
    """How a debtor is written to; an empty one where nothing was noted. The staff's alone (``NotFound``)."""
    if not viewer.sees_all:
        raise NotFound("letter.unknown", N_("There is no such letter."))
    return Writing.objects.filter(pk=debtor_id).first() or Writing(debtor_id=debtor_id)
