"""What is decided about a receipt: which invoices it pays, why a payment is short, what of it goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cessie.domain.matching.rules.kinds import SettlingKind, UseKind
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Closing:
    """What closes an invoice beside the money: ``kind`` of ``kinds.WITH_MONEY``."""

    kind: SettlingKind
    amount: Money


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of the money pays no invoice: to a debtor's credit, to a client's account, or the house's difference."""

    kind: UseKind
    amount: Money
    debtor_id: UUID | None = None
    contract_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Disposal:
    """All of it. Amounts in cents of the receipt's currency, each above zero."""

    allocations: Mapping[UUID, Money] = field(default_factory=dict)
    closings: Mapping[UUID, Closing] = field(default_factory=dict)
    uses: tuple[Elsewhere, ...] = ()

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Every amount in it."""
        closed = (closing.amount for closing in self.closings.values())
        return (*self.allocations.values(), *closed, *(use.amount for use in self.uses))

    @property
    def invoices(self) -> frozenset[UUID]:
        """Every invoice that it touches."""
        return frozenset(self.allocations) | frozenset(self.closings)

    def taken(self, currency: str) -> Money:
        """What of the receipt it takes."""
        used = (use.amount for use in self.uses)
        return Money.total((*self.allocations.values(), *used), currency)

    def off(self, invoice: UUID, currency: str) -> Money:
        """What it takes off an invoice, by money and otherwise."""
        closing = self.closings.get(invoice)
        nothing = Money(0, currency)
        return self.allocations.get(invoice, nothing) + (closing.amount if closing else nothing)
