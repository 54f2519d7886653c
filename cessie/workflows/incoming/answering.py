"""What debtors write comes back into their thread, and a person answers there; in confidence in the client's name."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from cessie.connectors.channels import Answered, Channel
from cessie.connectors.errors import ConnectorError
from cessie.domain.correspondence.letterheads import sender_again
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.read_note import read_note
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.answer import Answer
from cessie.domain.correspondence.take_note import take_mail
from cessie.domain.correspondence.take_response import take_response
from cessie.domain.correspondence.threads import last_message, note, notes
from cessie.domain.correspondence.write import write_paper
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.mail import BYTES
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.incoming.client_mails import CLIENTS, client_of_mail
from cessie.workflows.incoming.mail_back import mail_back

log = logging.getLogger(__name__)

#: Mails of one turn, and the signs of an answer, at most.
TURN, SIGNS = 200, 6_000


def take_in_mails(*, folder: Path, by: Viewer, at: datetime) -> int:
    """Every mail that the mailbox's program put down in ``in`` (whole, under its final name); how many were new.

    Each is kept in the database before its file moves to ``done``: who dies in between finds it again, and it is one
    note all the same. What is larger than a mail may be goes to ``refused``, and what a client sends to his own
    address to ``clients``, where another job takes it in (``client_mails``).
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
        if client_of_mail(data) is not None:
            _put_away(path, folder / CLIENTS)
            continue
        new += take_mail(data=data, by=by, at=at).is_new
        mail_back(data=data, by=by, at=at)
        _put_away(path, folder / "done")
    return new


def _put_away(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.replace(path, folder / path.name)


def take_in_responses(network: Channel | None, *, by: Viewer, at: datetime) -> int:
    """What buyers in the network say of the invoices that were sent to them; how many answers were new.

    Each is kept before the access point is told so: who dies in between hears it again, and it is one note all the
    same. An access point that cannot be asked is asked at the next turn.
    """
    if not isinstance(network, Answered):
        return 0
    new = 0
    try:
        for said in network.answers():
            new += take_response(key=said.key, sender=said.sender, data=said.data, by=by, at=at).is_new
            network.confirm(said.key)
    except ConnectorError:
        log.exception("answers in the network cannot be heard")
    return new


@transaction.atomic
def contest(*, note_id: UUID, ground: str, by: Viewer, at: datetime) -> Dispute:
    """What a buyer says of his invoice in the network becomes a dispute on this ground, in his own words; the note
    counts as read. Again: the dispute that lives.

    Refused: what is not his, or speaks of no invoice of ours (``NotFound``), as ``raise_dispute`` and ``read_note``.
    """
    said = note(viewer=by, note_id=note_id)
    invoice_id = None
    if said.client_id is not None and said.debtor_id is not None:
        of = Invoice.objects.filter(client_id=said.client_id, debtor_id=said.debtor_id, number=said.invoice_number)
        invoice_id = of.exclude(state="rejected").order_by("-received_at").values_list("pk", flat=True).first()
    if invoice_id is None:
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    words = said.text or ", ".join([str(said.response.get("code", "")), *said.response.get("reasons", ())])
    dispute = raise_dispute(invoice_id=invoice_id, ground=ground, words=words, by=by, at=at)
    read_note(note_id=note_id, by=by, at=at)
    return dispute


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
    to = next(((said.subject, booking_day(said.at)) for said in heard), None)
    silent = sender.confidential and by.sees_all  # the house's people have no name there
    paper = Answer(text.strip(), "" if silent else by.name, to, invoice_number)
    for said in heard:
        read_note(note_id=said.pk, by=by, at=at)
    return write_paper(
        key=f"answer:{client_id}:{debtor_id}:{key}", client_id=client_id, debtor_id=debtor_id, about=last.about,
        paper=paper, purpose="information", sender=sender, by=by, at=at,
    )  # fmt: skip
