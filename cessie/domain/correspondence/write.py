"""Write a message to a debtor: once, whatever asks for it how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.correspondence.addressed import Addressed, addressed, house_sender
from cessie.domain.correspondence.letterheads import head_of, sender_again
from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.models import Concern, Message
from cessie.domain.correspondence.reach import Asking
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.means import PAPER_CHANNELS, same_way
from cessie.domain.correspondence.rules.papers import Paper, e_invoice_of, paper_from
from cessie.domain.correspondence.rules.papers.invoice import InvoicePaper
from cessie.domain.correspondence.rules.papers.notice import Notice
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.rules.silence import require_silent
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason


class Part(NamedTuple):
    """A contract that a message over several is about, with its client and his place among the creditors in it."""

    client_id: UUID
    about: UUID
    place: int


def write(
    *,
    key: str,
    client_id: UUID,
    debtor_id: UUID,
    about: UUID,
    notice: Notice,
    wish: str = "",
    by: Viewer,
    at: datetime,
) -> Message:
    """The notice to this debtor under this key: the one that is there, or a new one, ready to leave (``queued``).

    Nothing leaves here; the bytes are made when it does. Where neither mail nor post can bring it, it stays a
    ``draft`` until somebody enters an address (``set_writing``).
    Whether the debtor may be written to at all is the caller's to know: a confidential contract must never come here.
    """
    return write_paper(
        key=key, client_id=client_id, debtor_id=debtor_id, about=about, paper=notice, purpose="notice", wish=wish,
        by=by, at=at,
    )  # fmt: skip


def write_paper(
    *,
    key: str,
    client_id: UUID | None,
    debtor_id: UUID,
    about: UUID | None,
    paper: Paper,
    purpose: Purpose,
    sender: Sender | None = None,
    wish: str = "",
    concerns: Sequence[Part] = (),
    not_before: datetime | None = None,
    by: Viewer,
    at: datetime,
) -> Message:
    """A message of any kind, as ``write``. ``sender``: who writes (``letterheads.sender_of``; none: the house), as the
    terms of the contract say; ``wish``: the channel asked for, blank where it is to be chosen; ``concerns``: the
    contracts of a message over several, in whose stead ``about``, and of several clients ``client_id``, is none;
    ``not_before``: it leaves from then on.

    Refused (``letter.leak``): words of the house in what is written in confidence.
    """
    sender = sender or house_sender()
    if sender.confidential:
        require_silent(paper, sender, head_of(sender), of=house_marks())
    new = Message(key=key, client_id=client_id, debtor_id=debtor_id, about=about, iban=paper.iban)
    new.kind, new.purpose, new.says, new.wish = paper.kind, purpose, paper.to_json(), wish
    new.next_at = max(at, not_before or at)
    return _once(new, sender, addressed(debtor_id, sender, asking=asking_of(new), at=at), concerns, by, at)


def write_again(*, after: Message, repeats: bool, by: Viewer, at: datetime) -> Message:
    """The same paper once more, after a message that failed, came back, or is asked for again (``repeats``).

    After one that failed it goes by the next channel that may be used; where none is left, as after a letter that came
    back, it waits for a better address. The caller holds the lock of ``after``. On one message follows one.
    """
    first, sender = after.first or after, sender_again(Sender.from_json(after.sender))
    new = Message(
        key=f"{first.key}:after:{after.pk}", client_id=after.client_id, debtor_id=after.debtor_id, about=after.about,
        iban=after.iban, first=first, repeats=repeats, kind=after.kind, purpose=after.purpose, says=after.says,
        wish=after.wish, next_at=at,
    )  # fmt: skip
    to = addressed(after.debtor_id, sender, asking=asking_of(new), at=at)
    if not to.channel and not repeats and same_way(after.channel) & {"post"}:
        words = N_("The post brought the letter back: a better address is needed.")
        to = replace(to, why=Reason("letter.returned", words))
    rows = first.concerns.order_by("place", "about").values_list("client_id", "about", "place")
    return _once(new, sender, to, [Part(*row) for row in rows], by, at)


def asking_of(message: Message) -> Asking:
    """What a message asks of its channel: by which it has come back already, unless a person has it repeated."""
    failed: tuple[tuple[str, Recipient], ...] = ()
    if message.first_id is not None and not message.repeats:
        chain = Message.objects.filter(Q(pk=message.first_id) | Q(first_id=message.first_id), repeats=False)
        rows = chain.filter(state__in=("failed", "bounced")).values_list("channel", "recipient")
        failed = tuple((channel, Recipient.from_json(to)) for channel, to in rows)
    paper = paper_from(message.kind, message.says)
    asked = asking_for(paper, message.purpose, message.client_id)  # type: ignore[arg-type]  # by constraint
    return replace(asked, wish=message.wish, failed=failed)


def asking_for(paper: Paper, purpose: Purpose, client_id: UUID | None) -> Asking:
    """What a paper asks of its channel: an e-invoice for the network, a page of the debtor's for the portal; and paper
    carries no invoice that has no printed form."""
    portal = purpose != "notice" and bool(getattr(paper, "portal_link", ""))
    printed = not isinstance(paper, InvoicePaper) or bool(paper.pdf)
    return Asking(
        purpose, client_id=client_id, structured=bool(e_invoice_of(paper)), portal=portal,
        closed=frozenset() if printed else PAPER_CHANNELS,
    )  # fmt: skip


def _once(new: Message, sender: Sender, to: Addressed, concerns: Sequence[Part], by: Viewer, at: datetime) -> Message:
    """The new message, or the one that another made under its key."""
    there = Message.objects.filter(key=new.key).first()
    if there is not None:
        return there
    new.reference = reference_of(new.pk)
    new.sender = sender.to_json()
    take_over(new, to)
    new.state = "queued" if to.channel else "draft"
    new.written_at, new.written_by = at, by.key
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            Concern.objects.bulk_create(
                Concern(message=new, client_id=each.client_id, about=each.about, place=each.place) for each in concerns
            )
            facts = {"reference": new.reference, "channel": new.channel, "about": new.about, "state": new.state}
            record(action="correspondence.write", subject=new, by=by, at=at, client_id=new.client_id, data=facts)
    except IntegrityError:
        return Message.objects.get(key=new.key)  # somebody wrote it at the same moment
    return new


def take_over(message: Message, to: Addressed) -> None:
    """Note on a message that has not begun to leave how it leaves."""
    message.language, message.channel, message.recipient = to.language, to.channel, to.recipient.to_json()
    message.chosen_for, message.considered, message.price_cents = to.why.to_json(), list(to.considered), to.cents


def reference_of(key: UUID) -> str:
    """The reference in the letter: the random end of the key, in groups that a person can say on the phone.

    >>> reference_of(UUID("0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b"))
    '0C1D-2E3F-4A5B'
    """
    tail = key.hex[-12:].upper()
    return "-".join(tail[i : i + 4] for i in range(0, 12, 4))
