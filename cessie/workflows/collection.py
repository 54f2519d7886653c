"""Dossiers are worked on by themselves: each is looked at when its day has come, or when something about it changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cessie.domain.collection.look import look
from cessie.domain.collection.queries import to_look_at
from cessie.domain.collection.still import still_demands
from cessie.domain.collection.tend import assign
from cessie.domain.correspondence.drop import drop
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """How many dossiers were looked at, and at how many nothing could be done."""

    looked: int = 0
    failed: int = 0


def turn(*, by: Viewer, at: datetime, most: int = 5000) -> Round:
    """Look at every dossier whose day has come, each in its own transaction; a second turn finds none left.

    One that cannot be worked on (no account to pay to, no rate of the day) is said in the log and comes again with the
    next turn; the others go on.
    """
    looked = failed = 0
    for dossier_id in to_look_at(booking_day(at), most=most):
        try:
            _agent(dossier_id, by, at)
            look(dossier_id=dossier_id, by=by, at=at)
            looked += 1
        except Refusal as no:
            failed += 1
            log.warning("dossier cannot be worked on", extra={"dossier": str(dossier_id), "why": no.reason.code})
    return Round(looked, failed)


def _agent(dossier_id: UUID, by: Viewer, at: datetime) -> None:
    """Every dossier has one contact; where nobody collects yet, it goes on without."""
    try:
        assign(dossier_id=dossier_id, by=by, at=at, only_new=True)
    except Refusal:
        return


def still(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """Whether a letter of the agency may leave, asked just before: not of what was paid or contested meanwhile."""
    if still_demands(message_id=message_id, at=at):
        return True
    reason = Reason("collection.not_any_more", N_("What it asked for does not stand any more."))
    drop(message_id=message_id, reason=reason, by=by, at=at)
    return False
