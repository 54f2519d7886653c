"""What stands to a debtor's credit (2310) and is promised to no refund."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.payments.models import Order
from cessie.domain.payments.spoken_for import promised
from cessie.ledger.receivables import debtor_credits
from cessie.lib.money import EUR, Money


def free_debtor_credit(debtor_id: UUID, currency: str = EUR) -> Money:
    """What may be given back to the debtor, or used for his invoices, beyond what is ordered; never below zero."""
    held = debtor_credits([debtor_id], currency=currency)[debtor_id]
    return max(
        Money(0, currency),
        held - promised(Order.objects.filter(rule="P19", debtor_id=debtor_id, currency=currency), currency),
    )
