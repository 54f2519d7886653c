"""How long third-party money waits: of each principal the day from which the oldest of it was not reckoned with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Min

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.trust.models import Receipt

#: Days after which somebody looks why money was not passed on, by how often it should be: the period, and ten days.
#: House policy; no figure of a statute is known to us (unverified).
LIMITS: Final = {"WEEKLY": 17, "MONTHLY": 41, "ON_DEMAND": 41}
#: The same of money of which nobody said whose it is.
NOBODYS: Final = 10


@dataclass(frozen=True, slots=True)
class Waits:
    """Money of a principal (None: nobody's yet) that waits ``since`` a day, and until when that is in order."""

    client_id: UUID | None
    contract_id: UUID | None
    since: date
    until: date

    def late(self, today: date) -> bool:
        """Whether it waits too long."""
        return today > self.until


def since_of() -> dict[UUID, date]:
    """By contract the day of the oldest receipt that no remittance reckoned with. One statement."""
    rows = Receipt.objects.filter(state="kept", remittance__isnull=True, contract__isnull=False)
    return dict(rows.values_list("contract_id").annotate(Min("line__booked_date")).order_by())


def waits(today: date) -> Iterator[Waits]:
    """Each contract with money that waits, and the oldest that is nobody's."""
    since = since_of()
    for contract in Contract.objects.filter(pk__in=since).order_by("pk"):
        _version, terms = terms_on(contract.pk, max(today, contract.started_date))
        limit = timedelta(days=LIMITS.get(terms.remittance, LIMITS["ON_DEMAND"]))
        yield Waits(contract.client_id, contract.pk, since[contract.pk], since[contract.pk] + limit)
    oldest = Receipt.objects.filter(state="waiting").aggregate(day=Min("line__booked_date"))["day"]
    if oldest is not None:
        yield Waits(None, None, oldest, oldest + timedelta(days=NOBODYS))
