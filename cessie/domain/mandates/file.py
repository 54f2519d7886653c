"""The file of a batch and the fingerprint of what it says: the same batch gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from cessie.domain.mandates.amended import untold
from cessie.domain.mandates.models import Batch, Collection, Creditor
from cessie.domain.mandates.rules.files import Kind
from cessie.domain.mandates.rules.scheme import sequence
from cessie.formats.payments import pain008
from cessie.formats.values import (
    Amendment,
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
    PaymentParty,
    Remittance,
)
from cessie.lib.money import Money
from cessie.lib.references import normal_ogm, normal_rf


def kind_of(row: Collection, creditor: Creditor) -> Kind:
    """What all collections of its block have in common."""
    mandate = row.mandate
    return Kind(
        creditor.account_id, creditor.identifier, mandate.scheme, sequence(one_off=mandate.one_off), row.collection_date
    )


def digest_of(rows: Sequence[Collection]) -> str:
    """A fingerprint: another amount, account, mandate, day or order of blocks gives another."""
    said = sorted(
        repr(
            (
                row.end_to_end_id,
                row.amount_cents,
                row.mandate.iban,
                row.mandate.reference,
                row.collection_date,
                row.block,
            )
        )
        for row in rows
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def collection_file(batch: Batch, rows: Sequence[Collection]) -> bytes:
    """pain.008 in the version of the account's bank, one statement line for each collection.

    ``rows`` with ``mandate`` and ``invoice`` loaded, in any order; the moment in it is that of the release.
    """
    if batch.released_at is None:
        raise ValueError("a batch has a file once it is released")
    ordered = sorted(rows, key=lambda row: (row.block, row.pk))
    changes = untold({row.mandate for row in rows})
    blocks = [_block(batch, block, list(part), changes) for block, part in groupby(ordered, key=lambda row: row.block)]
    holder = batch.creditor.account.holder
    file = CollectionFile(
        message_id=batch.number, created_at=batch.released_at, initiator=holder, batches=tuple(blocks)
    )
    return pain008.write(file, batch.creditor.pain_version)


def _block(batch: Batch, block: str, rows: Sequence[Collection], changes: Mapping[UUID, Amendment]) -> CollectionBatch:
    own = batch.creditor.account
    kind = kind_of(rows[0], batch.creditor)
    return CollectionBatch(
        id=block,
        collection_date=kind.day,
        creditor=PaymentParty(name=own.holder, iban=own.iban, bic=own.bic or None),
        creditor_id=kind.creditor_id,
        scheme=kind.scheme,
        sequence=kind.sequence,
        collections=tuple(_debit(row, changes.get(row.mandate_id)) for row in rows),
        booked_as_one=False,
    )


def _debit(row: Collection, change: Amendment | None) -> DirectDebit:
    mandate = row.mandate
    return DirectDebit(
        end_to_end_id=row.end_to_end_id,
        amount=Money(row.amount_cents, row.currency),
        debtor=PaymentParty(name=mandate.holder, iban=mandate.iban, bic=mandate.bic or None),
        mandate=MandateReference(id=mandate.reference, signed_date=mandate.signed_date, amendment=change),
        remittance=_remittance(row),
    )


def _remittance(row: Collection) -> Remittance:
    """The reference of the invoice where it is one, else its number."""
    reference = row.invoice.payment_reference
    for scheme, right in (("BBA", normal_ogm(reference)), ("ISO", normal_rf(reference))):
        if right is not None:
            return Remittance(structured=right, scheme=scheme)
    return Remittance(text=row.invoice.number[:140])
