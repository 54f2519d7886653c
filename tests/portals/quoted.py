"""A company that was accepted by two people or one, with a quote that was sent to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cessie.domain.comparison.quoting import quote_company
from cessie.domain.onboarding.decide import agree, decide
from cessie.domain.onboarding.make_quote import Addressed
from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.workflows.purchases.quoting import Gone, send

TOLD: Final[dict[str, Any]] = {
    "product": "american", "commission_percent": "2.25", "commission_minimum": "25.00", "yearly_minimum": "0.00",
    "facility": "90000.00", "advance_percent": "85", "fees": [{"per": "month", "amount": "30.00"}],
    "terms": {"insurance": "FACTOR_POLICY"},
}  # fmt: skip
TO: Final = Addressed("GEHEIM Zaakvoerder", "baas@klant.example", "nl", "BE", "As we said.")


def accepted(assessment_id: UUID, by: Viewer, second: Viewer, at: datetime) -> None:
    """People accept the company, two where that goes against the advice."""
    row = decide(assessment_id=assessment_id, wish="accept", note="known for long", by=by, at=at)
    if row.state == "against_advice":
        agree(assessment_id=assessment_id, yes=True, by=second, at=at)


def drafted(applicant_id: UUID, by: Viewer, at: datetime, **more: Any) -> Quote:
    """The draft of a quote for thirty days."""
    until = booking_day(at) + timedelta(days=30)
    given: dict[str, Any] = {"told": TOLD, "to": TO, "valid_until": until, "rate": None} | more
    return quote_company(applicant_id=applicant_id, by=by, at=at, **given)


def quoted(applicant_id: UUID, by: Viewer, second: Viewer, at: datetime) -> Gone:
    """A quote that was sent."""
    (score,) = Assessment.objects.filter(applicant_id=applicant_id, state="scored")
    accepted(score.pk, by, second, at)
    return send(quote_id=drafted(applicant_id, by, at).pk, by=by, at=at)
