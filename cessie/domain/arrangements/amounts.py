"""What of an arrangement was paid and what is to come, as the ledger has it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.models import Instalment as Row
from cessie.domain.arrangements.rules.instalments import Instalment, last_day, left
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
    """What holds reminders about an invoice: until when, and what is due on which day, over the whole arrangement.

    ``kind``: promise, plan, or paid (he says that it is on its way). ``amount``: how much of this invoice it is about.
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
        cents = sum(
            min(each.agreed_cents, max(0, each.open_cents - still[each.invoice_id].cents)) for each in covers[one.pk]
        )
        paid = Money(cents, one.currency)
        total = Money.total((part.amount for part in parts), one.currency)
        found[one.pk] = Progress(parts, total, paid, left(parts, paid))
    return found


def arranged(invoice_ids: Collection[UUID]) -> dict[UUID, Arranged]:
    """What holds reminders about these invoices: running promises, plans and payments on their way. For jobs.

    ``until`` is the last day on which the next instalment counts as come in time; a plan that only waits for its
    approval holds nothing. The number of statements is constant.
    """
    rows = Covered.objects.filter(invoice_id__in=invoice_ids, live=True, arrangement__state="running")
    found = list(rows.select_related("arrangement"))
    figures = progress(list({each.arrangement_id: each.arrangement for each in found}.values())) if found else {}
    return {each.invoice_id: _arranged(each, figures[each.arrangement_id]) for each in found}


def _arranged(cover: Covered, figures: Progress) -> Arranged:
    due = tuple((part.due, part.amount) for part in figures.to_come)
    amount = Money(cover.agreed_cents, cover.arrangement.currency)
    return Arranged(cover.arrangement.kind, last_day(due[0][0]) if due else None, due, amount)


T = TypeVar("T", Covered, Row)


def _by(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(row.arrangement_id, []).append(row)
    return found
