"""A quote for a company that asks: terms until a day, numbered; a changed one is a new version in place of the old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Applicant, Assessment, Quote
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.rules.states import OPEN, QUOTE
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms

_LOCK: Final = 716_044_018  # numbers of quotes are given one after the other
#: The longest time that a quote may stand, and characters of a name or a note.
LONGEST: Final = timedelta(days=180)
NAME_LIMIT, NOTE_LIMIT = 120, 2_000
COUNTRIES: Final = ("BE", "NL", "FR")
LANGUAGES: Final = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom it goes: a person of the company, in his language; where the company sits; words for him."""

    name: str
    email: str
    language: str
    country: str
    note: str = ""


@transaction.atomic
def make_quote(
    *, applicant_id: UUID, told: Mapping[str, Any], terms: Terms, replayed: Mapping[str, Any], to: Addressed,
    valid_until: date, by: Viewer, at: datetime,
) -> Quote:  # fmt: skip
    """The draft, with the newest score beside it; the same draft again is the same one. Locks the company.

    One that stands is replaced: what was sent cannot be accepted any more. Refused: no right (``NotAllowed``), unknown
    (``NotFound``), no score yet, a company turned down or a client already, an impossible day, nobody to send it to.
    """
    by.require("onboarding.assess")
    applicant = own_applicant(by, applicant_id, lock=True)
    score = _score(applicant)
    _require(to, valid_until, booking_day(at))
    said = {
        "assessment": score, "told": dict(told), "terms": terms.to_json(), "replayed": dict(replayed),
        "country": to.country, "language": to.language, "valid_until": valid_until, "to_name": to.name.strip(),
        "to_email": to.email.strip(), "note": to.note.strip(),
    }  # fmt: skip
    last = Quote.objects.select_for_update().filter(applicant=applicant).order_by("-made_at", "-pk").first()
    if last is not None and last.state == "drafted" and all(getattr(last, key) == each for key, each in said.items()):
        return last
    if last is not None and last.state in OPEN:
        last.state, last.ended_at = QUOTE.after(last.state, "replace"), at
        last.save(update_fields=["state", "ended_at"])
        record(action="onboarding.quote_replaced", subject=applicant, by=by, at=at, data={"quote": str(last)})
    number, version = _next(last, at.year)
    row = Quote.objects.create(applicant=applicant, number=number, version=version, made_at=at, made_by=by.key, **said)
    facts = {"quote": str(row), "product": told.get("product", ""), "valid_until": valid_until}
    record(action="onboarding.quote", subject=applicant, by=by, at=at, client_id=applicant.client_id, data=facts)
    return row


def _score(applicant: Applicant) -> Assessment:
    if applicant.client_id is not None:
        words = N_("This company is a client already: its contract is changed, not quoted.")
        raise Refusal("onboarding.quote_for_client", words)
    row = Assessment.objects.filter(applicant=applicant).order_by("-made_at", "-pk").first()
    if row is None:
        raise Refusal("onboarding.quote_without_score", N_("Work out the entry score first: a quote shows it."))
    if row.state == "turned_down":
        raise Refusal("onboarding.quote_turned_down", N_("This company was turned down."))
    return row


def _require(to: Addressed, valid_until: date, today: date) -> None:
    if not today <= valid_until <= today + LONGEST:
        words = N_("A quote stands from today to {last} at the longest.")
        raise Refusal("onboarding.quote_day", words, last=today + LONGEST)
    if not to.name.strip() or len(to.name) > NAME_LIMIT or len(to.note) > NOTE_LIMIT:
        raise Refusal("onboarding.quote_to", N_("Say to whom the quote goes, in at most {most} characters."),
                      most=NAME_LIMIT)  # fmt: skip
    try:
        validate_email(to.email.strip())
    except ValidationError:
        raise Refusal("onboarding.quote_email", N_("{email} is no mail address."), email=to.email[:80]) from None
    if to.country not in COUNTRIES or to.language not in LANGUAGES:
        raise Refusal("onboarding.quote_where", N_("Choose a country and a language."))


def _next(last: Quote | None, year: int) -> tuple[str, int]:
    """The next version of a number; a new number for the first one, and after one that was accepted."""
    if last is not None and last.state != "accepted":
        return last.number, last.version + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    front = f"Q{year}-"
    newest = Quote.objects.filter(number__startswith=front).order_by("-number").values_list("number", flat=True).first()
    return f"{front}{int(newest.removeprefix(front)) + 1 if newest else 1:05d}", 1
