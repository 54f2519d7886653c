"""The payment file of a batch: the same batch gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from cessie.domain.parties.models import Company
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.postings import amount
from cessie.formats.payments import pain001
from cessie.formats.values import Address, CreditTransfer, PaymentFile, PaymentParty, Remittance, TransferBatch


def payment_file(batch: Batch, orders: Sequence[Order]) -> bytes:
    """pain.001.001.09 with the batch number as message id and batch id, one statement line for each payment.

    ``orders`` in the order of their keys, ``payee__company`` loaded; the moment in it is that of the release.
    """
    if batch.released_at is None:
        raise ValueError("a batch has a file once it is released")
    own = batch.account
    transfers = tuple(_transfer(order) for order in orders)
    block = TransferBatch(
        id=batch.number,
        execution_date=batch.execution_date,
        debtor=PaymentParty(name=own.holder, iban=own.iban, bic=own.bic or None),
        transfers=transfers,
    )
    file = PaymentFile(message_id=batch.number, created_at=batch.released_at, initiator=own.holder, batches=(block,))
    return pain001.write(file)


def _transfer(order: Order) -> CreditTransfer:
    payee = order.payee
    creditor = PaymentParty(name=payee.holder, iban=payee.iban, bic=payee.bic or None, address=_address(payee.company))
    return CreditTransfer(
        end_to_end_id=order.end_to_end_id,
        amount=amount(order),
        creditor=creditor,
        remittance=Remittance(text=order.text or None),
    )


def _address(company: Company) -> Address | None:
    """A structured address, or none: half of one is refused by the banks since 15 November 2026."""
    if not (company.town and company.country):
        return None
    return Address(
        street=company.street or None,
        number=company.building or None,
        postcode=company.postcode or None,
        city=company.town,
        country=company.country,
    )
