"""Runs and drawings as a viewer may see them: the client his own, the staff all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from cessie.domain.availability.balances import ledger_rows
from cessie.domain.availability.drawable import DRAWS
from cessie.domain.availability.models import Drawing, Part, Run
from cessie.domain.availability.reckon import bridge_of, stand_kept
from cessie.domain.availability.rules.snapshot import unpacked
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract as contract_seen
from cessie.domain.contracts.queries import terms_of, terms_on, with_terms
from cessie.domain.invoices.models import Invoice
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.bridge import Bridge, Stand
from cessie.terms.contract import Terms
from cessie.terms.eligibility import ELIGIBLE, OF_DOCUMENTS, Open, agreed_rules, bucket


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a rule took out of the whole, or what is eligible; ``documents`` 0 where it looks at debtors."""

    code: str
    amount: Money
    documents: int
    debtors: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A run with all that leads to it."""

    run: Run
    terms: Terms
    stand: Stand
    bridge: Bridge
    gross: Money
    buckets: tuple[Bucket, ...]


def last_runs() -> QuerySet[Run]:
    """The newest run of each contract that runs; for jobs and the queue."""
    newest = Run.objects.order_by("contract_id", "-made_at", "-id").distinct("contract_id").values("pk")
    rows = Run.objects.select_related("contract__client__company", "pool").filter(pk__in=newest)
    return rows.exclude(contract__state="closed").order_by("contract__number")


def drawn_contracts(day: date) -> tuple[Contract, ...]:
    """The contracts that run on a day and under which the client draws on request, by number; for jobs."""
    rows = with_terms(day, draw_mode="ON_REQUEST").select_related("client").filter(started_date__lte=day)
    running = [row for row in rows.exclude(state="closed") if row.ended_date is None or row.ended_date > day]
    return tuple(row for row in running if terms_on(row.pk, day)[1].drawn)


def runs(*, viewer: Viewer, contract_id: UUID) -> QuerySet[Run]:
    """The runs of a contract, newest first; ``NotFound`` where it is not the viewer's."""
    own = contract_seen(viewer=viewer, contract_id=contract_id)
    return (
        Run.objects.select_related("contract__client__company", "pool").filter(contract=own).order_by("-made_at", "-id")
    )


def run_of(*, viewer: Viewer, run_id: UUID) -> Run:
    """One run, or ``NotFound``."""
    row = Run.objects.select_related("contract__client__company", "pool").filter(pk=run_id).first()
    if row is None or not viewer.sees_client(row.contract.client_id):
        raise NotFound("availability.unknown_run", N_("There is no such run."))
    return row


def explained(run: Run) -> Explained:
    """The bridge of a run, from what is open to what may be drawn."""
    terms, stand = terms_of(run.pool.version_id), stand_kept(run)
    found = bridge_of(Money(run.pool.eligible_cents, run.currency), terms, stand)
    parts = Part.objects.filter(pool=run.pool).values_list("bucket")
    sums = parts.annotate(cents=Sum("cents"), documents=Sum("documents"), debtors=Count("pk")).order_by()
    by_code = {
        code: Bucket(code, Money(int(cents), run.currency), documents, debtors)
        for code, cents, documents, debtors in sums
    }
    buckets = [by_code[code] for code in (*(step[0] for step in run.pool.steps), ELIGIBLE) if code in by_code]
    return Explained(run, terms, stand, found, Money(run.pool.gross_cents, run.currency), tuple(buckets))


def drawings(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Drawing]:
    """Drawings that exist for this viewer, newest first."""
    rows = Drawing.objects.select_related("contract__client__company", "run").order_by("-asked_at", "-pk")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    return rows if contract_id is None else rows.filter(contract_id=contract_id)


def drawing(*, viewer: Viewer, drawing_id: UUID) -> Drawing:
    """One of them, or ``NotFound``."""
    row = drawings(viewer=viewer).filter(pk=drawing_id).first()
    if row is None:
        raise NotFound("availability.unknown_drawing", N_("There is no such drawing."))
    return row


def order_states(drawings: Sequence[Drawing]) -> dict[UUID, str]:
    """How far the payment of each drawing is, by the state of its order; those without one are left out."""
    keys = {f"{DRAWS}{row.pk}": row.pk for row in drawings}
    return {keys[key]: state for key, state in Order.objects.filter(key__in=list(keys)).values_list("key", "state")}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a bucket holds: of each debtor, the largest first, and the documents where a rule looks at them."""

    debtors: tuple[tuple[str, Money], ...]
    invoices: tuple[OpenedLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """One document of a bucket; ``invoice_id`` None: a line of the client's own ledger."""

    invoice_id: UUID | None
    number: str
    due_date: date
    amount: Money


#: How much of a bucket a page shows.
SHOWN = 100


def opened(run: Run, code: str) -> Opened:
    """The debtors and documents of a bucket of a run, as far as a page shows them."""
    rows = Part.objects.filter(pool=run.pool, bucket=code).order_by("-cents", "debtor_id")
    parts = list(rows.values_list("debtor__company__name", "cents")[: SHOWN + 1])
    debtors = tuple((name, Money(cents, run.currency)) for name, cents in parts[:SHOWN])
    lines: list[OpenedLine] = []
    if code in (*OF_DOCUMENTS, ELIGIBLE):
        lines = _documents(run, "" if code == ELIGIBLE else code)
    return Opened(debtors, tuple(lines[:SHOWN]), len(parts) > SHOWN or len(lines) > SHOWN)


def _documents(run: Run, code: str) -> list[OpenedLine]:
    """The documents that a rule took out ("" for none), the first of them."""
    snapshot = unpacked(bytes(run.pool.facts.data))
    agreed = agreed_rules(terms_of(run.pool.version_id))
    rules, judged = snapshot.rules(agreed), snapshot.judge(agreed)

    def fits(line: Open, number: str) -> bool:
        found = judged(line, number)
        return bucket(found, snapshot.debtors[UUID(str(line.debtor))], rules, run.run_date) == code

    if snapshot.submission is not None:
        rows = ledger_rows(snapshot.submission, snapshot.waits, snapshot.paid)
        named = ((row.number, line) for row, line in rows)
        found = islice(((number, line) for number, line in named if fits(line, number)), SHOWN + 1)
        return [OpenedLine(None, number, line.due, Money(line.cents, run.currency)) for number, line in found]
    picked = list(islice((line for line in snapshot.lines if fits(line.open, line.number)), SHOWN + 1))
    numbers = dict(Invoice.objects.filter(pk__in=[line.invoice_id for line in picked]).values_list("pk", "number"))
    return [
        OpenedLine(line.invoice_id, numbers[line.invoice_id], line.open.due, Money(line.open.cents, run.currency))
        for line in picked
    ]
