"""A mail of the house to one person who has a login: his own language, text alone, no copy kept for others."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings

from cessie.connectors.channels import Channel, Piece
from cessie.connectors.channels.email.compose import Mail, compose
from cessie.connectors.errors import ConnectorError
from cessie.domain.correspondence.addressed import sender_from
from cessie.domain.parties.queries import house_company, members
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.letters.carriers import mail_server

log = logging.getLogger(__name__)


def can_mail() -> bool:
    """Whether the house can mail: with a mail server and an address to write from."""
    house = house_company()
    return bool(settings.SMTP_URL and house is not None and house.email.strip())


def people_of(client_id: UUID, *, by: Viewer) -> tuple[User, ...]:
    """Who is written to about a client's business: his owners and bookkeepers with a login that is on, by name."""
    rows = members(viewer=by, client_id=client_id).filter(role__in=("owner", "bookkeeper"), user__is_active=True)
    return tuple(row.user for row in rows)


def mail_person(
    *, identity: str, user: User, subject: str, text: str, at: datetime, mail: Channel | None = None
) -> bool:
    """Mail it; whether the server took it. ``identity``: the same one gives the same mail, which a mailbox that gets it
    twice knows for one."""
    return mail_address(
        identity=identity, name=user.name, email=user.email, language=user.language, subject=subject, text=text, at=at,
        mail=mail,
    )  # fmt: skip


def mail_address(
    *, identity: str, name: str, email: str, language: str, subject: str, text: str, at: datetime,
    mail: Channel | None = None,
) -> bool:  # fmt: skip
    """The same to somebody who has no login."""
    house, channel = house_company(), mail or mail_server()
    if house is None or channel is None:
        return False
    sender = sender_from(house)
    words = Mail(identity, house.name, sender.email, name, email, subject, text, language, at)
    try:
        wire = compose(words)
        piece = Piece(reference=identity, letter=b"", lines=(), wire=wire, mail_from=sender.email, mail_to=email)
        channel.deliver(identity, [piece])
    except ConnectorError:
        log.exception("a mail to a person did not leave", extra={"identity": identity})
        return False
    return True
