"""What a fee plan charges at the end of a month: periodic fees, fees by the number of events, minimum commissions.

Rules with the triggers MONTH and those of ``COUNTED`` are charged here, net of VAT, each in one sum with its
count; PURCHASE, LATE_PERIOD and INDIRECT_PAYMENT are charged by the event itself. A rule of the type
``MINIMUM_COMMISSION`` charges what the month's commission (account 4000) lacks to its minimum; the yearly minimum of
the contract likewise in December, or when the contract ends, pro rata for part of a year (factoring-domain 4.2, EX11).

>>> facts = Facts(commission_of_year=Money(9_876_54))
>>> [due] = minimum_of_year(Money(12_000_00), facts, date(2026, 12, 31), date(2026, 1, 1), None)
>>> due.net, due.code
(Money(cents=212346, currency='EUR'), 'minimum/2026')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.fees import FeeRule, Trigger, true_up

MINIMUM: Final = "MINIMUM_COMMISSION"
#: Triggers whose events the end of the month counts.
COUNTED: Final[tuple[Trigger, ...]] = (
    "PAYOUT", "LIMIT_REQUEST", "RETURN", "DEBTOR_CHECK", "DOCUMENT", "CREDIT_NOTE",
)  # fmt: skip
#: Type of fee -> how the books call it; what is not named here is a service fee.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "FACTORING_COMMISSION": "factoring_commission",
        MINIMUM: "minimum_commission_true_up",
        "SET_UP_FEE": "set_up_fee",
        "LIMIT_FEE": "limit_fee",
        "DOCUMENT_FEE": "document_fee",
        "PAYMENT_FEE": "payment_fee",
    }
)
#: What stands on the commission account (4000).
COMMISSIONS: Final = frozenset({"factoring_commission", "minimum_commission_true_up"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a month was: commission charged in it and in its year, funds in use at its end, invoices bought, what was
    credited and collected, how often something happened; ``eligible``: what counted for financing when it was reckoned
    last in the month, None where it was not reckoned."""

    commission_of_month: Money = Money(0)
    commission_of_year: Money = Money(0)
    funds_in_use: Money = Money(0)
    bought: Money = Money(0)
    bought_net: Money = Money(0)  # without VAT
    bought_count: int = 0
    credited: Money = Money(0)  # by credit notes on bought invoices, with VAT
    collected: Money = Money(0)
    eligible: Money | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    def but_charged(self, commission: Money) -> Facts:
        """The same once this much commission more is charged in the month."""
        return replace(self, commission_of_year=self.commission_of_year + commission)


@dataclass(frozen=True, slots=True)
class Due:
    """A fee to be charged, net of VAT: once under its ``code``; ``steps`` say how it came about."""

    code: str
    kind: str
    vat_type: str
    net: Money
    steps: Mapping[str, Any]


def fees_of_month(plan: Sequence[FeeRule], facts: Facts, last: date) -> tuple[Due, ...]:
    """The fees that the plan in force on the last day charges for the month; nothing for what comes to nothing.

    Refused: a base that the books do not tell, or one on what is eligible in a month in which that was never reckoned
    (``charges.base``).
    """
    found: list[Due] = []
    mine = [(place, rule) for place, rule in enumerate(plan) if rule.in_force(last)]
    for place, rule in mine:
        if rule.trigger in ("MONTH", *COUNTED) and rule.fee_type != MINIMUM:
            base, count = _base(rule, facts)
            net = rule.terms.of(base, count) if count or rule.trigger == "MONTH" else Money(0)
            each = {"count": count, "percent": str(rule.terms.percent), "each": rule.terms.amount.cents}
            found += _due(rule, place, net, _amounts(base=base) | each)
    charged = facts.commission_of_month + commission(found)
    for place, rule in mine:
        if rule.trigger == "MONTH" and rule.fee_type == MINIMUM:
            steps = _amounts(minimum=rule.terms.minimum, charged=charged)
            found += _due(rule, place, true_up(rule.terms.minimum, charged), steps)
    return tuple(found)


def after_the_end(plan: Sequence[FeeRule]) -> tuple[FeeRule, ...]:
    """What of a plan is still charged once the contract is over: what is done and what is in use, no fixed sums and no
    minimum."""
    measured = [rule for rule in plan if rule.trigger == "MONTH" and rule.base in ("FIU", "ELIGIBLE", "COLLECTED")]
    bare = [replace(rule, terms=replace(rule.terms, amount=Money(0), minimum=Money(0))) for rule in measured]
    return (*(rule for rule in plan if rule.trigger in COUNTED), *(rule for rule in bare if rule.fee_type != MINIMUM))


def commission(fees: Iterable[Due]) -> Money:
    """What of the fees is commission, which counts towards the minimums."""
    return Money.total(due.net for due in fees if due.kind in COMMISSIONS)


def _due(rule: FeeRule, place: int, net: Money, steps: Mapping[str, Any]) -> tuple[Due, ...]:
    kind = KINDS.get(rule.fee_type, "service_fee")
    return (Due(f"{rule.trigger}/{rule.fee_type}/{place}", kind, rule.vat_type, net, steps),) if net else ()


def minimum_of_year(minimum: Money, facts: Facts, last: date, started: date, ended: date | None) -> tuple[Due, ...]:
    """What the year's commission lacks to the minimum, if ``last`` is the end of the year or the contract ends by it.

    ``ended``: the first day after the contract. Part of a year by its days.
    """
    over = last.month == 12 or (ended is not None and ended <= last + timedelta(days=1))
    if not minimum or not over:
        return ()
    first_day, last_day = date(last.year, 1, 1), date(last.year, 12, 31)
    until = last_day if ended is None else min(last_day, ended - timedelta(days=1))
    days = (until - max(first_day, started)).days + 1
    whole = (last_day - first_day).days + 1
    if days <= 0 or (until.month < last.month and ended is not None):
        return ()  # the contract ended in an earlier month, which charged it
    net = true_up(minimum, facts.commission_of_year, days=days, days_of_year=whole)
    steps = _amounts(minimum=minimum, charged=facts.commission_of_year) | {"days": days, "of": whole}
    return (Due(f"minimum/{last.year}", KINDS[MINIMUM], "COMMISSION", net, steps),) if net else ()


def _base(rule: FeeRule, facts: Facts) -> tuple[Money, int]:
    """The base and the number of pieces."""
    count = 1 if rule.trigger == "MONTH" else facts.counts.get(rule.trigger, 0)
    bases: dict[str, tuple[Money, int]] = {
        "FIXED": (Money(0), count),
        "COUNT": (Money(0), facts.bought_count if rule.trigger == "MONTH" else count),
        "FIU": (max(Money(0), facts.funds_in_use), count),
        "FACE": (facts.credited if rule.trigger == "CREDIT_NOTE" else facts.bought, count),
        "NET": (facts.bought_net, count),
        "COLLECTED": (facts.collected, count),
    }
    if facts.eligible is not None:
        bases["ELIGIBLE"] = (facts.eligible, count)
    if rule.base not in bases:
        raise Refusal(
            "charges.base", N_("The fee {fee} is on {base}, which the books do not tell by month."),
            fee=rule.fee_type, base=rule.base,
        )  # fmt: skip
    return bases[rule.base]


def _amounts(**amounts: Money) -> dict[str, Any]:
    return {name: amount.cents for name, amount in amounts.items()}
