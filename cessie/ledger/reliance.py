"""On which debtors the house's money relies: what limits are taken by."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import BOUGHT
from cessie.lib.money import EUR, Money


def relied_on(debtors: Collection[UUID], *, currency: str = EUR) -> dict[UUID, dict[UUID, Money]]:
    """What the house's money relies on each debtor for, by invoice: what he owes on bought ones, and of pledged ones
    the share of the advances that they secure, in proportion to what is open of them, rounded up. One statement."""
    found: dict[UUID, dict[UUID, Money]] = {debtor: {} for debtor in debtors}
    keys = list(debtors)
    for debtor, invoice, cents in _rows(
        "with lent as materialized (select contract_id, sum(amount_cents) as cents from ledger_balance"
        "  where open and account = '1200' and currency = %s group by 1 having sum(amount_cents) > 0),"
        " pledged as (select l.contract_id, l.invoice_id, max(l.debtor_id::text)::uuid as debtor_id,"
        "   sum(l.amount_cents) as cents, sum(sum(l.amount_cents)) over (partition by l.contract_id) as whole"
        "  from lent join ledger_line l on l.contract_id = lent.contract_id and l.account = '9000' and l.currency = %s"
        "  group by 1, 2 having sum(l.amount_cents) > 0)"
        " select debtor_id, invoice_id, sum(amount_cents) from ledger_balance"
        "  where open and account = any(%s) and currency = %s and debtor_id = any(%s) group by 1, 2"
        " union all select p.debtor_id, p.invoice_id, least(p.cents, ceil(p.cents::numeric * lent.cents / p.whole))"
        "  from pledged p join lent using (contract_id) where p.debtor_id = any(%s)",
        [currency, currency, list(BOUGHT), currency, keys, keys],
    ):
        found[debtor][invoice] = Money(int(cents), currency)
    return found


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
