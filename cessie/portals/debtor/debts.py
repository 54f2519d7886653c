"""What a debtor owes one client, gathered for his page: each invoice with its build-up and where it is to be paid.

A constant number of statements for any number of invoices. Of a confidential contract nothing names the house: the
invoice is the client's, and so is the account (handbook law.md, LAW-ASG-03).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import dedicated_account
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.visitors import Visitor
from cessie.domain.parties.queries import payout_account
from cessie.domain.purchase.bought import bought_under
from cessie.ledger.demands import beside
from cessie.ledger.receivables import demanded_from, lowered_by_kind, owed_to
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_
from cessie.workflows.letters.notifying import account_to_pay, tells

#: Words for what lowered a claim, by posting rule; any other is a correction.
LOWERED: Final = {
    "P08": N_("Paid"),
    "P16": N_("Paid"),
    "P28": N_("Returned direct debit"),
    "P13": N_("Credited"),
    "P14": N_("Deducted"),
    "P20": N_("Small difference"),
}
SETTLED, CREDITED, CORRECTED = N_("Paid"), N_("Credited"), N_("Corrected")


@dataclass(frozen=True, slots=True)
class Payee:
    """To whom and on which account an invoice is paid; ``iban`` is blank where the client must be asked."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """One open invoice: ``face`` less what ``lowered`` it (word, amount) is what is ``open``; ``days`` late."""

    invoice_id: UUID
    number: str
    issued: date
    due: date
    reference: str
    face: Money
    lowered: tuple[tuple[str, Money], ...]
    open: Money
    demanded: Money
    days: int
    payee: Payee


@dataclass(frozen=True, slots=True)
class Debts:
    """All of them, the oldest due first; ``demanded``: interest and costs that belong to no single one."""

    rows: tuple[Debt, ...]
    demanded: Money

    @property
    def total(self) -> Money:
        """Everything together."""
        return Money.total((row.open + row.demanded for row in self.rows), EUR) + self.demanded


def debts_of(visitor: Visitor, today: date) -> Debts:
    """What is open between the debtor and the client of this link."""
    owed = owed_to(visitor.client_id, visitor.debtor_id)
    demanded, claims = demanded_from(visitor.client_id, visitor.debtor_id), beside(owed)
    invoices = list(Invoice.objects.filter(pk__in=owed).order_by("due_date", "number", "pk"))
    lowered = lowered_by_kind([row.pk for row in invoices])
    ours = _paid_to_the_house((row for row in invoices if owed[row.pk][0]), today)
    house, client = _house(), _client(visitor, today)
    hidden = _ours([row.payment_iban for row in invoices if row.pk not in ours])
    rows = tuple(
        Debt(
            invoice_id=row.pk,
            number=row.number,
            issued=row.issue_date,
            due=row.due_date,
            reference=row.payment_reference,
            face=Money(row.payable_cents, row.currency),
            lowered=_said(lowered[row.pk]),
            open=owed[row.pk][0] + owed[row.pk][1],
            demanded=claims[row.pk].total,
            days=max(0, (today - row.due_date).days),
            payee=house
            if row.pk in ours and house
            else Payee(client.name, client.iban if row.payment_iban in hidden else row.payment_iban or client.iban),
        )
        for row in invoices
    )
    return Debts(rows, Money.total(demanded.values(), EUR) - Money.total((row.demanded for row in rows), EUR))


def _said(lowered: dict[tuple[str, str], Money]) -> tuple[tuple[str, Money], ...]:
    """The same words together, in the order in which they came up; what sums to nothing is left out."""
    found: dict[str, Money] = {}
    for (rule, kind), amount in lowered.items():
        managed = CREDITED if kind.startswith("managed_credited") else SETTLED
        word = managed if rule == "P40" else LOWERED.get(rule, CORRECTED)
        found[word] = found.get(word, Money(0, amount.currency)) + amount
    return tuple((word, amount) for word, amount in found.items() if amount)


def _paid_to_the_house(bought: Iterable[Invoice], today: date) -> frozenset[UUID]:
    """Of the bought ones those whose debtor may know of it: by the terms of the purchase, and by those of today."""
    by_contract: dict[UUID, list[UUID]] = {}
    for row in bought:
        by_contract.setdefault(row.contract_id, []).append(row.pk)
    return frozenset(
        key
        for contract_id, keys in by_contract.items()
        if tells(terms_on(contract_id, today)[1])
        for key in _told(contract_id, keys)
    )


def _told(contract_id: UUID, keys: Collection[UUID]) -> Iterable[UUID]:
    rows = bought_under(contract_id=contract_id, invoice_ids=keys)
    return (row.invoice_id for row in rows if tells(row.terms))


def _house() -> Payee | None:
    account = account_to_pay()
    return Payee(account.holder, account.iban, account.bic) if account else None


def _client(visitor: Visitor, today: date) -> Payee:
    """The client, on the account on which his debtors pay; else on the one to which he is paid himself."""
    account = dedicated_account(visitor.client_id) or payout_account(visitor.client_id, today)
    return Payee(visitor.client_name, account.iban if account else "")


def _ours(ibans: Collection[str]) -> frozenset[str]:
    """Those that are accounts of the house: an invoice from before the contract was confidential may bear one."""
    rows = Account.objects.filter(iban__in=ibans, client__isnull=True).exclude(purpose="dedicated")
    return frozenset(rows.values_list("iban", flat=True))
