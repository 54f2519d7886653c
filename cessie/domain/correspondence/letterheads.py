"""Under whose name a debtor is written to, and how his letters look."""

from __future__ import annotations

import base64
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.correspondence.addressed import house_sender, sender_from
from cessie.domain.correspondence.models import Letterhead
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.picture import png_size, svg_of
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer


def sender_of(*, client_id: UUID, confidential: bool = False, under_client_name: bool = False) -> Sender:
    """The house; or the client, with his letterhead where he has one: where the contract is confidential, or where he
    wants his debtors to be written to under his name."""
    if not (confidential or under_client_name):
        return house_sender()
    client = Client.objects.select_related("company").get(pk=client_id)
    own = replace(sender_from(client.company), client=str(client_id), confidential=confidential)
    return with_letterhead(own, current(client_id))


def with_letterhead(sender: Sender, letterhead: Letterhead | None) -> Sender:
    """The sender as a letterhead names him."""
    if letterhead is None:
        return sender
    return replace(
        sender,
        lines=tuple(letterhead.lines) or sender.lines,
        email=letterhead.email or sender.email,
        reply_to=letterhead.reply_to,
        letterhead=str(letterhead.pk),
    )


def sender_again(sender: Sender) -> Sender:
    """Whoever wrote before, as he writes now."""
    if not sender.client:
        return house_sender()
    return sender_of(client_id=UUID(sender.client), confidential=sender.confidential, under_client_name=True)


def current(client_id: UUID) -> Letterhead | None:
    """The version of a client's letterhead that holds; for jobs."""
    return Letterhead.objects.filter(client_id=client_id).order_by("-number").first()


def letterheads(*, viewer: Viewer, client_id: UUID) -> QuerySet[Letterhead]:
    """All versions of a client's letterhead, newest first; nothing for whom he does not exist."""
    rows = Letterhead.objects.filter(client_id=client_id).order_by("-number")
    return rows if viewer.sees_client(client_id) else rows.none()


def head_of(sender: Sender) -> Head:
    """The look of whoever writes."""
    row = Letterhead.objects.filter(pk=sender.letterhead).first() if sender.letterhead else None
    return look_of(row) if row is not None else Head()


def look_of(letterhead: Letterhead) -> Head:
    """The look that a version gives."""
    png = bytes(letterhead.logo)
    logo = svg_of(base64.b64encode(png).decode("ascii"), png_size(png)) if png else ""
    return Head(letterhead.colour, logo, tuple(letterhead.footer))
