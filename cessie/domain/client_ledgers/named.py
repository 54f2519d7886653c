"""Which sweep a bank line is a side of."""

from __future__ import annotations

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.models import Sweep
from cessie.domain.payments.models import Order
from cessie.domain.payments.postings import SWEEP
from cessie.domain.payments.rules.speed import INSTANT


def told_by(line: Line) -> str:
    """The references that a line tells: in whatever field the bank puts them, or by the batch in which the house let
    it leave."""
    told = f"{line.end_to_end_id} {line.structured} {line.text}"
    if line.amount_cents < 0 and line.batch_reference:
        number = line.batch_reference.removesuffix(INSTANT)
        orders = Order.objects.filter(rule=SWEEP, batch__number=number, amount_cents=-line.amount_cents)
        told = " ".join([told, *orders.values_list("end_to_end_id", flat=True)])
    return told


def sweep_named(line: Line) -> Sweep | None:
    """The sweep of which this line is a side that the banks have not shown yet; locked."""
    told = told_by(line)
    rows = Sweep.objects.select_for_update(of=("self",)).exclude(state__in=("cancelled", "refused"))
    rows = rows.filter(arrived_line__isnull=True) if line.amount_cents > 0 else rows.filter(left_line__isnull=True)
    return next((row for row in rows.order_by("pk") if row.reference in told), None)


def line_that_left(row: Sweep) -> Line | None:
    """The line, not booked yet, by which a sweep left the dedicated account."""
    rows = Line.objects.filter(statement__account=row.dedicated.account, amount_cents=-row.amount_cents, taken_by="")
    return next((each for each in rows.order_by("pk") if row.reference in told_by(each)), None)
