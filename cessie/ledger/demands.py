"""What was demanded from debtors beside their invoices and is neither paid nor given up (P41, P42)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from cessie.lib.money import EUR, Money


def demanded(claims: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What stands of each claim part; zero where nothing does. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select reference_id, sum(amount_cents) from ledger_balance"
            " where open and account = '9030' and currency = %s and reference_id = any(%s) group by 1",
            [currency, list(claims)],
        )
        found = {key: Money(int(cents), currency) for key, cents in cursor.fetchall()}
    return {key: found.get(key, Money(0, currency)) for key in claims}
