"""Questions about ladders' runs: the staff sees all, a client those over his own debtors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from cessie.domain.dunning.models import HandedOver, HandOver, Run, Slice, Touch, TouchItem
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.chart import MANAGED
from cessie.ledger.models import Balance
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: By which what debtors get may be sorted; the key stands behind, so that no row wanders between pages.
SORTS: Final = {
    "debtor": ("debtor__company__sort_name", "id"),
    "step": ("step", "id"),
    "amount": ("asked", "id"),
    "day": ("on", "id"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: slices of debtors that were looked at, of all; what its debtors get by state and by step."""

    looked: int
    slices: int
    states: dict[str, int]
    steps: tuple[tuple[int, str, str, int, Money], ...]

    @property
    def planned(self) -> int:
        """How many debtors still wait for what they get."""
        return self.states.get("planned", 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice in what a debtor got."""

    invoice_id: UUID
    number: str
    due: date
    days_late: int
    step: int
    rides: bool
    asked: Money
    interest: Money
    costs: Money

    @property
    def total(self) -> Money:
        """All that was asked on it."""
        return self.asked + self.interest + self.costs


def runs(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[Run]:
    """The runs that exist for this viewer, newest first; with a client, his alone."""
    rows = Run.objects.select_related("client__company").order_by("-on", "-begun_at", "-pk")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    return rows.filter(client_id=client_id) if client_id is not None else rows


def run(*, viewer: Viewer, run_id: UUID) -> Run:
    """One run, or ``NotFound`` where it is not the viewer's."""
    row = runs(viewer=viewer).filter(pk=run_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row


def progress(of: Run) -> Progress:
    """How far a run is that the viewer may see."""
    slices = dict(Slice.objects.filter(run=of).values_list("state").annotate(Count("pk")).order_by())
    states = dict(Touch.objects.filter(run=of).values_list("state").annotate(Count("pk")).order_by())
    sums = TouchItem.objects.filter(
        touch__run=of, touch__state__in=("planned", "written", "calling", "called", "offered")
    )
    rows = sums.values("touch__step", "touch__act", "touch__tone").annotate(
        debtors=Count("touch", distinct=True), cents=Sum("asked_cents")
    )
    steps = tuple(
        (row["touch__step"], row["touch__act"], row["touch__tone"], row["debtors"], Money(row["cents"]))
        for row in rows.order_by("touch__step", "touch__act", "touch__tone")
    )
    return Progress(slices.get("gathered", 0), sum(slices.values()), states, steps)


def touches(
    *, viewer: Viewer, run_id: UUID | None = None, debtor_id: UUID | None = None, client_id: UUID | None = None,
    text: str = "", states: Collection[str] = (), sort: str = "",
) -> QuerySet[Touch]:  # fmt: skip
    """What debtors get, with the sum that is asked (``asked``, cents) and how many invoices (``invoices``).

    Not for a client: what the house asks at once for him and for others. His part of it is told by ``taken``.
    """
    rows = Touch.objects.select_related("client__company", "debtor__company", "message", "run", "version")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    for column, key in (("run_id", run_id), ("debtor_id", debtor_id), ("client_id", client_id)):
        rows = rows.filter(**{column: key}) if key is not None else rows
    if states:
        rows = rows.filter(state__in=states)
    if text.strip():
        plain = sort_name(text)
        named = Q(debtor__company__sort_name__contains=plain) if plain else Q()
        rows = rows.filter(named | Q(items__invoice__number__icontains=text.strip())).distinct()
    rows = rows.annotate(
        asked=Sum("items__asked_cents"), beside=Sum("items__interest_cents") + Sum("items__costs_cents"),
        invoices=Count("items"),
    )  # fmt: skip
    order = SORTS.get(sort.removeprefix("-"), ("-on", "debtor__company__sort_name", "id"))
    return rows.order_by(*(f"-{name}" for name in order) if sort.startswith("-") else order)


def touch(*, viewer: Viewer, touch_id: UUID) -> Touch:
    """What one debtor gets, or ``NotFound`` where it is not the viewer's."""
    row = touches(viewer=viewer).filter(pk=touch_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row


def lines(of: Touch) -> tuple[Line, ...]:
    """The invoices in what a debtor got, of a touch that the viewer may see."""
    rows = TouchItem.objects.filter(touch=of).select_related("invoice").order_by("since_date", "invoice__number", "pk")
    return tuple(
        Line(
            row.invoice_id, row.invoice.number, row.invoice.due_date, row.days_late, row.step, row.rides,
            *(Money(cents, row.currency) for cents in (row.asked_cents, row.interest_cents, row.costs_cents)),
        )
        for row in rows
    )  # fmt: skip


def left_out(of: Touch) -> tuple[tuple[UUID, Reason], ...]:
    """The invoices that were not asked for, each with its reason."""
    return tuple((UUID(key), Reason.from_json(reason)) for key, reason in of.left_out)


def taken(*, viewer: Viewer, invoice_id: UUID) -> tuple[TouchItem, ...]:
    """The steps that were taken for one invoice, newest first."""
    rows = TouchItem.objects.filter(invoice_id=invoice_id).exclude(touch__state__in=("out", "void"))
    if not viewer.sees_all:
        rows = rows.filter(invoice__client_id__in=viewer.client_ids)
    return tuple(rows.select_related("touch__message", "touch__run").order_by("-on", "-pk"))


def reached(*, client_id: UUID) -> dict[UUID, str]:
    """How far the ladder came with a creditor's invoices of which something is open: ``reminded`` (asked for after the
    due date), ``notice`` (of default) or ``handed_over``. For pages that show a phase; for jobs."""
    still = Balance.objects.filter(open=True, client_id=client_id, account__in=MANAGED).values("invoice_id")
    rows = TouchItem.objects.filter(invoice_id__in=still, counts=True).exclude(touch__tone="pre_due")
    found = dict.fromkeys(rows.values_list("invoice_id", flat=True), "reminded")
    told = rows.filter(touch__tone="default_notice").values_list("invoice_id", flat=True)
    gone = HandedOver.objects.filter(invoice_id__in=still, stands=True).values_list("invoice_id", flat=True)
    return found | dict.fromkeys(told, "notice") | dict.fromkeys(gone, "handed_over")


def hand_overs(*, viewer: Viewer, client_id: UUID | None = None, debtor_id: UUID | None = None) -> QuerySet[HandOver]:
    """Claims that were handed over, newest first."""
    rows = HandOver.objects.select_related("client__company", "debtor__company").order_by("-handed_at", "-pk")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    rows = rows.filter(client_id=client_id) if client_id is not None else rows
    return rows.filter(debtor_id=debtor_id) if debtor_id is not None else rows


def hand_over_of(*, viewer: Viewer, hand_over_id: UUID) -> HandOver:
    """One of them, or ``NotFound`` where it is not the viewer's."""
    row = hand_overs(viewer=viewer).filter(pk=hand_over_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row
