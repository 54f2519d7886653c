"""What came in for each client's invoices in a year, and from whose account: for the nightly look at signs of fraud."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from cessie.domain.credit.rules.receipts import Came, Indirect
from cessie.domain.matching.models import Allocation, Settlement
from cessie.domain.parties.models import BankAccount
from cessie.domain.parties.rules.names import likeness as _likeness
from cessie.lib.days import booking_day, day_begins

_YEAR = timedelta(days=365)
#: From which likeness the holder of an account is the debtor.
SAME = Decimal("0.85")


likeness = lru_cache(maxsize=50_000)(_likeness)  # the same payers pay the same debtors all year


@dataclass(frozen=True, slots=True)
class _Owner:
    company: UUID
    parent: UUID | None
    confirmed: bool


def came_year(on: date) -> dict[UUID, list[Came]]:
    """Every payment of the 365 days before by the client whose invoice it paid; two statements. For jobs.

    An account is known as the debtor's if it was confirmed, bears his name, or paid for him at another client too.
    """
    rows = list(
        Allocation.objects.filter(live=True, receipt__line__booked_date__gt=on - _YEAR).values_list(
            "invoice__client_id", "invoice__client__company_id", "invoice__client__company__parent_id",
            "invoice__debtor__company_id", "invoice__debtor__company__name", "invoice__number", "amount_cents",
            "receipt__line__booked_date", "receipt__line__counterparty_iban", "receipt__line__counterparty_name",
        )
    )  # fmt: skip
    owners: dict[str, list[_Owner]] = defaultdict(list)
    accounts = BankAccount.objects.filter(ended_at__isnull=True)
    for iban, company, parent, confirmed in accounts.values_list(
        "iban", "company_id", "company__parent_id", "confirmed_at"
    ):
        owners[iban].append(_Owner(company, parent, confirmed is not None))
    paid_for: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for row in rows:
        paid_for[row[3], row[8]].add(row[0])
    found: dict[UUID, list[Came]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(_came(row, owners.get(row[8], []), elsewhere=len(paid_for[row[3], row[8]]) > 1))
    return found


def _came(row: tuple[Any, ...], owners: list[_Owner], *, elsewhere: bool) -> Came:
    _client, company, above, debtor, buyer, number, cents, day, iban, name = row
    own = any(owner.company == company or owner.company == above or (owner.parent == company) for owner in owners)
    confirmed = any(owner.confirmed and owner.company == debtor for owner in owners)
    named = bool(name and buyer) and likeness(name, buyer) >= SAME
    known = bool(iban) and not own and (confirmed or elsewhere or named)
    return Came(day, cents, buyer or "", number, iban, name, known, own)


def indirect_year(on: date) -> dict[UUID, list[Indirect]]:
    """What debtors paid to clients instead of to the house in the 365 days before, by client. For jobs."""
    found: dict[UUID, list[Indirect]] = defaultdict(list)
    rows = Settlement.objects.filter(
        kind="indirect_payment", state="posted", posted_at__gte=day_begins(on - _YEAR)
    ).values_list("invoice__client_id", "posted_at", "amount_cents", "invoice__number")
    for client, at, cents, number in rows:
        if at is not None:
            found[client].append(Indirect(booking_day(at), cents, number))
    return found
