"""A client's file that could not be used: his people are told by mail why and what to do, the desk has a task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason
from cessie.workflows.letters.mailing import can_mail, mail_person, people_of

#: Staffed hours until the desk looks; so many reasons stand on its task, and in the mail.
PROMPT: Final = 8
ON_TASK: Final = 10
IN_MAIL: Final = 25
#: What to do, by the code of the first reason; for all others the last words.
ADVICE: Final = {
    "client_ledger.columns": N_(
        "Send it once on the page Ledger and say there what its columns mean: from then on it is read however it comes."
    ),
    "client_file.no_ledger": N_(
        "Send all that is open with your customers on one day instead: Excel or CSV with any columns, a FEC, or the "
        "file of your former factor."
    ),
    "client_file.sender": N_(
        "Have it sent from an address with which one of your owners or bookkeepers logs in, or hand it in on your page."
    ),
    "client_file.unproved": N_("Hand it in on your page, or have your mail server sign what it sends."),
}
OTHERWISE: Final = N_("Put it right and send it again; nothing of what counted before has changed.")


def tell_unused(
    *, client_id: UUID, key: str, name: str, channel: str, reasons: Sequence[Reason], by: Viewer, at: datetime,
    mail: Channel | None = None,
) -> None:  # fmt: skip
    """Mail the client's owners and bookkeepers, each in his language, and open the desk's task; while that is open the
    same ``key`` (the hash of what came) tells nobody again. The mail leaves first, under one identity: killed in
    between it is one mail."""
    task_key = f"client_file:{client_id}:{key}"
    if Task.objects.filter(key=task_key, state="open").exists():
        return
    if mail is not None or can_mail():
        for user in people_of(client_id, by=by):
            subject, text = words(name, reasons, user, at)
            identity = str(uuid5(client_id, f"{key} {user.pk}"))
            mail_person(identity=identity, user=user, subject=subject, text=text, at=at, mail=mail)
    open_task(
        key=task_key, kind="client_file.unused", subject=Client.objects.get(pk=client_id), reasons=reasons[:ON_TASK],
        evidence={"name": name, "channel": channel, "sha256": key}, client_id=client_id, due_at=due_after(at, PROMPT),
        by=by, at=at,
    )  # fmt: skip


def words(name: str, reasons: Sequence[Reason], user: User, at: datetime) -> tuple[str, str]:
    """Subject and text, in the language of whoever reads it."""
    with translation.override(user.language):
        house = house_company()
        told = [f"- {_told(reason)}" for reason in reasons[:IN_MAIL]]
        if len(reasons) > IN_MAIL:
            told.append("- " + _("And {count} more.").format(count=len(reasons) - IN_MAIL))
        facts = {
            "name": user.name, "file": name, "day": _shown(booking_day(at)), "reasons": "\n".join(told),
            "advice": _(ADVICE.get(reasons[0].code, OTHERWISE)), "house": house.name if house else "",
        }  # fmt: skip
        subject = _("Your file {file} could not be used")
        text = _(
            "{name},\n\nyour file {file} came on {day}. It could not be used, or not all of it:\n\n{reasons}"
            "\n\n{advice}\n\n{house}\n"
        )
        return subject.format(**facts), text.format(**facts)


def _told(reason: Reason) -> str:
    """In words, with the line where it stands."""
    said = reason.in_words(_, _shown)
    line = reason.facts.get("line")
    return (
        said if line is None or "{line}" in reason.message else _("Line {line}: {words}").format(line=line, words=said)
    )


def _shown(fact: Fact) -> str:
    if isinstance(fact, date):
        return formats.date_format(fact, "SHORT_DATE_FORMAT")
    return f"{fact.decimal} {fact.currency}" if isinstance(fact, Money) else str(fact)
