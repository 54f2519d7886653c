"""The books of one example: running balances in memory, by account and by invoice."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from uuid import UUID, uuid5

from cessie.ledger.chart import FUNDS_IN_USE
from cessie.ledger.entry import Dims, Entry
from cessie.lib.money import Money
from cessie.terms.interest import Movement

NAMES = UUID("c0ffee00-0000-5000-8000-000000000000")


@lru_cache(maxsize=4096)
def _key(name: str) -> UUID:
    return uuid5(NAMES, name)


class Books:
    """What ``queries`` answers from the database, for one example alone. Amounts are debit positive."""

    def __init__(self, example: str, currency: str) -> None:
        self.example = example
        self.currency = currency
        self.entries: list[Entry] = []
        self._totals: dict[str, int] = defaultdict(int)
        self._by_invoice: dict[tuple[str, UUID | None], int] = defaultdict(int)

    def key(self, name: str) -> UUID:
        """The same key for the same name in the same example."""
        return _key(f"{self.example}/{name}")

    def dims(self, invoice: str | None = None, debtor: str | None = None, reference: str | None = None) -> Dims:
        """The dimensions of a line by names; an example has one contract, one client, one bank."""
        return Dims(
            contract=self.key("contract"),
            client=self.key("client"),
            debtor=self.key(f"debtor {debtor or 'of the example'}"),
            invoice=self.key(f"invoice {invoice}") if invoice else None,
            reference=self.key(reference) if reference else None,
            bank=self.key("bank"),
        )

    def book(self, entry: Entry) -> None:
        """Add an entry."""
        self.entries.append(entry)
        for account, cents, dims in entry.lines:
            self._totals[account] += cents
            self._by_invoice[account, dims.invoice] += cents

    def balance(self, account: str, invoice: str | None = None) -> Money:
        """Of an account, or of one invoice on it."""
        if invoice is None:
            return Money(self._totals[account], self.currency)
        return Money(self._by_invoice[account, self.key(f"invoice {invoice}")], self.currency)

    def open(self, invoice: str) -> Money:
        """What the debtor owes on a bought invoice."""
        return self.balance("1100", invoice) + self.balance("1110", invoice)

    @property
    def unallocated(self) -> Money:
        """Money received for nothing yet known, positive."""
        return -self.balance("2300")

    @property
    def client_credit(self) -> Money:
        """What the client may still receive, positive; nothing if he owes."""
        return max(Money(0, self.currency), -self.balance("2100"))

    @property
    def client_debt(self) -> Money:
        """What the client owes, positive; nothing if he is owed."""
        return max(Money(0, self.currency), self.balance("2100"))

    @property
    def funds_in_use(self) -> Money:
        """The house's money in the contract."""
        return Money(sum(self._totals[account] for account in FUNDS_IN_USE), self.currency)

    def balances(self) -> dict[str, Money]:
        """Every account that is not zero."""
        return {account: Money(cents, self.currency) for account, cents in sorted(self._totals.items()) if cents}

    def movements(self) -> list[Movement]:
        """Every change of the funds in use on its value date."""
        found = []
        for entry in self.entries:
            cents = sum(line.cents for line in entry.lines if line.account in FUNDS_IN_USE)
            if cents:
                found.append(Movement(entry.value_date, Money(cents, self.currency), receipt=entry.rule == "P08"))
        return found
