"""Begin a procedure for a dossier."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.law.procedures import procedure
from cessie.law.procedures.machine import begin
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def open_case(*, dossier_id: UUID, procedure_name: str, by: Viewer, at: datetime) -> Case:
    """The running case of the dossier, or a new one under this procedure; twice is one. Locks the dossier.

    Refused: no right (``NotAllowed``), no such dossier (``NotFound``), one that is closed, another procedure that runs,
    a procedure of another country or one that is not in force (``Unlawful``).
    """
    by.require("proceedings.work")
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("debtor__company", "client__company")
    dossier = rows.filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound("collection.unknown", N_("There is no such dossier."))
    asked = procedure(procedure_name)
    running = Case.objects.filter(dossier=dossier).exclude(state__in=OVER).first()
    if running is not None:
        if running.procedure == procedure_name:
            return running
        raise Refusal("proceedings.another", N_("Another procedure runs for this dossier."))
    if dossier.state not in LIVE:
        raise Refusal("collection.closed", N_("This dossier is closed."))
    if asked.country != dossier.debtor.company.country:
        raise Refusal("proceedings.country", N_("This procedure is of another country than the debtor's."))
    first = begin(asked, booking_day(at))
    case = Case.objects.create(
        dossier=dossier, procedure=asked.name, state=first.state, since=first.since, look_date=first.since,
        opened_at=at, opened_by=by.key,
    )  # fmt: skip
    facts = {"procedure": asked.name, "dossier": dossier.pk}
    record(action="proceedings.open", subject=case, by=by, at=at, client_id=dossier.client_id, data=facts)
    return case
