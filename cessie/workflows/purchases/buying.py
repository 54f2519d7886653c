"""The client approves: the house buys, orders the payout and writes to the debtors, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.client_ledgers.by_line import paid_before_sale
from cessie.domain.purchase.accept import Purchased, accept
from cessie.domain.purchase.block import block
from cessie.domain.purchase.deeds import is_withheld
from cessie.domain.purchase.refusals import Blocked
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.letters.notifying import notify
from cessie.workflows.money.paying import order_payout

BUYER = system("buying")


def approve(*, proposal_id: UUID, digest: str, by: Viewer, at: datetime) -> Purchased:
    """Buy as offered, order the payout, and have the debtors told where the contract says so. What waits for the
    registration of the deed is ordered by ``registering``.

    Refused as ``purchase.accept``, and an invoice that money on the dedicated account was said to pay. What changed
    since blocks the offer, and a new one takes its place where it can; where it cannot, the task that ``block`` opened
    stays with the desk.
    """
    try:
        with transaction.atomic():
            bought = accept(proposal_id=proposal_id, digest=digest, by=by, at=at)
            _require_unpaid(bought.invoice_ids)
            if not is_withheld(bought.proposal_id):
                order_payout(
                    key=f"payout:{bought.proposal_id}",
                    contract_id=bought.contract_id,
                    client_id=bought.client_id,
                    amount=bought.payout,
                    text=bought.number,
                    by=BUYER,
                    at=at,
                )
            notify(contract_id=bought.contract_id, invoice_ids=bought.invoice_ids, by=BUYER, at=at)
            return bought
    except Blocked as no:
        block(proposal_id=proposal_id, reasons=no.reasons, by=BUYER, at=at)
        with suppress(Refusal):
            supersede(proposal_id=proposal_id, by=BUYER, at=at)
        raise


def _require_unpaid(invoice_ids: Collection[UUID]) -> None:
    """After the purchase, under the contract's lock, which whoever matches money takes too."""
    if paid := paid_before_sale(invoice_ids):
        words = N_("{number} is paid already by money on the dedicated account: it cannot be bought.")
        raise Refusal("purchase.paid_before", words, number=paid[0])
