"""Clients are reminded of their ledgers, before and after the day, each in his language."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid5

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel
from cessie.domain.audit.record import record
from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.models import Reminded
from cessie.domain.client_ledgers.rules.calendar import Standing, stage_of
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.terms.contract import LateFile
from cessie.workflows.letters.mailing import can_mail, mail_person, people_of

FOLLOWS: Final[dict[LateFile, str]] = {
    "NOTHING": "",
    "FREEZE": N_("Until it comes nothing can be drawn."),
    "ZERO": N_("Until it comes nothing of your ledger counts for financing."),
}


def remind(*, by: Viewer, at: datetime, mail: Channel | None = None) -> int:
    """Mail the people of each client whose ledger is nearly due or late, once for each ledger and stage; how many.

    A mail has the same identity however often it leaves, and the note follows the mail: killed in between it is one
    mail in the box. Where the house cannot mail nobody is told, and the desk's task stands beside it.
    """
    if mail is None and not can_mail():
        return 0
    day = booking_day(at)
    return sum(_remind(row, queries.standing(row.pk, day), by, at, mail) for row in queries.on_balances(day))


def _remind(contract: Contract, found: Standing, by: Viewer, at: datetime, mail: Channel | None) -> bool:
    stage = stage_of(found, booking_day(at))
    asked = Reminded(contract=contract, wanted_date=found.wanted, stage=stage, told_at=at)
    told = Reminded.objects.filter(contract=contract, wanted_date=found.wanted, stage=stage)
    if not stage or told.exists():
        return False
    late_file = terms_on(contract.pk, booking_day(at))[1].late_file
    asked.people = 0
    for user in people_of(contract.client_id, by=by):
        identity = str(uuid5(contract.pk, f"{found.wanted} {stage} {user.pk}"))
        subject, text = words(contract, found, late_file, user)
        asked.people += mail_person(identity=identity, user=user, subject=subject, text=text, at=at, mail=mail)
    if not asked.people:
        return False
    asked.save(force_insert=True)
    facts = {"as_of": found.wanted, "stage": stage, "people": asked.people}
    record(action="ledgers.remind", subject=asked, by=by, at=at, client_id=contract.client_id, data=facts)
    return True


def words(contract: Contract, found: Standing, late_file: LateFile, user: User) -> tuple[str, str]:
    """Subject and text, in the language of whoever reads it."""
    with translation.override(user.language):
        house = house_company()
        told = {
            "name": user.name, "number": contract.number, "house": house.name if house else "",
            "wanted": formats.date_format(found.wanted, "SHORT_DATE_FORMAT"),
            "due": formats.date_format(found.due, "SHORT_DATE_FORMAT"),
            "follows": _(FOLLOWS[late_file]) if FOLLOWS[late_file] else "",
        }  # fmt: skip
        if found.late:
            subject = _("Your ledger as of {wanted} is missing")
            text = _(
                "{name},\n\nthe ledger as of {wanted} under contract {number} was due on {due} and has not come."
                " {follows}\n\nSend it on the page Ledger.\n\n{house}\n"
            )
        else:
            subject = _("Your ledger as of {wanted} is due on {due}")
            text = _(
                "{name},\n\nplease send the ledger as of {wanted} under contract {number} by {due}, on the page Ledger."
                "\n\n{house}\n"
            )
        return subject.format(**told), text.format(**told).replace(" \n", "\n")
