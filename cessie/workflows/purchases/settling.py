"""What closes an invoice without money, and what follows: its holdback goes back as if it were paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.matching import agree as agreeing
from cessie.domain.matching import settle as deciding
from cessie.domain.matching.models import Settlement
from cessie.domain.matching.rules.kinds import SettlingKind
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.workflows.losses.nonpayment import renew_offers
from cessie.workflows.money_in import release_if_paid

#: Whoever may settle need not be one who may release: what follows from his word is the house's own act.
SETTLER = system("settling")


def settle(*, invoice_id: UUID, kind: SettlingKind, amount: Money, note: str, by: Viewer, at: datetime) -> Settlement:
    """Decide it (``matching.settle``); if that closes the invoice, release its holdback in the same transaction."""
    with transaction.atomic():
        row = deciding.settle(invoice_id=invoice_id, kind=kind, amount=amount, note=note, by=by, at=at)
        _follow(row, at)
    return row


def agree(*, settlement_id: UUID, by: Viewer, at: datetime) -> Settlement:
    """Agree to it (``matching.agree``); if that closes the invoice, release its holdback in the same transaction."""
    with transaction.atomic():
        row = agreeing.agree(settlement_id=settlement_id, by=by, at=at)
        _follow(row, at)
    return row


def _follow(row: Settlement, at: datetime) -> None:
    if row.state != "posted":
        return
    release_if_paid(invoice_id=row.invoice_id, by=SETTLER, at=at)
    renew_offers(
        contract_id=row.invoice.contract_id,
        reason=Reason("purchase.debt_moved", N_("What is owed on the current account changed.")),
        at=at,
    )
