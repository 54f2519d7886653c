"""The bank refuses an order before booking it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import Order
from cessie.domain.payments.postings import BY_LINE, rejected
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.payments.tasks import ask_about_order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.post import post
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Rejected:
    """``order`` after the bank's word; ``posted`` false where the word came late or again and moved nothing."""

    order: UUID
    state: str
    posted: bool


@transaction.atomic
def reject(*, end_to_end_id: str, reason_code: str, text: str, by: Viewer, at: datetime) -> Rejected:
    """The money is the client's again (P06), and a person is asked where it shall go. Again does nothing.

    The statement decides: where it has shown the payment already, the refusal moves nothing and a person looks.
    Refused: no right (``NotAllowed``), no such order (``NotFound``), one that was never sent (``WrongState``).
    """
    by.require("banking.import")
    order = Order.objects.select_for_update(of=("self",)).filter(end_to_end_id=end_to_end_id).first()
    if order is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if order.state in ("rejected", "returned"):
        return Rejected(order.pk, order.state, posted=False)
    reason = Reason(
        "payments.rejected", N_("The bank refused the payment: {code} {text}"), {"code": reason_code, "text": text}
    )
    if order.state == "executed":
        late = Reason(
            "payments.rejected_late", N_("The statement shows the payment, yet the bank says that it refused it.")
        )
        ask_about_order(order, [late, reason], by=by, at=at)
        return Rejected(order.pk, order.state, posted=False)
    order.state = ORDER.after(order.state, "reject")
    order.refusal = reason.to_json()
    if order.rule not in BY_LINE:  # of these nothing was posted yet
        post([rejected(order, at)], by=by.key, at=at)
    order.save(update_fields=["state", "refusal"])
    ask_about_order(order, [reason], by=by, at=at)
    facts = {"code": reason_code}
    record(action="payments.reject", subject=order, by=by, at=at, client_id=order.client_id, data=facts)
    return Rejected(order.pk, order.state, posted=True)
