"""A line that another room books shows that the money of an order left, or came back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.payments.models import Order
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def show_left(*, key: str, line: Line, by: Viewer, at: datetime) -> Order:
    """The debit line that the caller takes and books is this order's. Again does nothing.

    Refused: no right, another amount or account than was ordered, an order that was not on its way (``WrongState``).
    """
    by.require("banking.import")
    order = Order.objects.select_related("batch").select_for_update(of=("self",)).get(key=key)
    if order.line_id == line.pk:
        return order
    if (order.source_id, -order.amount_cents) != (line.statement.account_id, line.amount_cents):
        raise Refusal("payments.other_payment", N_("The bank moved something else than order {key}."), key=key)
    order.state = ORDER.after(order.state, "execute")
    order.line, order.executed_date = line, line.booked_date
    order.save(update_fields=["state", "line", "executed_date"])
    facts = {"line": str(line.pk)}
    record(action="payments.execute", subject=order, by=by, at=at, client_id=order.client_id, data=facts)
    return order


@transaction.atomic
def show_back(*, key: str, line: Line, by: Viewer, at: datetime) -> Order:
    """The credit line brings the order's money back to where it left. Again does nothing; refused as above."""
    by.require("banking.import")
    order = Order.objects.select_for_update(of=("self",)).get(key=key)
    if order.returned_line_id == line.pk:
        return order
    order.state = ORDER.after(order.state, "return")
    words = N_("The bank sent the money back: {code}")
    order.refusal = Reason("payments.returned", words, {"code": line.return_reason or line.text}).to_json()
    order.returned_line = line
    order.save(update_fields=["state", "returned_line", "refusal"])
    facts = {"line": str(line.pk)}
    record(action="payments.return", subject=order, by=by, at=at, client_id=order.client_id, data=facts)
    return order
