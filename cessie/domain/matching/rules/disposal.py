"""What is decided about a receipt: which invoices it pays, with what is claimed beside them, why a payment is short,
what of it goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cessie.domain.matching.rules.kinds import SettlingKind, UseKind
from cessie.law.imputation import Beside
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
    """All of it. Amounts in cents of the receipt's currency, each above zero; of ``beside`` one part may be nothing.

    ``beside``: what of the money pays interest and costs that were claimed beside invoices; ``given_up``: what of those
    is claimed no more because of it.
    """

    allocations: Mapping[UUID, Money] = field(default_factory=dict)
    closings: Mapping[UUID, Closing] = field(default_factory=dict)
    beside: Mapping[UUID, Beside] = field(default_factory=dict)
    given_up: Mapping[UUID, Beside] = field(default_factory=dict)
    uses: tuple[Elsewhere, ...] = ()

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Every amount in it."""
        closed = (closing.amount for closing in self.closings.values())
        claims = (part.total for part in self.beside.values())
        return (*self.allocations.values(), *closed, *claims, *(use.amount for use in self.uses))

    @property
    def invoices(self) -> frozenset[UUID]:
        """Every invoice that it touches."""
        return (
            frozenset(self.allocations) | frozenset(self.closings) | frozenset(self.beside) | frozenset(self.given_up)
        )

    def taken(self, currency: str) -> Money:
        """What of the receipt it takes."""
        used = (use.amount for use in self.uses)
        claims = (part.total for part in self.beside.values())
        return Money.total((*self.allocations.values(), *claims, *used), currency)

    def off(self, invoice: UUID, currency: str) -> Money:
        """What it takes off an invoice, by money and otherwise."""
        closing = self.closings.get(invoice)
        nothing = Money(0, currency)
        return self.allocations.get(invoice, nothing) + (closing.amount if closing else nothing)
