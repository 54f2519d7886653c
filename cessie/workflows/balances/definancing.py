"""Lines of clients' ledgers that are past due for longer than the contract bears go back to the client, by the night's
job where the contract says so."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from cessie.domain.availability.leaving import charges_back
from cessie.domain.client_ledgers.due import due_lines
from cessie.domain.client_ledgers.queries import on_balances
from cessie.domain.client_ledgers.set_apart import set_apart
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.purchase.rules.recourse import waits
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal

log = logging.getLogger(__name__)

#: What the trail says of it.
NOTE = "definancing"


def night(*, by: Viewer, at: datetime) -> int:
    """Charge back what is due under each contract on balances; how many lines. Again charges nothing twice."""
    today = booking_day(at)
    return sum(_of(contract, today, by, at) for contract in on_balances(today))


def _of(contract: Contract, today: date, by: Viewer, at: datetime) -> int:
    terms = terms_on(contract.pk, today)[1]
    if not charges_back(terms):
        return 0
    by_debtor: dict[UUID, list[str]] = defaultdict(list)
    for line in due_lines(contract.pk, today, until=today - timedelta(days=waits(terms) + 1)):
        by_debtor[line.debtor_id].append(line.number)
    return sum(_back(contract, debtor, numbers, by, at) for debtor, numbers in by_debtor.items())


def _back(contract: Contract, debtor_id: UUID, numbers: list[str], by: Viewer, at: datetime) -> int:
    """A debtor's lines together; where one of them cannot go, each alone. What cannot is looked at the next night."""
    try:
        rows = set_apart(
            contract_id=contract.pk, debtor_id=debtor_id, numbers=numbers, cause="charged_back", note=NOTE, by=by, at=at
        )
    except Refusal as no:
        if len(numbers) > 1:
            return sum(_back(contract, debtor_id, [number], by, at) for number in numbers)
        log.info("not charged back", extra={"contract": contract.number, "reason": no.reason.code})
        return 0
    return len(rows)
