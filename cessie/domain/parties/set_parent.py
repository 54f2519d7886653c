"""Note who controls a company: limits are also given to a group as a whole."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.groups import DEPTH, head_of
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_parent(*, company_id: UUID, parent_id: UUID | None, by: Viewer, at: datetime) -> Company:
    """The company belongs to ``parent_id``'s group from now on; None: to nobody's. The same again changes nothing.

    Refused: no right, an unknown company (``NotFound``), a company above itself, a group deeper than five.
    """
    by.require("credit.set_limit")
    wanted = [company_id] if parent_id is None else [company_id, parent_id]
    rows = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted)
    found = {row.pk: row for row in rows.order_by("pk")}
    if company_id not in found or (parent_id is not None and parent_id not in found):
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    company = found[company_id]
    if company.parent_id == parent_id:
        return company
    if parent_id is not None and head_of(parent_id, through=company_id) is None:
        words = N_("{name} cannot stand above itself, nor a group be deeper than {depth}.")
        raise Refusal("parties.circle", words, name=company.name, depth=DEPTH)
    company.parent_id = parent_id
    company.save(update_fields=["parent"])
    record(action="parties.set_parent", subject=company, by=by, at=at, data={"parent": str(parent_id or "")})
    return company
