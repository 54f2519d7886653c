"""A quote goes out: its paper is kept, and a link is made behind which the company reads and answers it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.quotes import digest_of, no_quote
from cessie.domain.onboarding.rules.states import QUOTE
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Sent:
    """The quote and the secret of its link, which is told once and nowhere kept."""

    quote: Quote
    secret: str


@transaction.atomic
def send_quote(*, quote_id: UUID, paper_id: str, by: Viewer, at: datetime) -> Sent:
    """It stands from now on. Of one that was sent a new link is made, and the one before opens nothing any more.

    ``paper_id``: the paper by its hash, kept before. Locks the company, then the quote. Refused: no right or no person
    (``NotAllowed``), unknown (``NotFound``), a company that people have not accepted (against the advice that takes
    two), a day that is over, one that was answered, replaced or has lapsed (``WrongState``).
    """
    by.require("onboarding.decide")
    found = Quote.objects.filter(pk=quote_id).first()
    if found is None:
        raise no_quote()
    applicant = own_applicant(by, found.applicant_id, lock=True)
    row = Quote.objects.select_for_update(of=("self",)).get(pk=quote_id)
    score = Assessment.objects.filter(applicant=applicant).order_by("-made_at", "-pk").first()
    if score is None or score.state != "accepted":
        words = N_("People must accept the company by its newest figures before a quote goes out.")
        raise Refusal("onboarding.quote_before_decision", words)
    if row.valid_until < booking_day(at):
        raise Refusal("onboarding.quote_over", N_("This quote stood until {day}."), day=row.valid_until)
    secret = secrets.token_urlsafe(32)
    if row.state != "sent":
        row.state = QUOTE.after(row.state, "send")
        row.sent_at, row.sent_by, row.paper_id, row.assessment = at, by.key, paper_id, score
    row.link_digest = digest_of(secret)
    row.save(update_fields=["state", "sent_at", "sent_by", "paper", "assessment", "link_digest"])
    facts = {"quote": str(row), "valid_until": row.valid_until}
    record(action="onboarding.quote_sent", subject=applicant, by=by, at=at, client_id=applicant.client_id, data=facts)
    return Sent(row, secret)
