"""Companies that ask and their assessments as a viewer may see them: the staff what is the house's or was shown to it.

A broker reaches his own through his customer (``comparison``); nobody else sees any.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.domain.onboarding.rules.known import FROM
from cessie.domain.onboarding.rules.score import Facts, Part, Score, score
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: By what the companies can be sorted.
ORDERS: Final = {"name": "name", "points": "points", "made": "made_at", "since": "added_at"}


def applicants(viewer: Viewer, *, text: str = "", sort: str = "") -> QuerySet[Applicant]:
    """Companies with ``points``, ``advice``, ``stands`` (its state) and ``made_at`` of the newest assessment."""
    rows = Applicant.objects.filter(shown_at__isnull=False) if viewer.sees_all else Applicant.objects.none()
    newest = Assessment.objects.filter(applicant=OuterRef("pk")).order_by("-made_at", "-pk")
    rows = rows.select_related("client__company", "through").annotate(
        points=Subquery(newest.values("points")[:1]), advice=Subquery(newest.values("advice")[:1]),
        stands=Subquery(newest.values("state")[:1]), made_at=Subquery(newest.values("made_at")[:1]),
    )  # fmt: skip
    if text.strip():
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(number__icontains=text.strip().replace(".", "")))
    order = ORDERS.get(sort.removeprefix("-"), "added_at")
    down = sort.startswith("-") if sort else True
    return rows.order_by(f"{'-' if down else ''}{order}", "pk")


def own_applicant(viewer: Viewer, applicant_id: UUID, *, lock: bool = False) -> Applicant:
    """One of them; ``NotFound`` where it is not for him."""
    rows = Applicant.objects.filter(pk=applicant_id, shown_at__isnull=False)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first() if viewer.sees_all else None
    if row is None:
        raise no_applicant()
    return row


def no_applicant() -> NotFound:
    """There is none, or not for him."""
    return NotFound("onboarding.no_applicant", N_("There is no such company."))


def assessments(applicant: Applicant) -> QuerySet[Assessment]:
    """All that was worked out of it, the newest first."""
    return Assessment.objects.filter(applicant=applicant).order_by("-made_at", "-pk")


def assessment(viewer: Viewer, assessment_id: UUID) -> Assessment:
    """One of a company that he may see (``NotFound``)."""
    row = Assessment.objects.select_related("applicant").filter(pk=assessment_id).first()
    if row is None:
        raise no_applicant()
    own_applicant(viewer, row.applicant_id)
    return row


def of_client(viewer: Viewer, client_id: UUID) -> Assessment | None:
    """The newest assessment of what became this client; for the staff."""
    if not viewer.sees_all:
        return None
    rows = Assessment.objects.filter(applicant__client_id=client_id, applicant__shown_at__isnull=False)
    return rows.select_related("applicant").order_by("-made_at", "-pk").first()


def worked_out(row: Assessment) -> Score:
    """Its score again, from what was kept: the same figures give the same points."""
    return score(Facts(**row.facts), row.figures)


def source_of(row: Assessment, part: Part) -> str:
    """Where a figure of the score is from; nothing where it is not known."""
    return str(row.sources.get(FROM[part.name], "")) if part.value is not None else ""
