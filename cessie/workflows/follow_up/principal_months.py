"""At a month's end each principal is told what was collected for him: frozen, on paper, and a mail that it is there."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.domain.collection.models import PrincipalMonth
from cessie.domain.collection.month_paper import write_months
from cessie.domain.collection.state_month import months_to_state, state_month
from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.workflows.letters.mailing import can_mail, mail_person, people_of

log = logging.getLogger(__name__)

#: A house that begins to mail later does not tell of old months.
FRESH: Final = timedelta(days=10)


def state_months(*, by: Viewer, at: datetime) -> int:
    """Make every statement whose month is over, their papers, and tell of them; how many were made. Again does nothing.

    One that cannot be made (a rate of the day is not known) is said in the log and tried again the next night; the
    principal's later months wait for it.
    """
    made, stuck = 0, set()
    for client_id, month in months_to_state(booking_day(at)):
        if client_id in stuck:
            continue
        try:
            made += state_month(client_id=client_id, month=month, by=by, at=at) is not None
        except Refusal as no:
            stuck.add(client_id)
            log.warning("month is not stated", extra={"client": str(client_id), "why": no.reason.code})
    lacking = PrincipalMonth.objects.filter(document=None).select_related("client__company").order_by("month", "pk")
    write_months(rows=lacking, by=by, at=at)
    _tell(by, at)
    return made


def _tell(by: Viewer, at: datetime) -> None:
    """Mail that a statement is there. Killed in between, it is mailed again as the same mail."""
    if not can_mail():
        return
    rows = PrincipalMonth.objects.filter(told_at=None, document__isnull=False, made_at__gte=at - FRESH)
    for row in rows.select_related("client__company").order_by("month", "pk"):
        took = [_mail(row, user, at) for user in people_of(row.client_id, by=by)]
        if all(took):
            PrincipalMonth.objects.filter(pk=row.pk, told_at=None).update(told_at=at)


def _mail(row: PrincipalMonth, user: User, at: datetime) -> bool:
    house = house_company()
    with translation.override(user.language):
        month = formats.date_format(row.month, "YEAR_MONTH_FORMAT")
        subject = _("Collected for {client} in {month}").format(client=row.client.company.name, month=month)
        text = _(
            "{name},\n\nThe statement {number} of what we collected is ready: what came in, what it settled, what we"
            " passed on and what it cost, and how each dossier stands.\n\n{link}\n\n{house}\n"
        ).format(
            name=user.name, number=row.number, link=f"{settings.PUBLIC_URL}/client/remittances",
            house=house.name if house is not None else "",
        )  # fmt: skip
    return mail_person(identity=f"{row.pk}.{user.pk}", user=user, subject=subject, text=text, at=at)
