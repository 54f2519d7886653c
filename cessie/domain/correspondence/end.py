"""Note what became of an attempt, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.retry import next_try
from cessie.domain.correspondence.write import write_again
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """``accepted`` by the server, ``later`` (nothing was handed over), ``refused`` for good, ``unknown`` to anybody.

    ``words`` are the server's, without anybody's address.
    """

    kind: Literal["accepted", "later", "refused", "unknown"]
    words: str


@transaction.atomic
def end(*, message_id: UUID, outcome: Outcome, follow: bool, by: Viewer, at: datetime) -> Message:
    """Close the open attempt of a mail. What a server refuses, or too often puts off, follows by post (``follow``:
    unless nobody may write to this debtor any more).

    A message that is not ``sending`` any more stays as it is: somebody was faster, or took it for lost.
    """
    message = locked(message_id)
    if message.state != "sending":
        return message
    message.attempts.filter(ended_at__isnull=True).update(ended_at=at, outcome=outcome.kind, answer=outcome.words)
    message.sending_at = None
    if outcome.kind == "accepted":
        message.told_at, message.trouble, message.next_at = at, None, at + ASK_AFTER
        move(message, "accept", by=by, at=at)
    elif outcome.kind == "unknown":
        message.trouble = Reason("letter.unsure", UNSURE, {"words": outcome.words}).to_json()
        move(message, "lose", by=by, at=at)
    else:
        _not_taken(message, outcome, follow, by, at)
    return message


#: A carrier that tells later is asked first after this time.
ASK_AFTER = timedelta(minutes=2)
UNSURE = N_("Nobody knows whether the mail left: {words}")


def _not_taken(message: Message, outcome: Outcome, follow: bool, by: Viewer, at: datetime) -> None:
    """Later again, while there are tries left; else by post."""
    tries = message.attempts.count()
    again = next_try(at, tries) if outcome.kind == "later" else None
    said = (
        N_("The mail server did not take it yet: {words}") if again else N_("The mail server did not take it: {words}")
    )
    message.trouble = Reason("letter.not_taken", said, {"words": outcome.words}).to_json()
    if again is not None:
        message.next_at = again
        move(message, "retry", by=by, at=at)
        return
    move(message, "refuse", by=by, at=at)
    if follow:
        write_again(after=message, repeats=False, by=by, at=at)
