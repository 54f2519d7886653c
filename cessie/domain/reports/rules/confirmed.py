"""What a confirmation says, as a frozen value that is kept as JSON: balances by contract, or open invoices.

>>> figures = Figures((Stated("K1", "owed", Money(5)),), ())
>>> Figures.from_json(figures.to_json()) == figures
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cessie.lib.money import Money

#: What a client's letter states, in its order: code, accounts, and the sign in which the client reads it.
STATED: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("owed", ("1100", "1110"), 1),
    ("held", ("2110",), -1),
    ("fund", ("2120",), -1),
    ("account", ("2100",), -1),
    ("in_use", ("1100", "1110", "2100", "2110", "2120"), 1),
    ("accrued", ("1400",), 1),
    ("pledged", ("1200",), 1),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One balance of a contract; ``code`` as in ``STATED``."""

    contract: str
    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """What a debtor owes on one invoice."""

    number: str
    supplier: str
    issued: date
    due: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Figures:
    """The balances of a client, or the open invoices of a debtor, oldest due first."""

    stated: tuple[Stated, ...]
    invoices: tuple[OpenInvoice, ...]

    @property
    def total(self) -> Money:
        """What a debtor owes together; for a client the funds in use."""
        if self.invoices:
            return Money.total(each.amount for each in self.invoices)
        return Money.total(each.amount for each in self.stated if each.code == "in_use")

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return {
            "stated": [asdict(each) for each in self.stated],
            "invoices": [
                asdict(each) | {"issued": each.issued.isoformat(), "due": each.due.isoformat()}
                for each in self.invoices
            ],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Figures:
        """The figures that ``to_json`` wrote."""
        return cls(
            tuple(Stated(each["contract"], each["code"], Money(**each["amount"])) for each in value["stated"]),
            tuple(
                OpenInvoice(
                    each["number"], each["supplier"], date.fromisoformat(each["issued"]),
                    date.fromisoformat(each["due"]), Money(**each["amount"]),
                )
                for each in value["invoices"]
            ),
        )  # fmt: skip


def stated(contract: str, balances: Mapping[str, Money]) -> tuple[Stated, ...]:
    """What the letter says of one contract: all but what is zero, save what is owed and the current account."""
    found = []
    for code, accounts, sign in STATED:
        cents = sign * sum(balances[account].cents for account in accounts if account in balances)
        if cents or code in ("owed", "account", "in_use"):
            found.append(Stated(contract, code, Money(cents)))
    return tuple(found)
