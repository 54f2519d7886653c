"""What a month's fees may be on that this room knows: what counted for financing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.availability.models import Run
from cessie.domain.charges.measured import Measure
from cessie.lib.money import Money


def eligible(contract_ids: Collection[UUID], month: date, last: date) -> Mapping[UUID, Money]:
    """What was eligible of each contract when it was reckoned last in the month; none that was not reckoned in it."""
    runs = Run.objects.filter(contract_id__in=contract_ids, run_date__gte=month, run_date__lte=last)
    newest = runs.order_by("contract_id", "-run_date", "-made_at", "-pk").distinct("contract_id")
    told = newest.values_list("contract_id", "pool__eligible_cents", "currency")
    return {contract: Money(cents, currency) for contract, cents, currency in told}


FEE_BASES: Final[Mapping[str, Measure]] = {"ELIGIBLE": eligible}
