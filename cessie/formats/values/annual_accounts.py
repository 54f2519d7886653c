"""What of a company's annual accounts is read: four figures in whole cents of euro, and whose accounts they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class AnnualAccounts:
    """Accounts of one year. A figure that they do not say is None, never nought: an abbreviated model has no turnover.

    ``number`` of the register, ``name`` and ``ended`` (the last day of the year) as far as the file says them;
    ``model`` in the register's own code; ``doubts``: what can be read and does not come out.
    """

    format: str
    number: str = ""
    name: str = ""
    model: str = ""
    ended: date | None = None
    turnover: int | None = None
    equity: int | None = None
    total_assets: int | None = None
    result: int | None = None
    doubts: tuple[Reason, ...] = ()

    @property
    def figures(self) -> dict[str, int]:
        """Those that are said."""
        named = {
            "turnover": self.turnover, "equity": self.equity, "total_assets": self.total_assets, "result": self.result,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value is not None}
