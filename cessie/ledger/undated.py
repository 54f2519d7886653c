"""What debtors owe for which the books know no due day: on balances an account of a debtor stands for all invoices.

Like ``receivables``: frozen facts, keys in and no viewer, one statement each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import BOUGHT
from cessie.ledger.receivables import open_at
from cessie.lib.money import EUR


@dataclass(frozen=True, slots=True)
class Undated:
    """Cents that stood open on what counts as one invoice: those that are not doubtful, and those that are (1110)."""

    contract: UUID
    debtor: UUID
    invoice: UUID
    sound: int
    doubtful: int


def undated(contracts: Collection[UUID], day: date, *, currency: str = EUR) -> tuple[Undated, ...]:
    """What stood open without a due day at the end of a booking day under these contracts."""
    which: list[Any] = [list(BOUGHT), currency, list(contracts)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{open_at(' and r.contract_id = any(%s)')} select contract_id, debtor_id, invoice_id,"  # noqa: S608 - no outside text
            " coalesce(sum(cents) filter (where account <> '1110'), 0),"
            " coalesce(sum(cents) filter (where account = '1110'), 0)"
            " from parts where due_date is null group by 1, 2, 3 having bool_or(cents <> 0) order by 1, 2, 3",
            [*which, *which, day],
        )
        return tuple(
            Undated(contract, debtor, invoice, int(sound), int(doubtful))
            for contract, debtor, invoice, sound, doubtful in cursor.fetchall()
            if sound or doubtful
        )
