"""A person lets the insurer be asked for the limit that a client asks for; or asks again where no answer came."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.models import CoverRequest, LimitRequest
from cessie.domain.credit.rules.states import COVER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def ask_insurer(*, request_id: UUID, by: Viewer, at: datetime) -> CoverRequest:
    """Note that the insurer is to be asked; a job sends it. While it runs, again does nothing.

    One that failed, or of which nobody knows whether it arrived, is sent again by this word alone. Refused: no right
    (``NotAllowed``), an unknown request (``NotFound``), one that was answered.
    """
    by.require("credit.set_limit")
    row = LimitRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if row is None:
        raise NotFound("credit.unknown_request", N_("There is no such request."))
    if row.state != "asked":
        raise Refusal("credit.request_answered", N_("This request was answered already."))
    cover = CoverRequest.objects.select_for_update(of=("self",)).filter(request=row).first()
    if cover is not None and ("again" not in (event for state, event in COVER.moves if state == cover.state)):
        return cover
    if cover is None:
        cover = CoverRequest.objects.create(request=row, asked_at=at, asked_by=by.key)
    else:
        cover.state, cover.words, cover.asked_at, cover.asked_by = COVER.after(cover.state, "again"), "", at, by.key
        cover.save(update_fields=["state", "words", "asked_at", "asked_by"])
    record(action="credit.ask_insurer", subject=cover, by=by, at=at, client_id=row.client_id)
    return cover
