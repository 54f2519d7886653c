"""The client's people hear by mail that proof is asked of him, or more of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.queries import Untold, told, untold
from cessie.workflows.letters.mailing import can_mail, mail_person, people_of

#: A sample of which nobody could be mailed so long is seen on the page alone.
FRESH: Final = timedelta(days=3)


def mail_asked(*, by: Viewer, at: datetime) -> int:
    """One mail to each owner and bookkeeper of the client for each sample, with its day and the page; how many left.

    Killed in between, it is mailed again as the same mail; a house that cannot mail asks on the page alone.
    """
    if not can_mail():
        return 0
    sent = 0
    for row in untold(since=at - FRESH):
        took = [_mail(row, user, at) for user in people_of(row.client_id, by=by)]
        sent += sum(took)
        if all(took):
            told(row, at)
    return sent


def _mail(row: Untold, user: User, at: datetime) -> bool:
    house = house_company()
    with translation.override(user.language):
        subject = _("Proof asked of {client}").format(client=row.client)
        asked = ngettext(
            "We ask for the proof of {count} invoice: an order, a signed delivery note or a report of work.",
            "We ask for the proof of {count} invoices: orders, signed delivery notes or reports of work.",
            row.count,
        ).format(count=row.count)
        until = _("Please hand it in until {day}; what is missing then is not financed until it is there.").format(
            day=formats.date_format(row.answer_by, "DATE_FORMAT")
        )
        text = "\n\n".join(
            (f"{user.name},", f"{asked} {until}", f"{settings.PUBLIC_URL}/client/proofs", house.name if house else "")
        )
    return mail_person(identity=f"proof.{row.key}.{user.pk}", user=user, subject=subject, text=text + "\n", at=at)
