"""The company accepts a quote or declines it, by the link that it was sent; what nobody answers lapses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.quotes import quote_behind
from cessie.domain.onboarding.rules.states import OPEN, QUOTE
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

LIMIT = 120  # characters of a name or a role
WORDS_LIMIT = 2_000


@transaction.atomic
def answer_quote(*, secret: str, accept: bool, name: str, role: str, words: str, at: datetime) -> Quote:
    """Whoever has the link says yes or no, with his name and role; the same again changes nothing. Locks the quote.

    Refused: a link that opens nothing (``NotFound``), no name or role, a quote whose day is over, one that was answered
    otherwise or replaced (``WrongState``).
    """
    row = quote_behind(secret, lock=True)
    wanted = "accepted" if accept else "declined"
    if row.state == wanted:
        return row
    who, does = " ".join(name.split()), " ".join(role.split())
    if not who or not does or len(who) > LIMIT or len(does) > LIMIT:
        raise Refusal("onboarding.quote_who", N_("Please say your name and what you are in the company."))
    if row.state == "sent" and row.valid_until < booking_day(at):
        raise Refusal("onboarding.quote_over", N_("This quote stood until {day}."), day=row.valid_until)
    row.state, row.answered_at = QUOTE.after(row.state, "accept" if accept else "decline"), at
    row.answered_name, row.answered_role, row.answered_words = who, does, words.strip()[:WORDS_LIMIT]
    row.save(update_fields=["state", "answered_at", "answered_name", "answered_role", "answered_words"])
    by = Viewer(key=f"quote:{row.pk}", kind="link", name=who, language=row.language)
    record(action=f"onboarding.quote_{wanted}", subject=row.applicant, by=by, at=at, data={"quote": str(row)})
    return row


def lapse_quotes(*, by: Viewer, at: datetime) -> int:
    """Every quote whose last day is over lapses; how many. For jobs: again does nothing."""
    rows = Quote.objects.filter(state__in=OPEN, valid_until__lt=booking_day(at)).values_list("pk", flat=True)
    return sum(_lapse(key, by, at) for key in list(rows))


@transaction.atomic
def _lapse(key: UUID, by: Viewer, at: datetime) -> bool:
    row = Quote.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=key)
    if row.state not in OPEN or row.valid_until >= booking_day(at):
        return False
    row.state, row.ended_at = QUOTE.after(row.state, "lapse"), at
    row.save(update_fields=["state", "ended_at"])
    record(action="onboarding.quote_lapsed", subject=row.applicant, by=by, at=at, data={"quote": str(row)})
    return True
