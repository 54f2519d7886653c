"""What is open and what is held by due date: the figures behind an overview, however many invoices there are.

The sums are the books' (``ledger_balance``), the due date is the document's; one statement brings them together, for
a hundred thousand keys would not fit between two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.chart import BOUGHT
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Due:
    """Bought invoices of one due date: what debtors owe, what is held back, of how many that are open."""

    due_date: date
    open: Money
    held: Money
    invoices: int


def due(*, viewer: Viewer, client_id: UUID, contract_ids: list[UUID], currency: str = EUR) -> tuple[Due, ...]:
    """The open money of a client by due date, earliest first; ``NotFound`` for the client's stranger."""
    if not viewer.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.due_date, coalesce(sum(b.amount_cents) filter (where b.account <> '2110'), 0),"
            " coalesce(-sum(b.amount_cents) filter (where b.account = '2110'), 0),"
            " count(*) filter (where b.account <> '2110')"
            " from ledger_balance b join invoices_invoice i on i.id = b.invoice_id"
            " where b.open and b.account = any(%s) and b.contract_id = any(%s) and b.currency = %s"
            " and i.client_id = %s group by 1 order by 1",
            [[*BOUGHT, "2110"], contract_ids, currency, client_id],
        )
        return tuple(
            Due(day, Money(int(owed), currency), Money(int(held), currency), count)
            for day, owed, held, count in cursor.fetchall()
        )
