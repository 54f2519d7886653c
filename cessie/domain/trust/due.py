"""Whose remittance is due: contracts under which something came in that no remittance has reckoned with."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from cessie.domain.banking.models import Statement
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.trust.models import Back, Direct, Receipt, Remittance
from cessie.domain.trust.rules.shares import due_on

#: Days after a period for which its last bank statement is waited for.
PATIENCE = timedelta(days=3)


def due(today: date) -> list[tuple[UUID, date]]:
    """By contract the last day of the newest period that is over and not reckoned with, by key; for the clock.

    A period is over once the bank has told of its last day, or three days after it.
    """
    contracts = Contract.objects.in_bulk(_moved())
    last = dict(
        Remittance.objects.filter(contract__in=contracts).values_list("contract_id").annotate(Max("until_date"))
    )
    found = []
    for key in sorted(contracts):
        since = last.get(key, contracts[key].started_date - timedelta(days=1))
        _version, terms = terms_on(key, max(today, contracts[key].started_date))
        until = due_on(terms.remittance, since, today) if terms.holds_for_others else None
        if until is not None and is_over(until, today):
            found.append((key, until))
    return found


def _moved() -> set[UUID]:
    """Contracts with a movement that no remittance reckoned with."""
    rows = [
        Receipt.objects.filter(remittance__isnull=True, contract__isnull=False).values_list("contract_id", flat=True),
        Direct.objects.filter(remittance__isnull=True, state="reported").values_list("contract_id", flat=True),
        Back.objects.filter(remittance__isnull=True, receipt__contract__isnull=False).values_list(
            "receipt__contract_id", flat=True
        ),
    ]
    return {key for found in rows for key in found.distinct() if key is not None}


def is_over(day: date, today: date) -> bool:
    """Whether all that came by a day is known: the bank's statements of the third-party account reach beyond it, or
    they were waited for."""
    last = Statement.objects.filter(state="chained", following__isnull=True, account__purpose="trust")
    told = last.filter(account__closed_date__isnull=True, closing_date__gt=day)
    return today > day + PATIENCE or told.exists()
