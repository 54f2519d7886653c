"""Invoices as a viewer may see them: found, counted, opened. The number of SQL queries never depends on how many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.lib.references import normal_invoice_number

Sort = Literal["received", "-received", "number", "-number", "issued", "-issued", "due", "-due", "amount", "-amount"]
_COLUMNS = {
    "received": "received_at",
    "number": "number_key",
    "issued": "issue_date",
    "due": "due_date",
    "amount": "gross_cents",
}
MOST_DEBTORS = 1000  # whose name holds the words that are looked for


@dataclass(frozen=True, slots=True)
class Row:
    """An invoice in a list. ``face`` is the document's total; what is open on it is asked of the ledger."""

    id: UUID
    number: str
    kind: str
    client_id: UUID
    client_name: str
    debtor_id: UUID | None
    debtor_name: str
    issue_date: date
    due_date: date
    face: Money
    state: str
    received_at: datetime
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, from 1; ``total`` of all pages."""

    rows: tuple[Row, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding for the person who looks: the staff sees everything, the client what he can do something about."""

    code: str
    severity: str
    people: int
    reason: Reason
    cleared: tuple[tuple[str, datetime, str], ...]  # by, at, note
    is_open: bool


def invoices(*, viewer: Viewer) -> QuerySet[Invoice]:
    """Every invoice that exists for this viewer."""
    rows = Invoice.objects.all()
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def invoice(*, viewer: Viewer, invoice_id: UUID) -> Invoice:
    """One invoice with its parties, or ``NotFound`` where it is not the viewer's."""
    rows = invoices(viewer=viewer).select_related("client__company", "debtor__company", "document", "contract")
    row = rows.filter(pk=invoice_id).first()
    if row is None:
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    return row


