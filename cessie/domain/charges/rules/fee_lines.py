"""What stands on a fee invoice: the charges of a month by kind, with the VAT that the books hold.

>>> booked = Booked("factoring_commission", Money(-1_200_00), Money(-240_00), 3)
>>> [line] = fee_lines([booked], lambda kind: Tax(Decimal(20), ""))
>>> line.kind, line.net, line.vat, line.category, line.rate
('factoring_commission', Money(cents=120000, currency='EUR'), Money(cents=24000, currency='EUR'), 'S', Decimal('20'))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from cessie.ledger.rules.fees import INCOME
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Kind of posting -> row of the VAT table; other fees are services.
VAT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"interest_capitalised": "FINANCING", "set_up_fee": "SETUP", "commission_invoiced": "COLLECTION"}
    | {kind: "COMMISSION" for kind, account in INCOME.items() if account == "4000"}
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the books hold of one kind of charge in a month, credit negative; how many entries."""

    kind: str
    net: Money
    vat: Money
    count: int


@dataclass(frozen=True, slots=True)
class Tax:
    """The VAT of a kind of charge: percent, and where there is none why."""

    rate: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A line of a fee invoice: charged to the client positive. ``category`` as in EN 16931: S standard, E exempt."""

    kind: str
    count: int
    net: Money
    vat: Money
    rate: Decimal
    reason: str

    @property
    def category(self) -> str:
        """The VAT category code (BT-151)."""
        return "S" if self.rate else "E"

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "kind": self.kind, "count": self.count, "net": self.net.cents, "vat": self.vat.cents,
            "rate": str(self.rate), "reason": self.reason,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> FeeLine:
        """As it was kept."""
        net, vat = Money(kept["net"]), Money(kept["vat"])
        return cls(kept["kind"], kept["count"], net, vat, Decimal(kept["rate"]), kept["reason"])


def fee_lines(booked: Iterable[Booked], tax_of: Callable[[str], Tax]) -> tuple[FeeLine, ...]:
    """A line for each kind that does not come to nothing, in the order of kinds.

    Refused (``charges.vat_mixed``): VAT in the books that is not what the table says for the month, entry by entry
    rounded: an invoice with a false rate is never written.
    """
    found = []
    for each in sorted(booked, key=lambda b: b.kind):
        net, vat = -each.net, -each.vat
        if not net and not vat:
            continue
        tax = tax_of(each.kind)
        if abs((vat - net.percent(tax.rate)).cents) > each.count:
            raise Refusal(
                "charges.vat_mixed", N_("The books hold {vat} VAT on {net} of {kind}: that is not {rate} percent."),
                vat=vat, net=net, kind=each.kind, rate=str(tax.rate),
            )  # fmt: skip
        found.append(FeeLine(each.kind, each.count, net, vat, tax.rate, "" if tax.rate else tax.reason))
    return tuple(found)


def totals(lines: Sequence[FeeLine]) -> tuple[Money, Money]:
    """Net and VAT of the invoice."""
    return Money.total(line.net for line in lines), Money.total(line.vat for line in lines)
