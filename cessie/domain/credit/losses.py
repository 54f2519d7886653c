"""The door to an invoice that may be lost: bought, under its locks, before a person who says why."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import Payable
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.entry import Dims
from cessie.ledger.receivables import ever_bought
from cessie.lib.reasons import N_, Refusal


def locked(invoice_id: UUID, note: str, by: Viewer) -> Payable:
    """The bought invoice under its locks, for a person who may decide and says why."""
    require_word(note, by)
    contract_id = Invoice.objects.filter(pk=invoice_id).values_list("contract_id", flat=True).first()
    if contract_id is None or not ever_bought([invoice_id]):
        raise NotFound("credit.not_bought", N_("This invoice was not bought."))
    lock_contract(contract_id)
    (invoice,) = lock_invoices([invoice_id])
    return invoice


def require_word(note: str, by: Viewer) -> None:
    """A person who may decide, and who says why."""
    by.require("credit.insure")
    if not note.strip():
        raise Refusal("credit.no_note", N_("Say why you decide so."))


def about(invoice: Payable) -> Dims:
    """What the lines of a loss are about."""
    return Dims(contract=invoice.contract_id, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice.id)
