"""What was demanded from debtors beside their invoices (P41), and what of it was paid or given up (P42)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID, uuid5

from django.db import connection

from cessie.law.imputation import Beside
from cessie.lib.money import EUR, Money

Part = Literal["interest", "costs"]
#: What is demanded beside an invoice, with the kind of its entry.
PARTS: Final[Mapping[Part, Literal["interest_demanded", "costs_demanded"]]] = {
    "interest": "interest_demanded",
    "costs": "costs_demanded",
}
_CLAIMS: Final = UUID("6f1d5c1e-6a0c-5b8e-9a43-2c9d7b1f0e55")


def claim_key(invoice_id: UUID, part: Part) -> UUID:
    """The claim of the books (``Dims.reference``) that is a part beside an invoice.

    >>> claim_key(UUID(int=1), "costs") == claim_key(UUID(int=1), "interest")
    False
    """
    return uuid5(_CLAIMS, f"{invoice_id}/{part}")


def beside(invoice_ids: Collection[UUID]) -> dict[UUID, Beside]:
    """What is demanded beside each invoice and neither paid nor given up. One statement."""
    return _beside(
        invoice_ids,
        "select reference_id, sum(amount_cents) from ledger_balance"
        " where open and account = '9030' and currency = %s and reference_id = any(%s) group by 1",
    )


def demanded_after(invoice_ids: Collection[UUID], day: date) -> dict[UUID, Beside]:
    """What was demanded beside each invoice after a day, were it paid since or not: its payer could not know of it."""
    return _beside(
        invoice_ids,
        "select l.reference_id, sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.account = '9030' and e.currency = %s and l.reference_id = any(%s)"
        " and e.rule = 'P41' and e.value_date > %s group by 1",
        day,
    )


def discharged(invoice_ids: Collection[UUID]) -> dict[UUID, Beside]:
    """What was paid of the demands beside each invoice, or given up for good; it is not demanded a second time."""
    return _beside(
        invoice_ids,
        "select l.reference_id, -sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.account = '9030' and e.currency = %s and l.reference_id = any(%s)"
        " and e.kind in ('demand_settled', 'demand_settled_reversed', 'demand_collected', 'demand_collected_reversed',"
        " 'demand_given_up', 'demand_given_up_reversed')"
        " group by 1",
    )


@dataclass(frozen=True, slots=True)
class PaidBeside:
    """An entry that settled a part beside an invoice with money that came to whoever the invoice is owed to."""

    invoice_id: UUID
    part: Part
    entry_id: UUID
    value_date: date
    recorded_at: datetime
    amount: Money


def paid_beside(invoice_ids: Collection[UUID]) -> tuple[PaidBeside, ...]:
    """What settled demands beside these invoices and was not undone, by day; without what a third-party account
    collected (``demand_collected``). One statement."""
    keys = {claim_key(invoice, part): (invoice, part) for invoice in invoice_ids for part in PARTS}
    with connection.cursor() as cursor:
        cursor.execute(
            "select l.reference_id, e.id, e.value_date, e.recorded_at, -l.amount_cents from ledger_line l"
            " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
            " where l.account = '9030' and l.reference_id = any(%s) and e.kind = 'demand_settled'"
            " and not exists (select 1 from ledger_entry r where r.reverses_id = e.id)"
            " order by e.value_date, e.recorded_at, e.id, l.no",
            [list(keys)],
        )
        return tuple(
            PaidBeside(*keys[key], entry, day, moment, Money(int(cents)))
            for key, entry, day, moment, cents in cursor.fetchall()
        )


def _beside(invoice_ids: Collection[UUID], sql: str, *more: date) -> dict[UUID, Beside]:
    keys = {(invoice, part): claim_key(invoice, part) for invoice in invoice_ids for part in PARTS}
    with connection.cursor() as cursor:
        cursor.execute(sql, [EUR, list(keys.values()), *more])
        found = {key: Money(int(cents)) for key, cents in cursor.fetchall()}
    nothing = Money(0)
    return {
        invoice: Beside(
            found.get(keys[invoice, "interest"], nothing),
            found.get(keys[invoice, "costs"], nothing),
        )
        for invoice in invoice_ids
    }
