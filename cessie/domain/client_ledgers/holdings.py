"""What is on dedicated accounts, what of it was matched, and what is left: inner questions of this app."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Sum

from cessie.domain.banking.models import Account
from cessie.domain.client_ledgers.models import Dedicated, Match, Position, Receipt, Submission
from cessie.domain.contracts.models import Contract
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.money import Money


def dims_on(contract: Contract, account: Account) -> Dims:
    """What a line on the dedicated account is about: a client's own account is none of the house's."""
    return Dims(contract=contract.pk, client=contract.client_id, bank=account.pk if account.is_ours else None)


def holds(row: Dedicated) -> Money:
    """What the books say is on it: the memo of the client's own account, or the account that the house holds."""
    code = "1010" if row.account.is_ours else "9010"
    return ledger.balance(code, dims_on(row.contract, row.account))


def left_of(receipts: Collection[Receipt]) -> dict[UUID, Money]:
    """What of each receipt is matched to nothing and did not go back."""
    keys = [row.pk for row in receipts]
    used = dict(
        Match.objects.filter(receipt__in=keys, state="live").values_list("receipt").annotate(Sum("amount_cents"))
    )
    return {row.pk: Money(row.amount_cents - row.back_cents - used.get(row.pk, 0), row.currency) for row in receipts}


def in_force(contract_id: UUID) -> Submission | None:
    """The ledger that is in force now."""
    return Submission.objects.filter(contract_id=contract_id, state="accepted", kind="balance").first()


def open_of(contract_id: UUID, numbers: Collection[str]) -> dict[tuple[UUID, str], Money]:
    """What is open in the ledger in force on invoices of these numbers, by debtor and number, less what is matched and
    not yet counted by a ledger. Invoices that are held line by line: ``by_line``."""
    row = in_force(contract_id)
    if row is None:
        return {}
    rows = Position.objects.filter(submission=row, kind="invoice", number__in=numbers)
    found = {(debtor, number): cents for debtor, number, cents in rows.values_list("debtor_id", "number", "open_cents")}
    live = Match.objects.filter(contract_id=contract_id, state="live", invoice__isnull=True, counted__isnull=True)
    live = live.filter(number__in=numbers)
    for debtor, number, cents in live.values_list("debtor_id", "number").annotate(Sum("amount_cents")).order_by():
        if (debtor, number) in found:
            found[debtor, number] -= cents
    return {key: Money(cents) for key, cents in found.items()}
