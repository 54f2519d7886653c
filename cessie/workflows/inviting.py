"""A new person's link goes to him by mail, in his language, and to nobody else."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel, Piece
from cessie.connectors.channels.email.compose import Mail, compose
from cessie.connectors.errors import ConnectorError
from cessie.domain.correspondence.addressed import sender_from
from cessie.domain.parties.queries import house_company
from cessie.domain.users.invite import Invited
from cessie.lib.ids import uuid7
from cessie.workflows.carriers import mail_server

log = logging.getLogger(__name__)


def can_mail() -> bool:
    """Whether the house can mail: with a mail server and an address to write from. Else a link is handed over."""
    house = house_company()
    return bool(settings.SMTP_URL and house is not None and house.email.strip())


def send(invited: Invited, link: str, *, at: datetime, mail: Channel | None = None) -> bool:
    """Mail the link to him; whether the server took it. Where it did not, a new link is made: this one is not kept."""
    house, channel = house_company(), mail or mail_server()
    if house is None or channel is None:
        return False
    sender, user = sender_from(house), invited.user
    with translation.override(user.language):
        until = formats.date_format(timezone.localtime(invited.expires_at), "SHORT_DATETIME_FORMAT")
        subject = _("Your access at {house}").format(house=house.name)
        text = _(
            "{name},\n\n{house} has made a login for you. Choose your password here:\n\n{link}\n\nThe link opens once,"
            " until {until}. If you do not know what this is about, do nothing: without you it stays closed.\n"
        ).format(name=user.name, house=house.name, link=link, until=until)
    words = Mail(str(uuid7()), house.name, sender.email, user.name, user.email, subject, text, user.language, at)
    try:
        wire = compose(words)
        piece = Piece(
            reference=words.identity, letter=b"", lines=(), wire=wire, mail_from=sender.email, mail_to=user.email
        )
        channel.deliver(words.identity, [piece])
    except ConnectorError:
        log.exception("an invitation did not leave", extra={"user": str(user.pk)})
        return False
    return True
