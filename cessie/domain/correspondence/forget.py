"""What a message says of people, once its letter was erased: nothing; that it was sent, when and how, stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.correspondence.rules.notice import Notice
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def forget(*, document_id: str, by: Viewer) -> int:
    """Empty addressee, list and subject of a document's messages; how many. Refused: who may not (``NotAllowed``)."""
    by.require("house.erase")
    rows = list(Message.objects.select_for_update().filter(Q(document_id=document_id) | Q(wire_id=document_id)))
    for row in rows:
        row.recipient, row.subject, row.trouble = {}, "", None
        row.says = Notice.from_json(row.says).without_people().to_json()
        row.save(update_fields=["recipient", "subject", "trouble", "says"])
    Attempt.objects.filter(message__in=rows).update(answer="")
    return len(rows)
