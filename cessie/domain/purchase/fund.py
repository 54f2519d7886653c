"""The guarantee fund of a contract whose reserve is pooled: what its outstanding invoices ask for, what is in it."""

from __future__ import annotations

from uuid import UUID

from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.money import Money
from cessie.terms.contract import Terms
from cessie.terms.reserve import FundChange, change, required_fund


def fund_change(contract_id: UUID, terms: Terms, *, bought: Money | None = None) -> FundChange:
    """What brings the fund to what is required once ``bought`` is outstanding too; nothing where none is pooled.

    Asked under the lock of the contract. A release within the contract's tolerance is left alone; a purchase is not.
    """
    nothing = Money(0, terms.currency)
    if terms.reserve_model != "POOL":
        return FundChange(nothing, nothing)
    of = Dims(contract=contract_id)
    outstanding = ledger.balance("1100", of, currency=terms.currency) + (bought or nothing)
    held = -ledger.balance("2120", of, currency=terms.currency)
    required = required_fund(outstanding, terms.fund_rate, floor=terms.fund_floor, cap=terms.fund_cap)
    if not outstanding:
        required = nothing  # the floor is for a pool that there is
    return change(required, held, tolerance=nothing if bought else terms.fund_tolerance)
