"""A new person's link goes to him by mail, in his language, and to nobody else."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from cessie.domain.parties.queries import house_company
from cessie.domain.users.invite import Invited
from cessie.lib.ids import uuid7
from cessie.workflows.letters.mailing import mail_person


def send(invited: Invited, link: str, *, at: datetime) -> bool:
    """Mail the link to him; whether the server took it. Where it did not, a new link is made: this one is not kept."""
    house, user = house_company(), invited.user
    if house is None:
        return False
    with translation.override(user.language):
        until = formats.date_format(timezone.localtime(invited.expires_at), "SHORT_DATETIME_FORMAT")
        subject = _("Your access at {house}").format(house=house.name)
        text = _(
            "{name},\n\n{house} has made a login for you. Choose your password here:\n\n{link}\n\nThe link opens once,"
            " until {until}. If you do not know what this is about, do nothing: without you it stays closed.\n"
        ).format(name=user.name, house=house.name, link=link, until=until)
    return mail_person(identity=str(uuid7()), user=user, subject=subject, text=text, at=at)
