"""Credit insurers: how far they stand for a debtor. One file an insurer; the words are the house's own.

An insurer is an object with ``name``, ``find_buyer``, ``request_limit``, ``decisions_since``, ``report_overdue``,
``file_claim``, ``told_since`` and ``claims_since``. It asks and tells; what follows is decided elsewhere. Errors are
those of ``cessie.connectors.errors``; what was sent and not answered is ``OutcomeUnknown``: it is not sent again before
``decisions_since`` or ``told_since`` was asked for its reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from cessie.lib.money import Money

State = Literal[
    "PENDING", "APPROVED", "APPROVED_CONDITIONAL", "REDUCED", "REFUSED", "UNCHANGED", "WITHDRAWAL_NOTICE", "WITHDRAWN",
    "CLOSED",
]  # fmt: skip
#: States that set a limit, each with what is granted; the others change none.
DECIDED: frozenset[State] = frozenset(
    ["APPROVED", "APPROVED_CONDITIONAL", "REDUCED", "REFUSED", "WITHDRAWAL_NOTICE", "WITHDRAWN"]
)


@dataclass(frozen=True, slots=True)
class CoverDecision:
    """What the insurer says about one buyer. ``reference``: ours, of the request; ``withdrawn_on``: the last day for
    which a notice still covers; ``granted`` is nothing where he is refused; ``policy``: under which number."""

    insurer: str
    buyer: str
    cover: str
    reference: str
    code: str
    state: State
    granted: Money
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None
    decided_at: datetime
    conditions: tuple[str, ...] = ()
    policy: str = ""
    raw: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Overdue:
    """An unpaid invoice as the insurer hears of it."""

    number: str
    due: date
    open: Money


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """What the insurer says of a claim; ``reference``: ours; ``granted``: the indemnity, nothing where he refuses."""

    reference: str
    outcome: Literal["granted", "partly", "refused"]
    granted: Money
    words: str
    decided_at: datetime


class CreditInsurer(Protocol):
    """What every file of this folder offers."""

    @property
    def name(self) -> str:
        """The insurer's name, kept with each decision."""

    def find_buyer(self, country: str, numbers: frozenset[tuple[str, str]]) -> str:
        """The insurer's own number of a company, by its register numbers; ``NotFound``. May cost money."""

    def request_limit(self, buyer: str, amount: Money, reference: str) -> CoverDecision:
        """Ask for a limit; ``PENDING`` where a person of the insurer looks at it."""

    def decisions_since(self, day: date) -> list[CoverDecision]:
        """Every decision from that day on, in the order in which they were made."""

    def report_overdue(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """Declare unpaid invoices in time; the insurer's reference."""

    def file_claim(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """File a claim; the insurer's reference."""

    def told_since(self, day: date) -> dict[str, str]:
        """What he was told from that day on: our reference to his; asked before anything unsure is sent again."""

    def claims_since(self, day: date) -> list[ClaimDecision]:
        """Every decision on a claim from that day on, in the order in which they were made."""
