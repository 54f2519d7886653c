"""Drawings that wait and that the availability does not bear any more are stopped before they leave."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.drawable import DRAWS
from cessie.domain.availability.models import Drawing
from cessie.domain.availability.rules.states import DRAWING
from cessie.domain.availability.run import run
from cessie.domain.credit import locks
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_


def stop_what_is_not_borne(*, contract_id: UUID, by: Viewer, at: datetime) -> tuple[Drawing, ...]:
    """Cancel the orders of drawings that nobody has prepared yet, the newest first, until the rest is borne.

    What lies in a batch is for people, who see the overadvance. Locks: the contracts of the group.
    """
    by.require("availability.run")
    stopped: list[Drawing] = []
    with transaction.atomic():
        locks.take(contract_ids=[contract_id], debtor_ids=())
        for order in _waiting(contract_id):
            if run(contract_id=contract_id, by=by, at=at).over_cents <= 0:
                break
            drawing = Drawing.objects.select_for_update(of=("self",)).get(pk=UUID(order.key.removeprefix(DRAWS)))
            cancel(order_id=order.pk, note=N_("the availability does not bear it any more"), by=by, at=at)
            drawing.state, drawing.note = DRAWING.after(drawing.state, "stop"), N_("More is in use than is available.")
            drawing.save(update_fields=["state", "note"])
            facts = {"number": drawing.number}
            record(action="availability.stop", subject=drawing, by=by, at=at, client_id=drawing.client_id, data=facts)
            stopped.append(drawing)
    return tuple(stopped)


def _waiting(contract_id: UUID) -> list[Order]:
    rows = Order.objects.filter(contract_id=contract_id, key__startswith=DRAWS, state="ordered")
    return list(rows.order_by("-ordered_at", "-pk"))
