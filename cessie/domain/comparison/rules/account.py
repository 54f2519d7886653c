"""Where the money of a contract stands: what is outstanding, the client's account, what is held back. Whole cents.

The same accounts as in the books (factoring-domain 0): funds in use are derived, never kept.

>>> account = Account()
>>> account.buy(100_00, holdback=10_00); account.charge(5_00); account.draw(85_00); account.funds
9000
>>> account.collect(100_00); account.release(10_00); account.draw(10_00); account.funds, account.current
(0, 0)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Account:
    """``outstanding`` 1100, ``current`` 2100 (positive: the client's), ``held`` 2110, ``fund`` 2120; ``lost`` by the
    factor."""

    outstanding: int = 0
    current: int = 0
    held: int = 0
    fund: int = 0
    lost: int = 0

    @property
    def funds(self) -> int:
        """Funds in use: payouts and charges less what came in."""
        return self.outstanding - self.current - self.held - self.fund

    def buy(self, face: int, *, holdback: int) -> None:
        """P01, P02."""
        self.outstanding += face
        self.current += face - holdback
        self.held += holdback

    def charge(self, gross: int) -> None:
        """P03, P12: with VAT."""
        self.current -= gross

    def draw(self, amount: int) -> None:
        """P04."""
        self.current -= amount

    def collect(self, amount: int) -> None:
        """P07, P08: the debtor paid."""
        self.outstanding -= amount

    def credit(self, amount: int) -> None:
        """P13: the client credited his customer."""
        self.outstanding -= amount
        self.current -= amount

    def release(self, amount: int) -> None:
        """P09: of the holdback."""
        self.held -= amount
        self.current += amount

    def give_back(self, amount: int, *, clients: int) -> None:
        """P15: an unpaid invoice leaves; the client bears ``clients`` of it, the factor the rest."""
        self.outstanding -= amount
        self.current -= clients
        self.lost += amount - clients

    def set_fund(self, required: int) -> None:
        """P02, P10: bring the guarantee fund to what is required."""
        self.current -= required - self.fund
        self.fund = required
