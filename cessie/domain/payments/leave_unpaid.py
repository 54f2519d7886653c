"""Say of an order whose money came back that it shall not be paid again: one person says it, another agrees."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import LeftUnpaid, Order
from cessie.domain.payments.order_again import former_of
from cessie.domain.payments.spoken_for import FOLLOWS
from cessie.domain.payments.tasks import order_task_key
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal

#: Characters of the note.
LONGEST = 500


class SamePerson(Refusal):
    """Whoever wants the order left unpaid does not agree to it."""


@transaction.atomic
def leave_unpaid(
    *, order_id: UUID, event: Literal["ask", "agree"], note: str = "", by: Viewer, at: datetime
) -> LeftUnpaid:
    """``ask``: the first person's word, with a note; ``agree``: the second person's. Again does nothing.

    Nothing is posted: P06 has put the money back on the client's account (2100), to the debtor's credit (2310), or
    taken it off the advances (1200). Agreed, it is promised to no order: it leaves with the client's next payout, or a
    debt takes it. Refused: no right (``NotAllowed``), no such order or nobody asked (``NotFound``), no note, one whose
    money did not come back, the house's own money, one that was ordered again, the same person (``SamePerson``; the
    database says so too). Locks: the contract, the order.
    """
    by.require("payments.order" if event == "ask" else "payments.release")
    order = former_of(order_id)
    if order.payee_id is None or order.state == "cancelled":
        raise Refusal("payments.not_back", N_("The money of this order did not come back."))
    row = LeftUnpaid.objects.filter(pk=order_id).first()
    if row is not None and (event == "ask" or row.agreed_at is not None):
        return row
    if Order.objects.filter(key=FOLLOWS.format(order_id)).exists():
        raise Refusal("payments.ordered_again", N_("It was ordered again meanwhile."))
    if event == "ask":
        return _ask(order, note.strip()[:LONGEST], by, at)
    if row is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    return _agree(row, by, at)


def _ask(order: Order, note: str, by: Viewer, at: datetime) -> LeftUnpaid:
    if not note:
        raise Refusal("payments.note", N_("Say in a few words why."))
    row = LeftUnpaid.objects.create(order=order, note=note, asked_at=at, asked_by=by.key)
    record(action="payments.leave_ask", subject=order, by=by, at=at, client_id=order.client_id)
    return row


def _agree(row: LeftUnpaid, by: Viewer, at: datetime) -> LeftUnpaid:
    if row.asked_by == by.key:
        raise SamePerson("payments.same_person", N_("Another person must agree that it is not paid again."))
    row.agreed_at, row.agreed_by = at, by.key
    row.save(update_fields=["agreed_at", "agreed_by"])
    close(key=order_task_key(row.order_id), decision="not paid again", by=by, at=at)
    record(action="payments.leave_agree", subject=row.order, by=by, at=at, client_id=row.order.client_id)
    return row