def matching(
    *, viewer: Viewer, text: str = "", state: str = "", client_id: UUID | None = None, debtor_id: UUID | None = None,
    due_from: date | None = None, due_until: date | None = None,
) -> QuerySet[Invoice]:  # fmt: skip
    """The invoices that fit: ``text`` begins the number, is in the name of debtor or buyer, or is the reference."""
    rows = invoices(viewer=viewer)
    exact = {"state": state, "client_id": client_id, "debtor_id": debtor_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if due_from is not None:
        rows = rows.filter(due_date__gte=due_from)
    if due_until is not None:
        rows = rows.filter(due_date__lte=due_until)
    return rows.filter(_about(text)) if text.strip() else rows


def _about(text: str) -> Q:
    name, key = sort_name(text), normal_invoice_number(text)
    wanted = Q(payment_reference="".join(text.split()))
    if key:
        wanted |= Q(number_key__startswith=key)
    if len(name) >= 2:  # the debtors' keys first: with constants the database joins one index a branch
        named = Debtor.objects.filter(company__sort_name__contains=name).values_list("pk", flat=True)
        wanted |= Q(debtor_id__in=list(named[:MOST_DEBTORS]))
        wanted |= Q(debtor__isnull=True, buyer_name__icontains=text.strip())
    return wanted


def search(
    *, viewer: Viewer, text: str = "", state: str = "", client_id: UUID | None = None, debtor_id: UUID | None = None,
    due_from: date | None = None, due_until: date | None = None, sort: str = "-received", page: int = 1, size: int = 50,
) -> Page:  # fmt: skip
    """One page of what fits, in three queries, four with ``text``. An unknown ``sort`` is the default, a page beyond
    the end the last one. The keys of the page come from an index alone, so that the last page costs what the first
    does.
    """
    rows = matching(
        viewer=viewer, text=text, state=state, client_id=client_id, debtor_id=debtor_id,
        due_from=due_from, due_until=due_until,
    )  # fmt: skip
    total = rows.count()
    last = max(1, -(-total // size))
    number = min(max(1, page), last)
    start = (number - 1) * size
    keys = list(rows.order_by(*_order(sort)).values_list("id", flat=True)[start : start + size])
    by_key = {row.id: row for row in _rows(Invoice.objects.filter(pk__in=keys))}
    return Page(tuple(by_key[key] for key in keys), number, size, total)


def latest(*, viewer: Viewer, client_id: UUID, limit: int) -> tuple[Row, ...]:
    """The invoices of a client that came last, in one query: nothing is counted."""
    return _rows(matching(viewer=viewer, client_id=client_id).order_by("-received_at", "-id")[:limit])


def following(rows: QuerySet[Invoice], *, after: tuple[datetime, UUID] | None, limit: int) -> tuple[Row, ...]:
    """The next of some invoices (``matching``), newest first, behind the one that arrived then and has this key: for
    whoever pages without counting, and must miss none while new ones arrive."""
    if after is not None:
        at, key = after
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=key))
    return _rows(rows.order_by("-received_at", "-id")[:limit])


def _order(sort: str) -> tuple[str, str]:
    sign, name = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    if name not in _COLUMNS:
        sign, name = "-", "received"
    return f"{sign}{_COLUMNS[name]}", f"{sign}id"


def _rows(invoices: QuerySet[Invoice]) -> tuple[Row, ...]:
    """Only what a list shows is read: the parties' names, not the parties."""
    found = invoices.values_list(
        "id", "number", "kind", "client_id", "client__company__name", "debtor_id", "debtor__company__name",
        "buyer_name", "issue_date", "due_date", "gross_cents", "currency", "state", "received_at", "decided_at",
    )  # fmt: skip
    return tuple(
        Row(key, number, kind, client, client_name, debtor, debtor_name or buyer, issued, due, Money(cents, currency),
            state, received, decided)
        for key, number, kind, client, client_name, debtor, debtor_name, buyer, issued, due, cents, currency,
            state, received, decided in found
    )  # fmt: skip


def counts(*, viewer: Viewer, client_id: UUID | None = None) -> dict[str, int]:
    """How many invoices there are in each state."""
    rows = matching(viewer=viewer, client_id=client_id)
    return dict(rows.order_by().values_list("state").annotate(n=Count("id")))


def held(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[Invoice]:
    """Invoices that wait for a person, the longest first."""
    rows = matching(viewer=viewer, state="held", client_id=client_id)
    return rows.select_related("client__company", "debtor__company").order_by("received_at", "id")


def held_only_for(codes: Collection[str], *, limit: int = 500) -> tuple[UUID, ...]:
    """Held invoices against which nothing stands but these doubts, the longest first; for jobs."""
    against = Finding.objects.filter(cleared_at__isnull=True, gone_at__isnull=True).exclude(severity="note")
    rows = Invoice.objects.filter(state="held", pk__in=against.filter(code__in=codes).values("invoice_id"))
    rows = rows.exclude(pk__in=against.exclude(code__in=codes).values("invoice_id"))
    return tuple(rows.order_by("received_at", "pk").values_list("pk", flat=True)[:limit])


#: Doubts of one person that a client does not read either: they tell of others, or how to pass.
SECRET = frozenset({"M20.first", "M23", "M25", "M29", "M32"})


def doubts(*, viewer: Viewer, invoice_id: UUID) -> tuple[Doubt, ...]:
    """What was found on one invoice; ``NotFound`` where it is not the viewer's.

    A client reads neither what smelled of fraud (it would teach him how to pass) nor who cleared what and why: for
    him such a doubt says that the document is looked at.
    """
    row = invoice(viewer=viewer, invoice_id=invoice_id)
    rows = Finding.objects.filter(invoice=row, gone_at__isnull=True).prefetch_related("clearances").order_by("code")
    if viewer.sees_all:
        return tuple(_doubt(finding) for finding in rows)
    shown = {doubt.code: doubt for doubt in (_for_client(finding) for finding in rows) if doubt is not None}
    return tuple(shown.values())


def _doubt(row: Finding) -> Doubt:
    said = sorted(row.clearances.all(), key=lambda clearance: clearance.at)
    cleared = tuple((clearance.by, clearance.at, clearance.note) for clearance in said)
    return Doubt(row.code, row.severity, row.people, Reason.from_json(row.reason), cleared, row.cleared_at is None)


def _for_client(row: Finding) -> Doubt | None:
    is_open = row.cleared_at is None
    if row.severity == "note":
        return None
    if row.severity == "hold" and (row.people > 1 or row.code in SECRET):
        words = Reason("invoices.looked_at", N_("We are looking at the document; you need not do anything."))
        return Doubt("looked_at", "hold", 1, words, (), is_open)
    reason = Reason.from_json(row.reason)
    if row.code == "M02":  # its figures tell what others sold to this debtor
        reason = Reason("invoices.over_limit", N_("The debtor's limit has no room for the whole invoice now."))
    return Doubt(row.code, row.severity, 1, reason, (), is_open)
