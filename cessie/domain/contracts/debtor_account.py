"""The account of a debtor under a contract on balances: what stands for the invoice where the books ask for one."""

from __future__ import annotations

from uuid import UUID, uuid5

from cessie.domain.contracts.models import Contract
from cessie.ledger.entry import Dims


def account_key(contract_id: UUID, debtor_id: UUID) -> UUID:
    """The same for ever: a ledger is bought as a whole, and its documents are not invoices of the house."""
    return uuid5(contract_id, str(debtor_id))


def dims_of(contract: Contract, debtor_id: UUID) -> Dims:
    """What a line on his account is about."""
    return Dims(contract.pk, contract.client_id, debtor_id, account_key(contract.pk, debtor_id))
