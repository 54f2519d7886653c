"""A creditor's managed invoices as a list, and how much is open in each phase. What other rooms know is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from cessie.domain.invoices import queries as invoices
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.models import Managed
from cessie.domain.managed.rules.phases import PHASES, PLAIN, Marks, Phase, phase
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.chart import MANAGED
from cessie.ledger.models import Balance
from cessie.ledger.queries import managed_amounts
from cessie.lib.money import Money

SORTS = {
    "number": "number_key", "debtor": "debtor__company__sort_name", "issued": "issue_date", "due": "due_date",
    "amount": "payable_cents", "open": "open_cents",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A managed invoice in a list."""

    id: UUID
    number: str
    debtor_id: UUID
    debtor_name: str
    issue_date: date
    due_date: date
    amount: Money
    open: Money
    phase: Phase

    def days_late(self, on: date) -> int:
        """Days past due of what is open; 0 before."""
        return max(0, (on - self.due_date).days) if self.open else 0


@dataclass(frozen=True, slots=True)
class Total:
    """What is open in one phase: in so many invoices, together."""

    phase: Phase
    label: str
    count: int
    open: Money


def managed(
    *, viewer: Viewer, client_id: UUID, text: str = "", wanted: str = "", sort: str = "", on: date,
    marks: Mapping[UUID, Marks],
) -> QuerySet[Invoice]:  # fmt: skip
    """The managed invoices of a creditor that fit, as far as the viewer sees him: to be cut, and told by ``rows_of``.

    ``wanted``: a phase, ``open`` for all that is not paid, else all; by due date, the oldest first, or by a column of
    ``SORTS`` (a minus turns it round).
    """
    rows = invoices.matching(viewer=viewer, client_id=client_id, text=text)
    rows = rows.filter(pk__in=Managed.objects.filter(client_id=client_id).values("invoice_id"))
    balance = Balance.objects.filter(account__in=MANAGED, invoice_id=OuterRef("pk")).values("amount_cents")[:1]
    rows = rows.annotate(open_cents=Coalesce(Subquery(balance), 0))
    column = SORTS.get(sort.removeprefix("-"), "due_date")
    return _in_phase(rows, wanted, on, marks).order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def _in_phase(rows: QuerySet[Any], wanted: str, on: date, marks: Mapping[UUID, Marks]) -> QuerySet[Any]:
    """``rows``: annotated with ``open_cents``."""
    if wanted == "paid":
        return rows.filter(open_cents__lte=0)
    if wanted == "open":
        return rows.filter(open_cents__gt=0)
    if wanted in PLAIN:
        late = Q(due_date__lt=on)
        return rows.filter(late if wanted == "due" else ~late, open_cents__gt=0).exclude(pk__in=list(marks))
    if wanted in PHASES:
        one = Money(1)
        keys = [key for key, mark in marks.items() if phase(one, on, on, mark) == wanted]
        return rows.filter(pk__in=keys, open_cents__gt=0)
    return rows


def rows_of(rows: Sequence[Invoice] | QuerySet[Invoice], on: date, marks: Mapping[UUID, Marks]) -> tuple[Row, ...]:
    """What a page shows of these invoices, in their order; they came from a query with this viewer. Two statements."""
    keys = [row.pk for row in rows]
    found = {
        row.pk: row for row in Invoice.objects.filter(pk__in=keys).select_related("debtor__company").defer("content")
    }
    still = managed_amounts(keys)
    return tuple(_row(found[key], still[key], on, marks.get(key, Marks())) for key in keys)


def _row(row: Invoice, still: Money, on: date, mark: Marks) -> Row:
    if row.debtor is None:
        raise AssertionError("an accepted invoice has a debtor")
    return Row(
        row.pk, row.number, row.debtor.pk, row.debtor.company.name, row.issue_date, row.due_date,
        Money(row.payable_cents, row.currency), still, phase(still, row.due_date, on, mark),
    )  # fmt: skip


def totals(*, viewer: Viewer, client_id: UUID, on: date, marks: Mapping[UUID, Marks]) -> tuple[Total, ...]:
    """How much is open in each phase but the paid one, in the order of the way. A constant number of statements: what
    no room has marked is summed by the database."""
    if not viewer.sees_client(client_id):
        return ()
    rows = Balance.objects.filter(open=True, account__in=MANAGED, client_id=client_id)
    found: dict[str, list[int]] = {code: [0, 0] for code in PHASES}
    due = Case(When(due_date__lt=on, then=Value("due")), default=Value("not_due"))
    plain = rows.exclude(invoice_id__in=list(marks)).annotate(phase=due).order_by().values_list("phase")
    for code, count, cents in plain.annotate(n=Count("id"), cents=Sum(F("amount_cents"))):
        found[code] = [count, cents]
    for code, cents in _marked(rows, on, marks):
        found[code][0] += 1
        found[code][1] += cents
    return tuple(Total(code, label, *_sum(found[code])) for code, label in PHASES.items() if code != "paid")


def _sum(found: list[int]) -> tuple[int, Money]:
    return found[0], Money(found[1])


def _marked(rows: QuerySet[Balance], on: date, marks: Mapping[UUID, Marks]) -> Iterator[tuple[Phase, int]]:
    chosen = rows.filter(invoice_id__in=list(marks)).values_list("invoice_id", "due_date", "amount_cents")
    for key, due, cents in chosen:
        if key is not None:
            yield phase(Money(cents), due or on, on, marks[key]), cents
