"""The payment file of a batch: the same batch gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from cessie.domain.parties.models import Company
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.paid_to import bic_of, block_of, goes_instant, holder_of, iban_of
from cessie.domain.payments.postings import amount
from cessie.formats.payments import pain001
from cessie.formats.values import Address, CreditTransfer, PaymentFile, PaymentParty, Remittance, TransferBatch


def payment_file(batch: Batch, orders: Sequence[Order]) -> bytes:
    """pain.001 in the version of the account, one statement line for each payment.

    The batch number is the message id and the block's id; instant payments stand in a block of their own. ``orders``
    in the order of their keys, ``payee__company`` and ``own`` loaded; the moment in it is that of the release.
    """
    if batch.released_at is None:
        raise ValueError("a batch has a file once it is released")
    own = batch.account
    by_speed = [[order for order in orders if goes_instant(order, batch) is instant] for instant in (False, True)]
    blocks = tuple(_block(batch, part) for part in by_speed if part)
    file = PaymentFile(message_id=batch.number, created_at=batch.released_at, initiator=own.holder, batches=blocks)
    return pain001.write(file, own.pain_version)


def _block(batch: Batch, orders: Sequence[Order]) -> TransferBatch:
    own = batch.account
    return TransferBatch(
        id=block_of(orders[0], batch),
        execution_date=batch.execution_date,
        debtor=PaymentParty(name=own.holder, iban=own.iban, bic=own.bic or None),
        transfers=tuple(_transfer(order) for order in orders),
        instant=goes_instant(orders[0], batch),
    )


def _transfer(order: Order) -> CreditTransfer:
    address = _address(order.payee.company) if order.payee is not None else None
    creditor = PaymentParty(name=holder_of(order), iban=iban_of(order), bic=bic_of(order) or None, address=address)
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
