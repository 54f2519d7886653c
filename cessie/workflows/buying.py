"""The client approves: the house buys, and orders the payout, in one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.purchase.accept import Purchased, accept
from cessie.domain.purchase.block import block
from cessie.domain.purchase.refusals import Blocked
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.workflows.paying import order_payout

BUYER = system("buying")


def approve(*, proposal_id: UUID, digest: str, by: Viewer, at: datetime) -> Purchased:
    """Buy as offered and order the payout. Refused as ``purchase.accept``; what changed since blocks the offer."""
    try:
        with transaction.atomic():
            bought = accept(proposal_id=proposal_id, digest=digest, by=by, at=at)
            order_payout(
                key=f"payout:{bought.proposal_id}",
                contract_id=bought.contract_id,
                client_id=bought.client_id,
                amount=bought.payout,
                text=bought.number,
                by=BUYER,
                at=at,
            )
            return bought
    except Blocked as no:
        block(proposal_id=proposal_id, reasons=no.reasons, by=BUYER, at=at)
        raise
