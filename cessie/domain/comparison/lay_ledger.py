"""A customer's sales ledger is laid down: kept whole, read by the same readers as everywhere, its wrong lines named."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.models import Customer, Ledger
from cessie.domain.comparison.rights import may_work, own_customer
from cessie.domain.comparison.rules.sales import Sales, sales_of
from cessie.domain.documents import originals
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import client_ledgers
from cessie.lib.reasons import N_, Refusal

#: Wrong lines that are kept to be shown; all are counted.
SHOWN: Final = 200
LONGEST_TERM: Final = 365


def lay_ledger(*, customer_id: UUID, data: bytes, name: str, days: int, by: Viewer, at: datetime) -> Ledger:
    """The ledger, with what it holds or what is wrong in it; the same file with the same payment term is the same one.

    ``days``: after how many days an invoice falls due where the file has no due dates.
    Refused: not his customer (``NotFound``), an impossible term, what ``documents.store`` refuses, no ledger that can
    be read (``client_ledger.unknown``), one without any invoice (``comparison.no_invoice``).
    """
    customer = may_work(by, own_customer(by, customer_id))
    return lay(customer, data=data, name=name, days=days, origin="file", by=by, at=at)


def lay(customer: Customer, *, data: bytes, name: str, days: int, origin: str, by: Viewer, at: datetime) -> Ledger:
    """The same for whoever has shown that the customer is his. A client's own file is his document."""
    if not 0 < days <= LONGEST_TERM:
        raise Refusal("comparison.term", N_("A payment term has 1 to {most} days."), most=LONGEST_TERM)
    found = _read(data, days)
    stored = store(data=data, name=name, channel="portal", client_id=customer.client_id, by=by, at=at)
    with transaction.atomic():
        row, fresh = Ledger.objects.get_or_create(
            customer=customer, document=stored.document, days=days,
            defaults={"name": stored.arrival.name, "origin": origin, "laid_at": at, "laid_by": by.key} | found,
        )  # fmt: skip
        if fresh:
            facts = {"invoices": row.invoices, "wrong": row.wrong}
            record(action="comparison.ledger", subject=row, by=by, at=at, client_id=customer.client_id, data=facts)
    return row


def _read(data: bytes, days: int) -> dict[str, Any]:
    read = client_ledgers.read(data)
    if read.problems:
        return {"wrong": len(read.problems), "problems": [each.to_json() for each in read.problems[:SHOWN]]}
    sales = sales_of(read.movements, days=days)
    return {
        "invoices": len(sales.sales), "debtors": len({each.debtor for each in sales.sales}), "first": sales.first,
        "last": sales.last, "amount_cents": sum(each.cents for each in sales.sales), "aside_cents": sales.aside,
    }  # fmt: skip


def sales_in(row: Ledger) -> Sales:
    """The sales of a ledger, read again from the kept file."""
    return sales_of(client_ledgers.read(originals.read(row.document_id)).movements, days=row.days)
