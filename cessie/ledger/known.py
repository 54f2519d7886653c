"""What the books said of one client or one debtor at the end of a day as they were known at a moment, line by line.

For confirmations: whatever is booked later, the same question has the same answer for ever. One statement each.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import BOUGHT
from cessie.lib.money import EUR, Money


def of_client(
    client: UUID, accounts: Collection[str], *, day: date, known_at: datetime, currency: str = EUR
) -> dict[tuple[UUID, str], Money]:
    """The balances of some accounts by contract and account, debit positive; only those that are not zero."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select contract_id, account, sum(amount_cents) from ledger_line where contract_id = any("
            " select distinct contract_id from ledger_balance where client_id = %s and contract_id is not null)"
            " and client_id = %s and account = any(%s) and currency = %s and booking_date <= %s and recorded_at <= %s"
            " group by 1, 2 having sum(amount_cents) <> 0 order by 1, 2",
            [client, client, list(accounts), currency, day, known_at],
        )
        return {(contract, account): Money(int(cents), currency) for contract, account, cents in cursor.fetchall()}


def of_debtor(debtor: UUID, *, day: date, known_at: datetime, currency: str = EUR) -> dict[tuple[UUID, UUID], Money]:
    """What was open on bought invoices by contract and invoice; only those of which something was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select contract_id, invoice_id, sum(amount_cents) from ledger_line where invoice_id = any("
            " select distinct invoice_id from ledger_balance where debtor_id = %s and invoice_id is not null)"
            " and debtor_id = %s and account = any(%s) and currency = %s and booking_date <= %s and recorded_at <= %s"
            " group by 1, 2 having sum(amount_cents) <> 0 order by 1, 2",
            [debtor, debtor, list(BOUGHT), currency, day, known_at],
        )
        return {(contract, invoice): Money(int(cents), currency) for contract, invoice, cents in cursor.fetchall()}
