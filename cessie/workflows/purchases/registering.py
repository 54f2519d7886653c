"""A deed is registered: what was withheld for it is paid out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.purchase.deeds import to_pay
from cessie.domain.purchase.let_go import let_go
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.register_deed import decide_registration
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.days import booking_day
from cessie.workflows.money.paying import order_payout

REGISTRAR = system("registering")


@transaction.atomic
def confirm(*, deed_id: UUID, by: Viewer, at: datetime) -> Deed:
    """Confirm the registration (``purchase.register_deed``) and order what was withheld for it, together or not at
    all."""
    row = decide_registration(deed_id=deed_id, event="confirm", by=by, at=at)
    _pay(row.pk, at)
    return row


def pay_registered(*, by: Viewer, at: datetime) -> int:
    """Order what was withheld for deeds that need no registration any more, as their debtors were told; how many. For
    the clock."""
    by.require("availability.run")
    return sum(_pay(key, at) for key in to_pay(booking_day(at)))


@transaction.atomic
def _pay(deed_id: UUID, at: datetime) -> bool:
    row, amount = let_go(deed_id=deed_id, by=REGISTRAR, at=at)
    if row.proposal_id is None:  # of a ledger nothing is paid by itself: more of it may be drawn
        return False
    return order_payout(
        key=f"payout:{row.proposal_id}", contract_id=row.contract_id, client_id=row.client_id, amount=amount,
        text=row.number, by=REGISTRAR, at=at,
    )  # fmt: skip
