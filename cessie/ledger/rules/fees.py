"""P03: what the client is charged, with VAT."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money

#: The income account of each kind of fee (factoring-domain 4.1, 4.4).
INCOME: Final = MappingProxyType(
    {
        "factoring_commission": "4000",
        "minimum_commission_true_up": "4000",
        "late_surcharge": "4020",
        "indirect_payment_fee": "4020",
        "set_up_fee": "4020",
        "limit_fee": "4020",
        "document_fee": "4020",
        "payment_fee": "4020",
        "service_fee": "4020",
    }
)


def fee(*, event: Event, kind: str, net: Money, vat: Money, country: str, of: Dims) -> Entry:
    """P03: a fee of a kind in ``INCOME`` on the client's account: 2100 gross / 4000 or 4020 net, 2400 VAT.

    ``country`` is the ISO code of the state to which the VAT is due; with no VAT there is no line on 2400.
    """
    sides = [debit("2100", net + vat, of), credit(INCOME[kind], net, of)]
    if vat:
        sides.append(credit("2400", vat, of.but(country=country)))
    return Entry.of("P03", kind, event, *sides)
