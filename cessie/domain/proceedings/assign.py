"""Give a case to a lawyer or a bailiff; he takes it, or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.proceedings.door import release
from cessie.domain.proceedings.models import Assignment, Partner
from cessie.domain.proceedings.rights import locked, partner_of, unknown
from cessie.domain.proceedings.rules.states import ASSIGNMENT, GIVEN, OVER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def assign(*, case_id: UUID, partner_id: UUID, by: Viewer, at: datetime) -> Assignment:
    """Offer the case to the partner; who had it in the same role loses it. Offered to him already: nothing changes.

    Refused: no right (``NotAllowed``), no such case or partner (``NotFound``), a case that is over. Locks the case.
    """
    by.require("proceedings.work")
    case = locked(case_id, by)
    partner = Partner.objects.filter(pk=partner_id, ended_at__isnull=True).first()
    if partner is None:
        raise NotFound("proceedings.no_partner", N_("There is no such partner."))
    if case.state in OVER:
        raise Refusal("proceedings.over", N_("This case is over."))
    given = Assignment.objects.filter(case=case, partner=partner, state__in=GIVEN).first()
    if given is not None:
        return given
    release(case, at, partner.role)
    row = Assignment.objects.create(case=case, partner=partner, role=partner.role, offered_at=at, offered_by=by.key)
    facts = {"partner": partner.pk, "role": partner.role}
    record(action="proceedings.assign", subject=case, by=by, at=at, client_id=case.dossier.client_id, data=facts)
    return row


@transaction.atomic
def answer(*, case_id: UUID, take: bool, words: str = "", by: Viewer, at: datetime) -> Assignment:
    """The partner takes the case or refuses it, with his reason; answered already: nothing changes. Locks the case.

    Refused: a case that is not offered to him (``NotFound``), a refusal without words.
    """
    case, partner = locked(case_id, by), partner_of(by)
    row = Assignment.objects.filter(case=case, partner=partner, state__in=GIVEN).first() if partner else None
    if row is None:
        raise unknown()
    if row.state == "accepted":
        return row
    if not take and not words.strip():
        raise Refusal("proceedings.no_reason", N_("Please say why."))
    row.state = ASSIGNMENT.after(row.state, "accept" if take else "refuse")
    row.words, row.answered_at, row.answered_by = words.replace("\x00", "").strip(), at, by.key
    row.save(update_fields=["state", "words", "answered_at", "answered_by"])
    act = "proceedings.take" if take else "proceedings.refuse"
    record(action=act, subject=case, by=by, at=at, client_id=case.dossier.client_id, data={"role": row.role})
    return row
