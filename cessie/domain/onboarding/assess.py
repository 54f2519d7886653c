"""What is known of a company is laid beside the house's policy: a score with its reasons, which a person decides on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.rules.known import Known
from cessie.domain.onboarding.rules.score import score
from cessie.domain.onboarding.rules.states import ASSESSMENT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.policy import figures_at
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class Papers:
    """What the figures were read from: documents by their hash, the last day of the accounts' year, doubts of them."""

    accounts: str | None = None
    accounts_date: date | None = None
    ledger: str | None = None
    doubts: tuple[Reason, ...] = ()


@transaction.atomic
def assess(*, applicant_id: UUID, known: Known, papers: Papers, by: Viewer, at: datetime) -> Assessment:
    """The score by the figures in force; what was not decided yet is replaced. The same again is the same one.

    Locks the company. Refused: no right (``NotAllowed``), unknown to him (``NotFound``).
    """
    by.require("onboarding.assess")
    return assess_locked(own_applicant(by, applicant_id, lock=True), known, papers, by, at)


def assess_locked(applicant: Applicant, known: Known, papers: Papers, by: Viewer, at: datetime) -> Assessment:
    """The same for whoever has shown that the company is his, and holds its lock."""
    figures, version = figures_at("score", at)
    facts = {name: value for name, value in asdict(known.facts).items() if value is not None}
    said = {
        "facts": facts, "sources": dict(known.sources), "figures": figures, "version": version,
        "accounts_id": papers.accounts, "accounts_date": papers.accounts_date, "ledger_id": papers.ledger,
        "doubts": [each.to_json() for each in papers.doubts],
    }  # fmt: skip
    live = Assessment.objects.select_for_update().filter(applicant=applicant, state__in=("scored", "against_advice"))
    for row in live:
        if all(getattr(row, name) == value for name, value in said.items()):
            return row
        row.state = ASSESSMENT.after(row.state, "replace")
        row.save(update_fields=["state"])
    found = score(known.facts, figures)
    row = Assessment.objects.create(
        applicant=applicant, points=found.points, known_percent=found.known, advice=found.advice, made_at=at,
        made_by=by.key, **said,
    )  # fmt: skip
    told = {"points": found.points, "advice": found.advice}
    record(action="onboarding.assess", subject=row, by=by, at=at, client_id=applicant.client_id, data=told)
    return row
