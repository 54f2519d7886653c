"""Note whether a debtor receives e-invoices over Peppol, as the network said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.correspondence.models import Receiving
from cessie.domain.correspondence.reach import FRESH


def note_receiving(*, debtor_id: UUID, participant: str, receives: bool, at: datetime) -> None:
    """The last look-up counts; what the network says of a participant is no secret and no decision."""
    said = {"participant": participant, "receives": receives, "looked_at": at}
    Receiving.objects.update_or_create(debtor_id=debtor_id, defaults=said)


def is_known(*, debtor_id: UUID, at: datetime) -> bool:
    """Whether it was looked up lately enough."""
    return Receiving.objects.filter(pk=debtor_id, looked_at__gte=at - FRESH).exists()
