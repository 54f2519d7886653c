"""A dossier follows its case: held while it runs, worked on again once it is given back, a person's when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.door import locked, move, say, soon
from cessie.domain.collection.look import drop
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rules.states import DOSSIER, LIVE, Stage
from cessie.domain.collection.tasks import ask, settled
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason

#: What a stage makes of the dossier, where it may.
_EVENT: Final = {"runs": "go_to_court", "back": "resume", "stopped": "resume"}


@transaction.atomic
def follow_case(*, dossier_id: UUID, stage: Stage, reasons: Sequence[Reason] = (), by: Viewer, at: datetime) -> Dossier:
    """Bring a living dossier to where its case stands; again changes nothing. A closed one stays closed.

    What was planned towards the debtor is dropped while a case runs: nothing is asked by two hands. What stopped or
    ended otherwise than by payment is put before a person, with the reasons. Lock: the dossier.
    """
    dossier = locked(dossier_id, by)
    if dossier.state not in LIVE:
        return dossier
    event = _EVENT.get(stage, "")
    if (dossier.state, event) in DOSSIER.moves and (stage == "runs" or dossier.state == "to_court"):
        move(dossier, event, reasons=reasons, by=by, at=at)
    elif stage != "runs":
        say(dossier, f"case_{stage}", reasons=reasons, by=by, at=at)
    if stage == "runs":
        settled(dossier, "dossier.decide", by=by, at=at)  # it is decided: the case goes on
        why = [Reason("collection.before_court", N_("A case runs: the lawyer and the bailiff have the word."))]
        for act in Act.objects.filter(dossier=dossier, state="planned").select_related("dossier"):
            drop(act, why, by=by, at=at)
    if stage in ("stopped", "ended"):
        ask("dossier.decide", dossier, reasons, by=by, at=at)
    soon(dossier, at)
    return dossier
