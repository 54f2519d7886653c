"""Doubts about money out that wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.models import Line
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

#: Money that did not arrive is looked at the same day.
PROMPT = timedelta(hours=4)


def order_task_key(order_id: UUID) -> str:
    """The one task about an order that failed."""
    return f"payments.order:{order_id}"


def ask_about_order(order: Order, reasons: Sequence[Reason], *, by: Viewer, at: datetime) -> None:
    """A person must decide where this money goes now."""
    open_task(
        key=order_task_key(order.pk),
        kind="payments.failed",
        subject=order,
        reasons=reasons,
        evidence={"amount_cents": order.amount_cents, "currency": order.currency, "key": order.key},
        client_id=order.client_id,
        due_at=at + PROMPT,
        by=by,
        at=at,
    )


def ask_about_line(line: Line, reasons: Sequence[Reason], *, by: Viewer, at: datetime) -> None:
    """A person must say what this bank line is."""
    amount = Money(line.amount_cents, line.currency)
    open_task(
        key=line_task_key(line.pk),
        kind="banking.line_unknown",
        subject=line,
        reasons=reasons,
        evidence={"amount_cents": amount.cents, "currency": amount.currency, "booked": line.booked_date.isoformat()},
        due_at=at + PROMPT,
        by=by,
        at=at,
    )
