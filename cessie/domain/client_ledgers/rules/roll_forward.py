"""The proof that a ledger follows from the one before, and what of it a debtor's account in the books becomes.

>>> figures = Figures(opening=50_000_000, invoices=14_000_000, credit_notes=600_000, cash=11_850_000,
...                   adjustments=0, closing=51_550_000)
>>> figures.difference
0
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason
from cessie.terms.availability import roll_forward_gap


@dataclass(frozen=True, slots=True)
class Figures:
    """The six amounts of a roll-forward, in cents."""

    opening: int
    invoices: int
    credit_notes: int
    cash: int
    adjustments: int
    closing: int

    @property
    def difference(self) -> int:
        """What the closing has beyond what is explained (negative: what it lacks)."""
        gap = roll_forward_gap(
            opening=Money(self.opening),
            invoices=Money(self.invoices),
            credit_notes=Money(self.credit_notes + self.adjustments),
            cash=Money(self.cash),
            closing=Money(self.closing),
        )
        return gap.cents


@dataclass(frozen=True, slots=True)
class Gap:
    """A document whose open amount (cents) is not what the former ledger and its movements make it."""

    debtor_id: UUID
    number: str
    before: int
    matched: int
    expected: int
    now: int

    @property
    def difference(self) -> int:
        """What it has beyond what is expected."""
        return self.now - self.expected

    @property
    def reason(self) -> Reason:
        """In words, with its number."""
        facts: dict[str, Fact] = {
            "number": self.number, "before": Money(self.before), "matched": Money(self.matched),
            "expected": Money(self.expected), "now": Money(self.now), "difference": Money(self.difference),
        }  # fmt: skip
        if not self.now:
            words = N_("{number} is gone: {expected} was open, and neither money nor a credit note explains it.")
            return Reason("ledgers.vanished", words, facts)
        words = N_("{number} has {now} open, expected was {expected} ({before} before, {matched} paid).")
        return Reason("ledgers.changed", words, facts)


def unexplained(by_debtor: Mapping[UUID, int]) -> int:
    """What is not explained where differences of one debtor are set off and those of two are not (cents).

    An invoice that vanished with one debtor is not explained by one that grew with another.
    """
    return sum(abs(cents) for cents in by_debtor.values())


@dataclass(frozen=True, slots=True)
class DebtorMove:
    """What an accepted ledger changes on a debtor's account in the books (cents, all but ``rest`` positive).

    ``rest``: what stays to reach what he owes by the ledger: positive it is bought too, negative it is dilution.
    """

    debtor_id: UUID
    invoices: int
    credit_notes: int
    rest: int


@dataclass(frozen=True, slots=True)
class DebtorFacts:
    """One debtor: what is new in the ledger, what is open in it, what the books hold (cents).

    ``under_way``: matched money that this or a former ledger counts and that has not arrived: the books still hold the
    claim. ``ahead``: money that arrived and that no ledger counts yet.
    """

    debtor_id: UUID
    invoices: int = 0
    credit_notes: int = 0
    open: int = 0
    booked: int = 0
    under_way: int = 0
    ahead: int = 0


def wanted(facts: DebtorFacts) -> int:
    """What the books should hold of a debtor, cents; never below 0."""
    return max(0, max(0, facts.open) + facts.under_way - facts.ahead)


def move_of(facts: DebtorFacts) -> DebtorMove:
    """What brings the books to the ledger. A debtor to whom the client owes more than he is owed counts as nothing.

    >>> of = UUID(int=1)
    >>> move = move_of(DebtorFacts(of, invoices=140_000, credit_notes=6_000, open=515_500, booked=500_000,
    ...                            under_way=118_500))
    >>> move.invoices, move.credit_notes, move.rest
    (140000, 6000, 0)
    >>> move_of(DebtorFacts(of, credit_notes=500, open=-200, booked=300)).rest
    200
    """
    rest = wanted(facts) - facts.booked - facts.invoices + facts.credit_notes
    return DebtorMove(facts.debtor_id, facts.invoices, facts.credit_notes, rest)


def moves(found: Iterable[DebtorFacts]) -> Iterator[DebtorMove]:
    """Those that change anything."""
    for facts in found:
        move = move_of(facts)
        if move.invoices or move.credit_notes or move.rest:
            yield move
