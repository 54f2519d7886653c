"""P39 to P42: what debtors owe on invoices that are managed and not bought, and the claim parts demanded from them.

Memo accounts: the money is not the house's. With these, what a debtor owes is in the ledger for every invoice.
"""

from __future__ import annotations

from typing import Literal

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money

Settle = Literal["managed_settled", "managed_collected", "managed_credited"]
Discharge = Literal["demand_settled", "demand_collected", "demand_waived", "demand_given_up"]


def enter(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P39: an invoice is taken into management with its open amount: 9020 / 9021."""
    return Entry.of("P39", "managed_entered", event, debit("9020", amount, of), credit("9021", amount, of))


def settle(*, event: Event, amount: Money, of: Dims, kind: Settle = "managed_settled") -> Entry:
    """P40: it is paid, collected on the third-party account, or credited: 9021 / 9020. A return reverses this entry."""
    return Entry.of("P40", kind, event, debit("9021", amount, of), credit("9020", amount, of))


def demand(
    *,
    event: Event,
    amount: Money,
    of: Dims,
    kind: Literal["interest_demanded", "damages_demanded", "costs_demanded"],
) -> Entry:
    """P41: interest, damages or costs are claimed from the debtor; ``of.reference`` is the claim: 9030 / 9031."""
    return Entry.of("P41", kind, event, debit("9030", amount, of), credit("9031", amount, of))


def discharge(
    *,
    event: Event,
    amount: Money,
    of: Dims,
    kind: Discharge = "demand_settled",
) -> Entry:
    """P42: such a part is paid (``demand_collected``: to the agency), taken back before it counted (waived), or
    given up for good: 9031 / 9030."""
    return Entry.of("P42", kind, event, debit("9031", amount, of), credit("9030", amount, of))
