"""A report as a frozen value: what was asked, columns, rows, totals, and the proof that it agrees with the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from cessie.lib.money import Money

By = Literal["contract", "client", "debtor"]
Value = Money | Decimal | None
Unit = Literal["money", "percent", "days", "points"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that is asked for: by what, at ``last`` or from ``first`` to ``last`` (both count), of which clients
    (None: all)."""

    by: By
    first: date
    last: date
    clients: frozenset[UUID] | None = None

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures."""

    code: str
    label: str
    unit: Unit = "money"


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure is made, and the section of the handbook of the trade that says so."""

    what: str
    words: str
    source: str = "factoring-domain 15"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one contract, client or debtor in the order of the columns; ``key`` None: of none of them."""

    key: UUID | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the report comes to and what the named accounts of the ledger hold, found by another way."""

    what: str
    accounts: tuple[str, ...]
    report: Money
    books: Money

    @property
    def difference(self) -> Money:
        """Zero where they agree."""
        return self.report - self.books


@dataclass(frozen=True, slots=True)
class Made:
    """The rows, their total, the proofs; ``facts``: figures of the whole (label, value, unit); ``series``: amounts to
    draw, by a day or by a label."""

    rows: tuple[Row, ...]
    total: tuple[Value, ...]
    proofs: tuple[Proof, ...]
    facts: tuple[tuple[str, Value, Unit], ...] = ()
    series: Sequence[tuple[date | str, Money]] = field(default=())

    @property
    def agrees(self) -> bool:
        """Whether the report and the books say the same to the cent."""
        return not any(proof.difference for proof in self.proofs)
