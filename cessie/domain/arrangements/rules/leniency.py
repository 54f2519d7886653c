"""How far the house gives way by itself: which plans run at once, and which small rests nobody presses for. Pure.

The figures are the house's own, which two people change together. Of the rests nothing is given up before they say so.

>>> Leniency().gives_up(Money(1)), Leniency(beside_cents=5_00).gives_up(Money(5_00))
(False, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: What no policy gives up by itself: above it people decide, one by one.
MOST: Final = 100_00


@dataclass(frozen=True, slots=True)
class Leniency:
    """A plan within all three of ``plan_cents``, ``plan_count`` instalments and ``plan_days`` to the last runs at once.

    ``beside_cents``: interest and costs of the house that are left on an invoice which is paid whole are given up once
    nothing moved for ``beside_days``. ``dossier_cents``: what is left of a dossier whose debtor paid what his letter
    asked, later than it said. In cents; zero: never by itself.
    """

    plan_cents: int = 500_00
    plan_count: int = 4
    plan_days: int = 120
    beside_cents: int = 0
    beside_days: int = 90
    dossier_cents: int = 0

    def gives_up(self, left: Money) -> bool:
        """Whether this much beside a paid invoice is small enough."""
        return 0 < left.cents <= self.beside_cents

    def lets_rest(self, left: Money) -> bool:
        """Whether this much of a dossier is."""
        return 0 < left.cents <= self.dossier_cents

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Leniency:
        """The one that ``to_json`` wrote; refused where a figure cannot stand."""
        found = cls(**value)
        plans = 0 <= found.plan_cents <= 5_000_00 and 1 <= found.plan_count <= 36 and 1 <= found.plan_days <= 1100
        rests = 0 <= found.beside_cents <= MOST and 0 <= found.dossier_cents <= MOST and 1 <= found.beside_days <= 3650
        if not plans or not rests:
            raise Refusal("arrangements.leniency_figures", N_("These figures cannot stand."))
        return found
