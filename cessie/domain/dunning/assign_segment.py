"""Say in which segment a creditor sees a debtor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.models import Assignment
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.ladder import SEGMENTS
from cessie.domain.parties.models import Relation
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def assign_segment(*, client_id: UUID, debtor_id: UUID, segment: str, by: Viewer, at: datetime) -> Assignment:
    """From now on the ladder of this segment holds for the debtor; the same again changes nothing.

    Refused: no right (``NotAllowed``), a debtor whom the client does not know (``NotFound``), an unknown segment.
    """
    require("dunning.set", client_id, by)
    if segment not in SEGMENTS:
        raise Refusal("dunning.unknown_segment", N_("There is no such segment."))
    known = Relation.objects.select_for_update(of=("self",)).filter(client_id=client_id, debtor_id=debtor_id)
    if not known.exists():
        raise NotFound("dunning.unknown_debtor", N_("There is no such debtor."))
    row = Assignment.objects.filter(client_id=client_id, debtor_id=debtor_id).first()
    if row is not None and row.segment == segment:
        return row
    row = row or Assignment(client_id=client_id, debtor_id=debtor_id)
    row.segment, row.set_at, row.set_by = segment, at, by.key
    row.save()
    facts = {"debtor": debtor_id, "segment": segment}
    record(action="dunning.assign_segment", subject=row, by=by, at=at, client_id=client_id, data=facts)
    return row
