"""A client who pays his own debtor's invoice: matched all the same, but somebody looks (factoring-domain 14, F07)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.models import Receipt
from cessie.domain.parties.models import BankAccount
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.reasons import N_, Fact, Reason


def warn_of_self_payment(receipt: Receipt, invoice_ids: Collection[UUID], by: Viewer, at: datetime) -> None:
    """Ask the credit desk about each client whose own account paid an invoice of his; once a receipt and client."""
    iban = receipt.line.counterparty_iban
    if not iban or not invoice_ids:
        return
    owners = BankAccount.objects.filter(iban=iban, ended_at__isnull=True).values("company_id")
    rows = Invoice.objects.filter(pk__in=invoice_ids, client__company_id__in=owners).order_by("number")
    for row in rows:
        words = N_("The client paid {number} from his own account {iban}: the debtor may not know of the invoice.")
        facts: dict[str, Fact] = {"number": row.number, "iban": iban}
        open_task(
            key=f"fraud.self_payment:{receipt.line_id}:{row.client_id}",
            kind="fraud.self_payment",
            subject=row,
            reasons=[Reason("F07", words, facts)],
            client_id=row.client_id,
            due_at=due_for_a_person(at),
            by=by,
            at=at,
        )
