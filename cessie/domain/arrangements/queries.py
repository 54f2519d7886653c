"""Promises and plans as a viewer may see them: the debtor his own, the client those of his invoices, the staff all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from cessie.domain.arrangements.amounts import Arranged as Arranged
from cessie.domain.arrangements.amounts import Progress, progress
from cessie.domain.arrangements.amounts import arranged as arranged
from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.rules.instalments import last_day
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_

#: By which the list may be sorted.
SORTS: Final = {"made": "made_at", "debtor": "debtor__company__sort_name", "until": "until"}


@dataclass(frozen=True, slots=True)
class ArrangementFacts:
    """One arrangement with its invoices and its figures."""

    row: Arrangement
    covers: tuple[Covered, ...]
    figures: Progress


@dataclass(frozen=True, slots=True)
class Missed:
    """What of a running plan did not come in time: ``amount`` of ``instalments``, the first due on ``since``.

    ``acceleration``: one miss makes all of it due.
    """

    arrangement_id: UUID
    client_id: UUID
    debtor_id: UUID
    invoice_ids: tuple[UUID, ...]
    since: date
    instalments: int
    amount: Money
    acceleration: bool


def arrangements(*, viewer: Viewer) -> QuerySet[Arrangement]:
    """Every arrangement that exists for this viewer, with the day of its last instalment as ``until``."""
    rows = Arrangement.objects.select_related("client__company", "debtor__company")
    rows = rows.annotate(until=Max("instalments__due_date"))
    if viewer.sees_all:
        return rows
    if viewer.owes is not None:
        client, debtor = viewer.owes
        return rows.filter(client_id=client, debtor_id=debtor)
    return rows.filter(client_id__in=viewer.client_ids)


def matching(
    *,
    viewer: Viewer,
    client_id: UUID | None = None,
    text: str = "",
    states: Collection[str] = (),
    kind: str = "",
    sort: str = "",
) -> QuerySet[Arrangement]:
    """Those that fit, sorted by one of ``SORTS`` (a minus turns it round); else the newest first."""
    rows = arrangements(viewer=viewer)
    exact = {"client_id": client_id, "kind": kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if states:
        rows = rows.filter(state__in=states)
    if words := text.strip():
        numbers = Covered.objects.filter(arrangement=OuterRef("pk"), invoice__number__icontains=words)
        rows = rows.filter(
            Q(debtor__company__name__icontains=words) | Q(client__company__name__icontains=words) | Exists(numbers)
        )
    column = SORTS.get(sort.removeprefix("-"))
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk") if column else rows.order_by("-pk")


def arrangement(*, viewer: Viewer, arrangement_id: UUID) -> ArrangementFacts:
    """One of them, or ``NotFound``."""
    row = arrangements(viewer=viewer).filter(pk=arrangement_id).first()
    if row is None:
        raise NotFound("arrangements.unknown", N_("There is no such arrangement."))
    covers = row.covers.select_related("invoice").order_by("invoice__due_date", "pk")
    return ArrangementFacts(row, tuple(covers), progress([row])[row.pk])


def of_invoice(*, viewer: Viewer, invoice_id: UUID) -> tuple[Arrangement, ...]:
    """The arrangements about one invoice, newest first."""
    return tuple(arrangements(viewer=viewer).filter(covers__invoice_id=invoice_id).order_by("-made_at", "-pk"))


def asked(*, viewer: Viewer, client_id: UUID) -> int:
    """How many plans wait for this client's word."""
    return arrangements(viewer=viewer).filter(client_id=client_id, state="asked", approver="client").count()


def times_broken(invoice_ids: Collection[UUID]) -> dict[UUID, int]:
    """How often what was promised about each invoice was broken: the ladder goes one step up for it. For jobs."""
    found = dict.fromkeys(invoice_ids, 0)
    rows = Covered.objects.filter(invoice_id__in=invoice_ids, arrangement__state="broken")
    for key in rows.values_list("invoice_id", flat=True):
        found[key] += 1
    return found


def covered_of(*, client_id: UUID) -> dict[UUID, str]:
    """The invoices of a client in arrangements that run, with their kind (promise, plan, paid). For jobs."""
    rows = Covered.objects.filter(arrangement__client_id=client_id, arrangement__state="running", live=True)
    return dict(rows.values_list("invoice_id", "arrangement__kind"))


def plan_days(invoice_ids: Collection[UUID]) -> dict[UUID, list[tuple[date, date | None]]]:
    """By invoice the days on which a plan ran for it, from its approval to its end (None: it runs). For jobs."""
    found: dict[UUID, list[tuple[date, date | None]]] = {}
    rows = Covered.objects.filter(invoice_id__in=invoice_ids, arrangement__kind="plan")
    rows = rows.filter(arrangement__state__in=("running", "kept", "broken", "ended"))
    told = rows.values_list(
        "invoice_id", "arrangement__approved_at", "arrangement__made_at", "arrangement__ended_at"
    ).order_by("arrangement__made_at", "arrangement_id")
    for key, approved, made, ended in told:
        found.setdefault(key, []).append((booking_day(approved or made), booking_day(ended) if ended else None))
    return found


def missed(*, on: date, invoice_ids: Collection[UUID] | None = None) -> tuple[Missed, ...]:
    """Running plans of which an instalment did not come within two bank days of its day, the longest waiting first; of
    these invoices, or all. One that says that a miss makes all of it due is here until the night ends it (``look``).
    For jobs, no viewer."""
    rows = Arrangement.objects.filter(kind="plan", state="running", instalments__due_date__lt=on)
    if invoice_ids is not None:
        rows = rows.filter(covers__invoice_id__in=invoice_ids)
    made = list(rows.prefetch_related("covers").distinct())
    figures = progress(made)
    found = []
    for row in made:
        late = [part for part in figures[row.pk].to_come if last_day(part.due) < on]
        if late:
            total = Money.total((part.amount for part in late), row.currency)
            covers = tuple(sorted(cover.invoice_id for cover in row.covers.all()))
            whose = (row.pk, row.client_id, row.debtor_id, covers)
            found.append(Missed(*whose, late[0].due, len(late), total, row.acceleration))
    return tuple(sorted(found, key=lambda each: (each.since, each.arrangement_id)))
