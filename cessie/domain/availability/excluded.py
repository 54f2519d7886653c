"""What findings hold out of a contract's pool on a day, with the lines that are set apart, as the rules ask it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from cessie.domain.availability.models import Excluded
from cessie.domain.availability.rules.snapshot import Out
from cessie.domain.client_ledgers.apart import apart_numbers
from cessie.lib.references import normal_invoice_number


def excluded(contract_id: UUID, day: date) -> frozenset[Out]:
    """Whom and which numbers; two statements."""
    rows = Excluded.objects.filter(contract_id=contract_id, ended_at__isnull=True)
    rows = rows.filter(Q(until_date__isnull=True) | Q(until_date__gte=day))
    held = frozenset(Out(debtor, number) for debtor, number in rows.values_list("debtor_id", "number"))
    return held | {Out(debtor, normal_invoice_number(number)) for debtor, number in apart_numbers(contract_id)}
