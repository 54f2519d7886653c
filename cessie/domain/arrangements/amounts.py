"""What of an arrangement was paid and what is to come, as the ledger has it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.models import Instalment as Row
from cessie.domain.arrangements.rules.instalments import Instalment, last_day, left, spread
from cessie.ledger.queries import open_amounts
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Progress:
    """An arrangement in figures: ``paid`` of ``total``, and the instalments that are still ``to_come``."""

    parts: tuple[Instalment, ...]
    total: Money
    paid: Money
    to_come: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """What holds reminders about an invoice: until when, and what is still due of it on which day.

    ``kind``: promise, plan, or paid (he says that it is on its way). ``amount``: how much of this invoice it is about;
    ``until`` is the last day on which the arrangement's next instalment counts as come in time.
    """

    kind: str
    until: date | None
    due: tuple[tuple[date, Money], ...]
    amount: Money


def progress(made: Collection[Arrangement]) -> dict[UUID, Progress]:
    """The figures of each, in three statements. By how much an invoice went down since then counts as paid on it, up to
    what was agreed: money, a credit note, a set-off alike."""
    covers = _by(Covered.objects.filter(arrangement__in=made))
    rows = _by(Row.objects.filter(arrangement__in=made).order_by("number"))
    still = open_amounts([each.invoice_id for group in covers.values() for each in group])
    found = {}
    for one in made:
        parts = tuple(Instalment(row.due_date, Money(row.amount_cents, one.currency)) for row in rows[one.pk])
        paid = Money(sum(_paid(each, still[each.invoice_id]) for each in covers[one.pk]), one.currency)
        total = Money.total((part.amount for part in parts), one.currency)
        found[one.pk] = Progress(parts, total, paid, left(parts, paid))
    return found


def arranged(invoice_ids: Collection[UUID]) -> dict[UUID, Arranged]:
    """What holds reminders about these invoices: running promises, plans and payments on their way. For jobs.

    A plan that only waits for its approval holds nothing. Its instalments are cut among its invoices, the oldest due
    first, by what is left of each now. The number of statements is constant.
    """
    asked = set(invoice_ids)
    of_them = Covered.objects.filter(invoice_id__in=asked, live=True, arrangement__state="running")
    made = list(Arrangement.objects.filter(pk__in=of_them.values("arrangement")))
    if not made:
        return {}
    figures, covers, found = progress(made), _covers_by_age(made), {}
    for one in made:
        due = spread(figures[one.pk].to_come, _left_of(covers[one.pk]))
        for cover in covers[one.pk]:
            found[cover.invoice_id] = _arranged(one, cover, due[cover.invoice_id], figures[one.pk])
    return {key: held for key, held in found.items() if key in asked}


def _covers_by_age(made: Collection[Arrangement]) -> dict[UUID, list[Covered]]:
    rows = Covered.objects.filter(arrangement__in=made).order_by("invoice__due_date", "invoice_id")
    return _by(rows)


def _left_of(covers: Collection[Covered]) -> list[tuple[UUID, Money]]:
    """What is left under the arrangement of each of its invoices, as ``progress`` counts what was paid."""
    still = open_amounts([cover.invoice_id for cover in covers])
    return [(cover.invoice_id, Money(cover.agreed_cents - _paid(cover, still[cover.invoice_id]))) for cover in covers]


def _paid(cover: Covered, still: Money) -> int:
    """Cents by which the invoice went down since it was agreed, up to what was agreed."""
    return min(cover.agreed_cents, max(0, cover.open_cents - still.cents))


def _arranged(made: Arrangement, cover: Covered, due: tuple[Instalment, ...], figures: Progress) -> Arranged:
    until = last_day(figures.to_come[0].due) if figures.to_come else None
    parts = tuple((part.due, part.amount) for part in due)
    return Arranged(made.kind, until, parts, Money(cover.agreed_cents, made.currency))


T = TypeVar("T", Covered, Row)


def _by(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(row.arrangement_id, []).append(row)
    return found
