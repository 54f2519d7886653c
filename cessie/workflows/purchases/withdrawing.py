"""The client takes back what he handed in: its offer goes, its room is free, the others are offered anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit import locks
from cessie.domain.invoices.deciding import Assessed
from cessie.domain.invoices.queries import invoice as visible
from cessie.domain.invoices.withdraw import withdraw as take_back
from cessie.domain.managed.queries import is_managed
from cessie.domain.purchase.cancel import cancel
from cessie.domain.purchase.queries import is_sold, open_proposals, others_in
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.purchases.offering import offer

HOUSE = system("withdrawing")


def withdraw(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Assessed:
    """Withdraw an invoice that is not bought; again does nothing.

    Locks: the contract, the debtor, then the offer, then the invoice, as an approval of the same offer does: one of the
    two comes first. Refused as ``invoices.withdraw``; one that is bought or pledged.
    """
    row = visible(viewer=by, invoice_id=invoice_id)
    by.require_client(row.client_id)
    with transaction.atomic():
        locks.take(contract_ids=[row.contract_id], debtor_ids=[row.debtor_id] if row.debtor_id else [])
        if is_managed(invoice_id):
            words = N_("{number} is managed already: hand in a credit note if it is wrong.")
            raise Refusal("managed.taken", words, number=row.number)
        if is_sold(invoice_id):
            words = N_("{number} was bought or pledged: it cannot be taken back. Hand in a credit note if it is wrong.")
            raise Refusal("purchase.sold", words, number=row.number)
        freed: list[UUID] = []
        for proposal_id in open_proposals(invoice_id):
            freed += others_in(proposal_id, invoice_id)
            words = N_("{number} was taken back by the client.")
            gone = Reason("purchase.withdrawn", words, {"number": row.number})
            cancel(proposal_id=proposal_id, reasons=[gone], by=HOUSE, at=at)
        judged = take_back(invoice_id=invoice_id, note=note, by=by, at=at)
        close(key=f"invoice.not_offered:{invoice_id}", decision="withdrawn", by=HOUSE, at=at)
        for other in freed:
            offer(invoice_id=other, at=at)
    return judged
