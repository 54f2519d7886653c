"""The principal takes claims back that his ladder had handed over: the agency asks for them no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.collection.door import locked, move, say, soon
from cessie.domain.collection.look import drop
from cessie.domain.collection.models import Act, Claim, Dossier
from cessie.domain.collection.received import paid_on
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.collection.tasks import ask, settled
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason

_WHY: Final = Reason("collection.taken_back", N_("The principal took back what his ladder had handed over."))


def taken_back() -> tuple[UUID, ...]:
    """Living dossiers with a claim whose hand-over was taken back. For the clock."""
    rows = Claim.objects.filter(live=True, hand_over__taken_back_at__isnull=False, dossier__state__in=LIVE)
    return tuple(rows.order_by("dossier_id").values_list("dossier_id", flat=True).distinct())


@transaction.atomic
def take_out(*, dossier_id: UUID, by: Viewer, at: datetime) -> Dossier:
    """Take such claims out; a dossier of nothing else is recalled. What was planned towards the debtor is dropped.

    Where money came for the dossier already, and others of its claims stay, a person says which claim it paid: its
    claims are left as they are. Again changes nothing. Lock: the dossier. Refused: not there (``NotFound``).
    """
    dossier = locked(dossier_id, by)
    claims = list(Claim.objects.filter(dossier=dossier, live=True).select_related("hand_over"))
    gone = [claim for claim in claims if claim.hand_over is not None and claim.hand_over.taken_back_at is not None]
    if dossier.state not in LIVE or not gone:
        return dossier
    for act in Act.objects.filter(dossier=dossier, state="planned").select_related("dossier"):
        drop(act, [_WHY], by=by, at=at)
    if len(gone) == len(claims):
        settled(dossier, by=by, at=at)
        return move(dossier, "recall", reasons=[_WHY], by=by, at=at)
    if paid_on([dossier.pk])[dossier.pk]:
        ask("dossier.decide", dossier, [_WHY], by=by, at=at)
        return dossier
    _out(dossier, gone, by, at)
    return dossier


def _out(dossier: Dossier, gone: Sequence[Claim], by: Viewer, at: datetime) -> None:
    for claim in gone:
        claim.live, claim.removed_at, claim.removed_by = False, at, by.key
        claim.save(update_fields=["live", "removed_at", "removed_by"])
    numbers = ", ".join(claim.number for claim in gone)
    told = Reason("collection.taken_out", N_("Taken out: {numbers}."), {"numbers": numbers})
    say(dossier, "take_out", reasons=[told, _WHY], by=by, at=at)
    facts = {"claims": len(gone), "debtor": dossier.debtor_id}
    record(action="collection.take_out", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)
