"""A second person vouches for an account that changed lately, so that an order may go there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Four eyes: this person has acted on it before."""


@transaction.atomic
def vouch(*, order_id: UUID, note: str, by: Viewer, at: datetime) -> Order:
    """A person who did not add the account says, with his reason, that this order may go there. Again does nothing.

    It lifts the wait after a change of account and what the bank said about its name, not the confirmation of the
    account itself.
    Refused: no right (``NotAllowed``), no words, no such order (``NotFound``), whoever added the account or ordered
    the payment (``SamePerson``).
    """
    by.require("payments.vouch")
    if not note.strip():
        raise Refusal("payments.note", N_("Say in a few words why."))
    order = Order.objects.select_related("payee").select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if by.key in (order.payee.added_by if order.payee is not None else "", order.ordered_by):
        raise SamePerson("payments.same_person", N_("Another person must do this."))
    if not order.vouched_by:
        order.vouched_by, order.vouched_at, order.vouched_note = by.key, at, note.strip()
        order.save(update_fields=["vouched_by", "vouched_at", "vouched_note"])
        record(action="payments.vouch", subject=order, by=by, at=at, client_id=order.client_id)
    return order
