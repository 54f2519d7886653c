"""The client answers what the debtor contests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.disputes.door import locked, move, require_owner
from cessie.domain.disputes.models import Dispute
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def answer(*, dispute_id: UUID, words: str, by: Viewer, at: datetime) -> Dispute:
    """Say something to the debtor without ending it: asked for a document, sent one, offered something.

    Refused: another's dispute (``NotFound``), who may not act for the client (``NotAllowed``), one that is over
    (``WrongState``), no words.
    """
    dispute = locked(dispute_id, by)
    require_owner(dispute.invoice, by)
    return move(dispute, "answer", words, by=by, at=at)
