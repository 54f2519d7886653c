"""The questions that the law is asked, and its answers: frozen, with steps, sources and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.law.guards import Finding
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

Segment = Literal["b2b", "b2c", "b2g"]
DayCount = Literal["act/365", "act/act"]
Rounding = Literal["claim", "capitalisation", "segment"]
Imputation = Literal["law", "interest_first", "principal_first"]
#: A part of a claim, as a payment settles it.
Part = Literal["costs", "interest", "principal"]
SEGMENTS: tuple[Segment, ...] = ("b2b", "b2c", "b2g")
#: A consumer's clause that names no number but the legal maximum.
MAXIMUM: Literal["maximum"] = "maximum"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money of the debtor; its day still bears interest.

    ``towards``: the part for which it was taken, where that is known; what is left of it goes in the law's order.
    ``key`` names it to whoever asks.
    """

    on: date
    amount: Money
    towards: Part | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is owed since when, and until which day interest is asked (that day counts).

    ``notice`` is the day on which the notice that starts a consumer's interest was sent (BE: first reminder) or
    received (FR), ``costs`` are costs already owed that a payment settles first where the law says so; ``later_costs``
    those that are owed from a day on: an earlier payment settles nothing of them.
    """

    country: str
    segment: Segment
    principal: Money
    due: date
    until: date
    payments: tuple[Payment, ...] = ()
    imputation: Imputation = "law"
    contract_rate: Decimal | Literal["maximum"] | None = None
    day_count: DayCount = "act/365"
    rounding: Rounding = "claim"
    creditor: Literal["company", "sme", "individual"] = "company"
    notice: date | None = None
    channel: Literal["post", "electronic"] = "post"
    contract_date: date | None = None
    invoices: int = 1
    insolvent: bool = False
    costs: Money = Money(0)
    later_costs: tuple[tuple[date, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Days from ``first`` to ``last``: ``base`` and ``amount`` in units of the currency, ``rate`` in percent a year."""

    first: date
    last: date
    days: int
    base: Decimal
    rate: Decimal
    amount: Decimal
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """How one payment was divided."""

    on: date
    amount: Money
    costs: Money
    interest: Money
    principal: Money
    excess: Money
    key: str = ""


@dataclass(frozen=True, slots=True)
class Interest:
    """``interest`` in all, ``total`` what is still owed with everything; the parts stand beside it."""

    interest: Money
    fixed_sum: Money
    total: Money
    principal_left: Money
    interest_left: Money
    costs_left: Money
    excess: Money
    steps: tuple[Step, ...]
    settled: tuple[Settled, ...]
    sources: tuple[str, ...]
    day_count: DayCount
    rounding: Rounding
    provisional: bool
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CostsAsked:
    """Collection costs of claims of one creditor on one debtor, asked for one day."""

    country: str
    segment: Segment
    principals: tuple[Money, ...]
    on: date
    paid_in_time: Money = Money(0)
    notice: date | None = None
    channel: Literal["post", "electronic"] = "post"
    received: date | None = None
    clause: bool | None = None
    vat_rate: Decimal | None = None
    vat_deductible: bool = True
    vat_declared: bool = False
    title: bool = False
    periodic: bool = False
    reminder: int | None = None
    regular_supply: bool = False
    postage: Money = Money(0)
    insolvent: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """``percent`` of the part of the principal between two amounts (``to`` None: of all above)."""

    above: Money
    to: Money | None
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """``costs`` as the law's scale gives them; ``due_now`` what may be claimed on the day asked."""

    costs: Money
    due_now: Money
    claimable_from: date | None
    steps: tuple[Slice, ...]
    sources: tuple[str, ...]
    reminder_cost: Money | None = None
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class TermAsked:
    """A payment term to be tested. ``received`` is the day of the invoice's receipt (or of the goods, if later)."""

    country: str
    segment: Segment
    received: date | None = None
    invoice_date: date | None = None
    delivered: date | None = None
    days: int | None = None
    month_end: Literal["days_then_month_end", "month_end_then_days"] | None = None
    debtor_large: bool = False
    creditor_sme: bool = False
    express: bool = False
    periodic: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Whether the clause stands (None: doubtful), and the last day to pay."""

    valid: bool | None
    days: int | None
    due: date
    first_interest_day: date
    latest: date | None
    sources: tuple[str, ...]
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Named days of a procedure, in the order of the calendar's use."""

    dates: dict[str, date]
    sources: tuple[str, ...]
    calendar: str | None = None
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
