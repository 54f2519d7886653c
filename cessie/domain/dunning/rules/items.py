"""What is known of a debtor's open invoices before a step is decided, and what is decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from cessie.domain.dunning.rules.ladder import Step
from cessie.law.facts import Segment
from cessie.law.rates import Rates
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

PauseKind = Literal[
    "dispute", "promise", "plan", "holiday", "insolvency", "deceased", "minor", "on_its_way", "stop"
]  # fmt: skip
Collector = Literal["creditor", "buyer", "agent"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Why an invoice, or ``amount`` of it (None: all), is left alone, to ``until`` (counted; None: without end).

    A plan has its instalments in ``due``: each falls due on its own day, ``amount`` and ``until`` say nothing then.
    """

    kind: PauseKind
    until: date | None = None
    amount: Money | None = None
    due: tuple[tuple[date, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The first reminder of an invoice after its due date, as it was sent: what a consumer's costs start from.

    ``received``: the day on which it was shown to arrive; None where nothing shows it.
    """

    sent: date
    channel: Literal["post", "electronic"] = "post"
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the creditor claims when a step claims, and what he agreed with the debtor.

    ``rate``: percent a year, or "maximum", by a clause of the contract; ``clause``: one for the damages of Belgian
    consumers. ``vat_rate``: only where the creditor declared that he cannot deduct the VAT (Dutch costs).
    """

    interest: bool = True
    costs: bool = True
    rate: Decimal | Literal["maximum"] | None = None
    clause: bool = False
    creditor: Literal["company", "sme", "individual"] = "company"
    vat_rate: Decimal | None = None


STATUTE: Final = Terms()


@dataclass(frozen=True, slots=True)
class Discharged:
    """What of the claims beside an invoice was paid or given up: it is not claimed a second time.

    ``interest`` and ``costs`` are what is gone; ``claimed`` is the interest that was claimed in all by the last
    message, up to the day ``to``: from then on new interest runs on what is open.
    """

    interest: Money
    costs: Money
    claimed: Money
    to: date


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An invoice with something open on it.

    ``country`` is that of the law that holds, ``segment`` the law's; ``reached`` the last step that was taken (0: none)
    and ``reached_on`` its day; ``claimed`` the costs that an earlier step claimed, were they paid since or not: they
    count; ``discharged`` what of the claims is paid or given up. ``collector``: who
    presses the debtor: the creditor himself (also with our machine, in his name), the buyer of the claim, or an agent.
    """

    invoice_id: UUID
    contract_id: UUID
    client_id: UUID
    debtor_id: UUID
    number: str
    issued: date
    due: date
    open: Money
    original: Money
    reference: str
    country: str
    segment: Segment
    reached: int = 0
    reached_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    notice: Notice | None = None
    claimed: Money | None = None
    discharged: Discharged | None = None
    terms: Terms = STATUTE
    natural_person: bool = False
    collector: Collector = "creditor"
    confidential: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LawFacts:
    """What the guards of the law ask of the house: the rates in force, and what it can show. Make one a run.

    ``registered``: the countries where who presses is registered as a collector; ``letter_complete``: the French
    letters carry all that CPCE R124-4 lists; ``names_the_factor``: the messages of this run show the house.
    """

    rates: Rates
    registered: frozenset[str] = frozenset()
    letter_complete: bool = False
    names_the_factor: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One invoice of a decision: ``asked`` is what is asked of it, without interest and costs, and since when; these
    are asked as far as they were not paid before (``item.discharged``).

    ``step`` is the one that the invoice reaches by this decision; one that ``rides`` along stays where it is: it is
    only shown. ``announced``: the costs that the message tells of and that may be claimed when its period is over.
    """

    item: OpenItem
    interest: Money
    costs: Money
    days_late: int
    step: int
    asked: Money
    since: date
    rides: bool = False
    announced: Money = Money(0)

    @property
    def total(self) -> Money:
        """What is asked with interest and costs."""
        return self.asked + self.interest + self.costs


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one debtor on a day: one step with its invoices, or none and why.

    ``pay_by`` is the day to name in the message; ``left_out`` the invoices that are not in it, with the reason.
    """

    debtor_id: UUID
    on: date
    step: Step | None = None
    items: tuple[Due, ...] = ()
    pay_by: date | None = None
    reasons: tuple[Reason, ...] = ()
    left_out: tuple[tuple[OpenItem, Reason], ...] = field(default=())

    @property
    def total(self) -> Money:
        """What is asked in all."""
        return Money.total((due.total for due in self.items), self.items[0].asked.currency if self.items else "EUR")

    @property
    def announced(self) -> Money:
        """The costs that the message announces (E.g. a Dutch 14-day letter names them exactly)."""
        return Money.total(due.announced for due in self.items)
