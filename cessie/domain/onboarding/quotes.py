"""Quotes as a viewer may see them: the staff those of companies that it sees; whoever has the link, that one."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID

from cessie.domain.onboarding.models import Applicant, Quote
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def digest_of(secret: str) -> str:
    """What of a link's secret is kept."""
    return sha256(secret.encode()).hexdigest()


def no_quote() -> NotFound:
    """There is none, or not for him."""
    return NotFound("onboarding.no_quote", N_("There is no such quote."))


def quotes(applicant: Applicant) -> list[Quote]:
    """Every version of a company's quotes, the newest first; for who may see the company."""
    rows = Quote.objects.filter(applicant=applicant).select_related("contract")
    return list(rows.order_by("-made_at", "-pk"))


def quote(viewer: Viewer, quote_id: UUID) -> Quote:
    """One of a company that he may see (``NotFound``)."""
    rows = Quote.objects.select_related("applicant__through", "assessment", "contract")
    row = rows.filter(pk=quote_id).first()
    if row is None:
        raise no_quote()
    own_applicant(viewer, row.applicant_id)
    return row


def quote_behind(secret: str, *, lock: bool = False) -> Quote:
    """The quote that a link opens, answered or not; ``NotFound`` for a link that was replaced or never made."""
    rows = Quote.objects.select_related("applicant").filter(link_digest=digest_of(secret)).exclude(state="drafted")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NotFound("onboarding.quote_gone", N_("This link opens nothing: it was replaced, or never made."))
    return row


def stands(row: Quote, today: date) -> bool:
    """Whether it can be answered on a day."""
    return row.state == "sent" and row.valid_until >= today
