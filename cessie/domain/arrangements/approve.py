"""Approve a plan that was asked for, or decline it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import locked, move, refuse, require_owner
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def approve(*, arrangement_id: UUID, by: Viewer, at: datetime) -> Arrangement:
    """It runs from now on; again does nothing. By the client for his own claims, by the staff for bought ones; whoever
    of the staff asked for it in the debtor's name does not approve it himself.

    Refused: another's (``NotFound``), not his to approve (``NotAllowed``), one that waits for nobody (``WrongState``).
    """
    made = locked(arrangement_id, by)
    if made.state == "running":
        return made
    _require_approver(made, by)
    return move(made, "approve", by=by, at=at)


@transaction.atomic
def decline(*, arrangement_id: UUID, words: str, by: Viewer, at: datetime) -> Arrangement:
    """It does not come about, and the debtor reads why; again does nothing. Refused as ``approve``, without words."""
    made = locked(arrangement_id, by)
    if made.state == "declined":
        return made
    _require_approver(made, by)
    if not words.strip():
        refuse(Reason("arrangements.no_words", N_("Say in a few words why.")))
    return move(made, "decline", words=words, by=by, at=at)


def _require_approver(made: Arrangement, by: Viewer) -> None:
    require_owner(made.client_id, by)
    if made.approver == "staff" and by.kind != "staff":
        raise NotAllowed("arrangements.house", N_("The house bought this claim: it decides on the plan."))
    if by.key == made.made_by and by.kind == "staff":
        raise NotAllowed("arrangements.same_person", N_("Another person must approve what you asked for."))
