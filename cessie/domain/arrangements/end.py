"""End a promise or a plan before its time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import locked, move, refuse, require_owner
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def end(*, arrangement_id: UUID, words: str, by: Viewer, at: datetime) -> Arrangement:
    """Its invoices stand as if it had not been; again does nothing. By the client or the staff; a debtor takes back
    only what he asked for and nobody approved yet.

    Refused: another's (``NotFound``), no right (``NotAllowed``), one that is kept or broken (``WrongState``), no words.
    """
    made = locked(arrangement_id, by)
    if made.state == "ended":
        return made
    if by.kind != "debtor" or made.state != "asked":
        require_owner(made.client_id, by)
    if not words.strip():
        refuse(Reason("arrangements.no_words", N_("Say in a few words why.")))
    return move(made, "end", words=words, by=by, at=at)
