"""Note how a debtor is to be written to; what waited for it leaves."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, get_args
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.addressed import addressed
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Message, Writing
from cessie.domain.correspondence.rules.address import Sender, can_be_mailed
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.means import CHANNELS, Consent
from cessie.domain.correspondence.write import asking_of, take_over
from cessie.domain.parties.queries import debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal

#: International form (E.164).
MOBILE: Final = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class How:
    """Blank fields leave what is known of the company; an address is noted whole or not at all. ``agreed``: to what a
    consumer has agreed (rules.means.Consent); ``channel``: the one he wants, if any."""

    language: str = ""
    email: str = ""
    mail_allowed: bool = True
    attention: str = ""
    street: str = ""
    building: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    mobile: str = ""
    agreed: tuple[str, ...] = ()
    channel: str = ""


@transaction.atomic
def set_writing(*, debtor_id: UUID, how: How, source: str = "", by: Viewer, at: datetime) -> int:
    """Keep it, with how it is known (``source``); messages to him that have not begun to leave take it over. How many
    of them did.

    Refused: no right or no person (``NotAllowed``), an unknown debtor (``NotFound``), what is no e-mail address, half
    a postal address, a language in which the house does not write.
    """
    by.require("correspondence.decide")
    row = debtor(viewer=by, debtor_id=debtor_id)
    said = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(how).items()}
    said["country"], said["agreed"] = str(said["country"]).upper(), sorted(set(how.agreed))
    said["mobile"] = "".join(str(said["mobile"]).split())
    _require(said)
    Writing.objects.update_or_create(
        debtor=row, defaults={**said, "source": source.strip(), "changed_at": at, "changed_by": by.key}
    )
    record(action="correspondence.set_writing", subject=row, by=by, at=at, data={"mail": bool(said["mail_allowed"])})
    waiting = Message.objects.filter(debtor=row, state__in=("draft", "queued"), document__isnull=True)
    return sum(_again(key, by, at) for key in waiting.order_by("pk").values_list("pk", flat=True))


def _require(said: dict[str, Any]) -> None:
    email = str(said["email"])
    if email and not can_be_mailed(email):
        raise Refusal("letter.email", N_("This is no e-mail address."))
    place = [said[name] for name in ("street", "postcode", "town")]
    if any(place) and not all(place):
        raise Refusal("letter.address", N_("An address needs a street, a postcode and a town."))
    if said["language"] not in ("", *LANGUAGES) or len(str(said["country"])) not in (0, 2):
        raise Refusal("letter.language", N_("The house does not write in this language, or there is no such country."))
    if said["mobile"] and not MOBILE.fullmatch(said["mobile"]):
        raise Refusal("letter.mobile", N_("A mobile number stands in its international form, as +32470123456."))
    if said["channel"] not in ("", *CHANNELS) or set(said["agreed"]) - set(get_args(Consent)):
        raise Refusal("letter.channel", N_("The house knows no such channel."))


def _again(message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Address a message anew that has not begun to leave."""
    message = locked(message_id)
    if message.state not in ("draft", "queued") or message.document_id is not None:
        return False
    to = addressed(message.debtor_id, Sender.from_json(message.sender), asking=asking_of(message), at=at)
    if not to.channel and message.state == "queued":
        return False
    take_over(message, to)
    message.next_at = at
    if message.state == "draft" and to.channel:
        move(message, "queue", by=by, at=at)
    else:
        message.save()
    return bool(to.channel)
