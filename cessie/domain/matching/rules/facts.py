"""What the matching engine is told and what it answers: frozen values, no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money
from cessie.lib.reasons import Reason

Rule = Literal[
    "structured_reference", "end_to_end_id", "invoice_numbers", "exact_amount", "exact_subset", "oldest_first"
]
Status = Literal["matched", "proposed", "unmatched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An open invoice, or a credit note whose ``outstanding`` is negative, as the engine needs to know it."""

    id: str
    debtor: str
    number: str
    due_date: date
    outstanding: Money
    kind: Literal["invoice", "credit_note"] = "invoice"
    client: str = ""
    debtor_name: str = ""
    debtor_ibans: frozenset[str] = frozenset()
    reference: str = ""
    """The structured reference that the debtor was asked to quote, however it is written."""
    end_to_end_ids: frozenset[str] = frozenset()
    """Ids of collections that were drawn for this item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Money that came in, and what the payer said. ``amount`` of zero or less is never matched."""

    amount: Money
    iban: str = ""
    name: str = ""
    structured: str = ""
    end_to_end_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """What of the money goes to one item; it carries the item's sign."""

    item: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to allocate the money, with how sure the engine is (0 to 1) and why.

    ``automatic`` only where a rule allows posting without a person; ``excess`` is the money that it leaves over.
    """

    rule: Rule
    allocations: tuple[Allocation, ...]
    excess: Money
    score: Decimal
    reasons: tuple[Reason, ...]
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of one receipt.

    ``matched``: post ``allocations``; the sum of them and ``excess`` is the money received. ``proposed``: nothing is
    allocated, a person chooses among ``candidates`` (best first). ``unmatched``: nothing was found.
    """

    status: Status
    excess: Money
    allocations: tuple[Allocation, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def chosen(self) -> Candidate | None:
        """The candidate that is posted, if one is."""
        return self.candidates[0] if self.status == "matched" else None
