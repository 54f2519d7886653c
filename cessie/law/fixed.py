"""What the countries share beside interest: fixed sums, scales by slices, and the counting of payment terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cessie.law.facts import Costs, CostsAsked, Slice, Term, TermAsked
from cessie.law.guards import Finding, Unlawful, finding
from cessie.law.regime import NOTHING
from cessie.lib.calendars import days_then_month_end, month_end_then_days
from cessie.lib.days import add_months
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Reason

_DAY = timedelta(days=1)
#: One row of a scale: the top of the slice (None: no top) and the percent of that slice.
Scale = Sequence[tuple[Money | None, Decimal]]


def total_of(asked: CostsAsked) -> Money:
    """The principals together, less what was paid in time; refused below or at zero."""
    if not asked.principals or any(principal.cents <= 0 for principal in asked.principals):
        raise Unlawful(None, "law.no_principal", N_("A claim needs an amount above zero."))
    total = Money.total(asked.principals)
    if asked.paid_in_time.cents < 0 or asked.paid_in_time > total:
        words = N_("What was paid in time ({paid}) exceeds the claim.")
        raise Unlawful(None, "law.overpaid", words, paid=asked.paid_in_time)
    return total - asked.paid_in_time


def slices(amount: Money, scale: Scale) -> tuple[Slice, ...]:
    """Each slice of the amount with its percent, exact."""
    found, above = [], NOTHING
    for top, percent in scale:
        part = min(amount, top) - above if top is not None else amount - above
        if part.cents > 0:
            found.append(Slice(above, top, percent, part.decimal * percent / 100))
        if top is None or amount <= top:
            break
        above = top
    return tuple(found)


def summed(parts: Sequence[Slice], lowest: Money, highest: Money) -> Money:
    """The slices together, rounded once, within the law's limits."""
    exact = sum((part.amount for part in parts), Decimal(0))
    return max(lowest, min(highest, Money(half_up(exact * 100))))


def plain(
    asked: CostsAsked,
    amount: Money,
    sources: tuple[str, ...],
    *,
    unverified: tuple[Reason, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Costs:
    """A fixed amount for each claim, owed without notice; barred by insolvency."""
    total_of(asked)
    costs = Money(amount.cents * len(asked.principals))
    if asked.insolvent and costs:
        findings = (*findings, finding("LAW-GEN-03", "law.insolvent", N_("Insolvency bars the fixed sum.")))
    due = NOTHING if asked.insolvent else costs
    return Costs(costs, due, None, (), sources, unverified=unverified, findings=findings)


@dataclass(frozen=True, slots=True)
class TermRule:
    """The law's term: ``days`` (or ``months``) where the parties are silent, at most ``most`` days by contract.

    A longer clause counts for nothing (``void``, ``instead`` days apply) or is doubtful (stands unless a judge says
    otherwise); ``guard`` names the rule.
    """

    days: int
    most: int | None
    guard: str | None
    sources: tuple[str, ...]
    void: bool = True
    months: int = 0
    unverified: tuple[Reason, ...] = ()


def count(asked: TermAsked, rule: TermRule) -> Term:
    """The term by the law's rule, counted from receipt (else delivery, else the invoice's date)."""
    start = asked.received or asked.delivered or asked.invoice_date
    if start is None:
        raise Unlawful(None, "law.no_start", N_("Say when the invoice or the goods were received."))
    latest = None if rule.most is None else start + timedelta(days=rule.most)
    if asked.days is None:
        due = add_months(start, rule.months) if rule.months else start + timedelta(days=rule.days)
        short = rule.months and due.day != start.day
        said = (finding(None, "law.short_month", N_("The month is shorter: its last day counts.")),) if short else ()
        return Term(True, None if rule.months else rule.days, due, due + _DAY, latest, rule.sources, rule.unverified,
                    said)  # fmt: skip
    _sane(asked.days)
    due = agreed_day(asked, start)
    if latest is None or due <= latest:
        return Term(True, asked.days, due, due + _DAY, latest, rule.sources, rule.unverified)
    if rule.void:
        words = N_("The agreed term is longer than {most} days: {days} days apply.")
        said = (finding(rule.guard, "law.term_void", words, most=rule.most, days=rule.days),)
        due = start + timedelta(days=rule.days)
        return Term(False, rule.days, due, due + _DAY, latest, rule.sources, rule.unverified, said)
    words = N_("The agreed term is longer than {most} days: it stands only where it is express and not grossly unfair.")
    said = (finding(rule.guard, "law.term_doubtful", words, most=rule.most),)
    return Term(None, asked.days, due, due + _DAY, latest, rule.sources, rule.unverified, said)


def agreed_day(asked: TermAsked, start: date) -> date:
    """The last day to pay by the contract's own words."""
    days = asked.days or 0
    if asked.month_end == "days_then_month_end":
        return days_then_month_end(start, days)
    if asked.month_end == "month_end_then_days":
        return month_end_then_days(start, days)
    return start + timedelta(days=days)


def _sane(days: int) -> None:
    if not 0 <= days <= 3650:
        raise Unlawful(None, "law.term_days", N_("{days} days are no payment term."), days=days)
