"""What findings hold out of a contract's pool on a day, as the rules ask it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from cessie.domain.availability.models import Excluded
from cessie.domain.availability.rules.snapshot import Out


def excluded(contract_id: UUID, day: date) -> frozenset[Out]:
    """Whom and which numbers; one statement."""
    rows = Excluded.objects.filter(contract_id=contract_id, ended_at__isnull=True)
    rows = rows.filter(Q(until_date__isnull=True) | Q(until_date__gte=day))
    return frozenset(Out(debtor, number) for debtor, number in rows.values_list("debtor_id", "number"))
