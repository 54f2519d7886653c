"""What waits for a person: companies that ask to be financed, decisions that go against the advice, and quotes to be
sent or made a contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Staffed hours: an answer to who asks within two days.
DESK = 18


def _waiting(state: str, words: str, code: str) -> Iterator[Waiting]:
    rows = Assessment.objects.filter(state=state, applicant__shown_at__isnull=False).select_related("applicant")
    for row in rows.order_by("made_at", "pk"):
        facts: dict[str, Fact] = {"company": row.applicant.name, "points": row.points}
        since = max(row.proposed_at or row.made_at, row.applicant.shown_at or row.made_at)
        yield Waiting(
            ("onboarding.Applicant", str(row.applicant_id)), (Reason(code, words, facts),), due_after(since, DESK),
            row.applicant.client_id,
        )  # fmt: skip


def _to_decide(at: datetime) -> Iterator[Waiting]:
    words = N_("{company} asks to be financed and reaches {points} of 100 points: decide.")
    return _waiting("scored", words, "onboarding.decide")


def _to_agree(at: datetime) -> Iterator[Waiting]:
    words = N_("A decision on {company} goes against the advice ({points} of 100): a second person must agree.")
    return _waiting("against_advice", words, "onboarding.agree")


def _quotes(code: str, words: str, rows: QuerySet[Quote]) -> Iterator[Waiting]:
    for row in rows.select_related("applicant").order_by("made_at", "pk"):
        facts: dict[str, Fact] = {"company": row.applicant.name, "quote": str(row)}
        since = row.answered_at or row.made_at
        yield Waiting(
            ("onboarding.Applicant", str(row.applicant_id)), (Reason(code, words, facts),), due_after(since, DESK),
            row.applicant.client_id,
        )  # fmt: skip


def _to_send(at: datetime) -> Iterator[Waiting]:
    words = N_("Quote {quote} for {company} is drafted and people accepted the company: send it or change it.")
    rows = Quote.objects.filter(state="drafted", assessment__state="accepted", valid_until__gte=booking_day(at))
    return _quotes("onboarding.quote_to_send", words, rows)


def _to_take(at: datetime) -> Iterator[Waiting]:
    words = N_("{company} accepted quote {quote}: make client and contract from it.")
    rows = Quote.objects.filter(state="accepted", contract__isnull=True)
    return _quotes("onboarding.quote_accepted", words, rows)


WATCHES = (
    Watch("onboarding.decide", _to_decide),
    Watch("onboarding.agree", _to_agree),
    Watch("onboarding.quote_to_send", _to_send),
    Watch("onboarding.quote_accepted", _to_take),
)
