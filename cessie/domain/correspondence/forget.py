"""What a message says of people, once its letter was erased: nothing; that it was sent, when and how, stays."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def forget(*, document_id: str, by: Viewer) -> int:
    """Empty addressee, list and subject of a document's messages; how many. Refused: who may not (``NotAllowed``)."""
    by.require("house.erase")
    rows = Message.objects.select_for_update().filter(Q(document_id=document_id) | Q(wire_id=document_id))
    return _forget(list(rows))


@transaction.atomic
def forget_debtor(*, debtor_id: UUID, by: Viewer) -> int:
    """The same of all messages to a debtor, those that were never sent too. Refused: who may not (``NotAllowed``)."""
    by.require("house.erase")
    return _forget(list(Message.objects.select_for_update().filter(debtor_id=debtor_id)))


def _forget(rows: Sequence[Message]) -> int:
    for row in rows:
        row.recipient, row.subject, row.trouble = {}, "", None
        row.says = paper_from(row.kind, row.says).without_people().to_json()
        row.save(update_fields=["recipient", "subject", "trouble", "says"])
    Attempt.objects.filter(message__in=rows).update(answer="")
    return len(rows)
