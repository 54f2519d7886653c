"""What debtors write comes back into their thread, and a person answers there; in confidence in the client's name."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.letterheads import sender_again
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.read_note import read_note
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.answer import Answer
from cessie.domain.correspondence.take_note import take_mail
from cessie.domain.correspondence.threads import last_message, notes
from cessie.domain.correspondence.write import write_paper
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.mail import BYTES
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.mail_back import mail_back

log = logging.getLogger(__name__)

#: Mails of one turn, and the signs of an answer, at most.
TURN, SIGNS = 200, 6_000


def take_in_mails(*, folder: Path, by: Viewer, at: datetime) -> int:
    """Every mail that the mailbox's program put down in ``in`` (whole, under its final name); how many were new.

    Each is kept in the database before its file moves to ``done``: who dies in between finds it again, and it is one
    note all the same. What is larger than a mail may be goes to ``refused``.
    """
    inbox, new = folder / "in", 0
    if not inbox.is_dir():
        return 0
    for path in sorted(inbox.glob("*.eml"))[:TURN]:
        if path.is_symlink() or not path.is_file() or not 0 < path.stat().st_size <= BYTES:
            log.warning("a mail that cannot be one", extra={"file": path.name})
            _put_away(path, folder / "refused")
            continue
        data = path.read_bytes()
        new += take_mail(data=data, by=by, at=at).is_new
        mail_back(data=data, by=by, at=at)
        _put_away(path, folder / "done")
    return new


def _put_away(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.replace(path, folder / path.name)


@transaction.atomic
def answer(
    *, key: str, client_id: UUID, debtor_id: UUID, text: str, invoice_number: str = "", by: Viewer, at: datetime
) -> Message:
    """Write to a debtor in his thread, as whoever wrote to him last; what he wrote counts as read. ``key`` is the
    form's: sent twice it is one answer.

    Refused: a client or debtor that is not his, or a debtor whom nobody wrote to (``NotFound``), no right
    (``NotAllowed``), nothing written or too much, words that would betray the house (``letter.leak``).
    """
    last = last_message(viewer=by, client_id=client_id, debtor_id=debtor_id)
    if by.sees_all:
        by.require("correspondence.decide")
    else:
        by.require_client(client_id)
    if not text.strip() or len(text) > SIGNS:
        raise Refusal("letter.answer", N_("An answer has words, and at most {most} signs."), most=SIGNS)
    sender = sender_again(Sender.from_json(last.sender))
    heard = notes(viewer=by, unread=True).filter(client_id=client_id, debtor_id=debtor_id)
    to = next(((note.subject, booking_day(note.at)) for note in heard), None)
    silent = sender.confidential and by.sees_all  # the house's people have no name there
    paper = Answer(text.strip(), "" if silent else by.name, to, invoice_number)
    for note in heard:
        read_note(note_id=note.pk, by=by, at=at)
    return write_paper(
        key=f"answer:{client_id}:{debtor_id}:{key}", client_id=client_id, debtor_id=debtor_id, about=last.about,
        paper=paper, purpose="information", sender=sender, by=by, at=at,
    )  # fmt: skip
