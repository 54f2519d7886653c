"""Third-party money as the books hold it: owed to principals by claim, claims on them, the house's own share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.money import EUR, Money


def owed_by_claim(*, client: UUID | None = None, currency: str = EUR) -> dict[UUID, dict[UUID, Money]]:
    """What is owed to each principal (2200), by claim; of one ``client`` or of all. Positive; claims of zero are left
    out. One statement."""
    rows = _rows(
        "select client_id, reference_id, amount_cents from ledger_balance where open and account = '2200'"
        " and currency = %s and (%s::uuid is null or client_id = %s) order by reference_id",
        [currency, client, client],
    )
    found: dict[UUID, dict[UUID, Money]] = {}
    for principal, reference, cents in rows:
        found.setdefault(principal, {})[reference] = Money(-int(cents), currency)
    return found


def owed_on(references: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What is owed on each of these claims; zero where nothing is. One statement."""
    rows = _rows(
        "select reference_id, sum(amount_cents) from ledger_balance where open and account = '2200'"
        " and currency = %s and reference_id = any(%s) group by 1",
        [currency, list(references)],
    )
    found = {key: Money(-int(cents), currency) for key, cents in rows}
    return {key: found.get(key, Money(0, currency)) for key in references}


def owed_by_principals(clients: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What each principal owes the house (1410): commission, and money that went back after it was passed on."""
    rows = _rows(
        "select client_id, sum(amount_cents) from ledger_balance where open and account = '1410'"
        " and currency = %s and client_id = any(%s) group by 1",
        [currency, list(clients)],
    )
    found = {key: Money(int(cents), currency) for key, cents in rows}
    return {key: found.get(key, Money(0, currency)) for key in clients}


def own_share(bank: UUID, *, currency: str = EUR) -> Money:
    """What of the third-party account is the house's own: commission set off and not moved, less what it bears; below
    zero others' money is short. One third-party account is open at a time: all that is owed stands on it."""
    return balance("1020", Dims(bank=bank), currency=currency) + balance("2200", currency=currency)


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
