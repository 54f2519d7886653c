"""What was withheld until a deed was registered may go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.models import Deed
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money


def let_go(*, deed_id: UUID, by: Viewer, at: datetime) -> tuple[Deed, Money]:
    """The deed, and how much of its payout is to be ordered now: never more than stands free on the client's account,
    where a debt took its part meanwhile; nothing the second time. Within the transaction that orders it. Locks: the
    contract, the deed."""
    contract_id = Deed.objects.values_list("contract_id", flat=True).get(pk=deed_id)
    lock(contract_id)
    row = Deed.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=deed_id)
    if not row.withheld or row.proposal is None:
        return row, Money(0, row.currency)
    amount = min(Money(row.proposal.payout_cents, row.currency), free_credit(contract_id, row.currency))
    row.withheld = False
    row.save(update_fields=["withheld"])
    facts = {"number": row.number, "payout": amount}
    record(action="purchase.let_go", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row, amount
