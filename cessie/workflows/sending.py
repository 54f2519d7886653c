"""What is written leaves: mails by the house's server as soon as they may, letters in the batch of the day."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from cessie.connectors.channels import Channel
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.channels.post.folder import PostFolder
from cessie.connectors.errors import AuthFailed, ConnectorError, OutcomeUnknown
from cessie.domain.correspondence.begin import begin
from cessie.domain.correspondence.end import Outcome, end
from cessie.domain.correspondence.keep import keep
from cessie.domain.correspondence.lay import gather, lay, waiting_letters
from cessie.domain.correspondence.lose import lose
from cessie.domain.correspondence.queries import mails_to_send
from cessie.domain.payments.halt import standstill
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows import chasing
from cessie.workflows.notifying import may_follow, still_tells

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails a server accepted, letters were laid ready, and messages nobody knows anything of any more."""

    mails: int = 0
    letters: int = 0
    lost: int = 0


def mail_server() -> Smtp | None:
    """The house's mail server, where it has one."""
    return Smtp(settings.SMTP_URL) if settings.SMTP_URL else None


def run(*, by: Viewer, now: Callable[[], datetime], mail: Channel | None = None, post: Channel | None = None) -> Sent:
    """One turn: what was lost is named, mails leave one by one, letters together when their time has come.

    Run twice, also at once, it sends nothing twice. While payments stand still (after a restore) nothing leaves: what
    was sent after the backup must not go out again. ``AuthFailed``: the mail server lets nobody in; what waits, waits.
    """
    lost = lose(by=by, at=now())
    if standstill() is not None:
        return Sent(lost=lost)
    letters = lay_letters(by=by, at=now(), post=post)
    mails = send_mails(mails_to_send(at=now()), by=by, now=now, mail=mail)
    return Sent(mails, letters, lost)


def send_mails(
    message_ids: Sequence[UUID], *, by: Viewer, now: Callable[[], datetime], mail: Channel | None = None
) -> int:
    """Hand these over, each in its own transactions; how many were accepted."""
    channel = mail or mail_server()
    return sum(_send(key, channel, by, now) for key in message_ids) if channel is not None else 0


def _send(message_id: UUID, channel: Channel, by: Viewer, now: Callable[[], datetime]) -> bool:
    """Kept, begun, handed over, noted: four steps, each of which may be the last one of this process."""
    if not _still(message_id, by, now()):
        return False
    try:
        keep(message_id=message_id, by=by, at=now())
    except ConnectorError:
        log.exception("mail cannot be written", extra={"letter": str(message_id)})
        return False
    begun = begin(message_id=message_id, by=by, at=now())
    if begun is None:
        return False
    try:
        outcome = Outcome("accepted", channel.deliver(begun.name, [begun.piece]))
    except AuthFailed as no:
        _end(message_id, Outcome("later", str(no)), by, now())
        raise
    except OutcomeUnknown as no:
        outcome = Outcome("unknown", str(no))
    except ConnectorError as no:
        outcome = Outcome("later" if no.retryable else "refused", str(no))
    _end(message_id, outcome, by, now())
    return outcome.kind == "accepted"


def _still(message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Whether a message may still leave, asked in the last moment."""
    return still_tells(message_id, by=by, at=at) and chasing.still(message_id, by=by, at=at)


def _end(message_id: UUID, outcome: Outcome, by: Viewer, at: datetime) -> None:
    end(message_id=message_id, outcome=outcome, follow=may_follow(message_id, by=by, at=at), by=by, at=at)


def lay_letters(*, by: Viewer, at: datetime, now: bool = False, post: Channel | None = None) -> int:
    """Lay the batch of the day ready, or one that was begun (``now``: before its hour too); how many letters."""
    due = [key for key in waiting_letters(at=at, now=now) if _still(key, by, at)]
    for message_id in due:
        keep(message_id=message_id, by=by, at=at)
    batch = gather(message_ids=due, by=by, at=at)
    if batch is None:
        return 0
    channel = post or PostFolder(settings.POST_FOLDER)
    return lay(batch_id=batch.batch_id, words=channel.deliver(batch.name, batch.pieces), by=by, at=at)
