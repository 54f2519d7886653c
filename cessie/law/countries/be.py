"""Belgium: law of 2 August 2002 between businesses, Book XIX of the Code of Economic Law for consumers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

from cessie.law.countries._be_periods import PROCEDURES, Reminded, reminded
from cessie.law.facts import MAXIMUM, Claim, Costs, CostsAsked, Slice, Term, TermAsked
from cessie.law.fixed import TermRule, count, plain, total_of
from cessie.law.guards import GUARDS, Finding, Unlawful, finding
from cessie.law.rates import Rates
from cessie.law.regime import COSTS_FIRST, FORTY, NOTHING, Formula, Regime, below_statute, day_after
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Fact, Reason

__all__ = ["FORMULAS", "IMPUTATION", "PROCEDURES", "costs", "regime", "term"]

LAW, BOOK = "Law of 2 August 2002", "Code of Economic Law, Book XIX"
BUSINESS, CAP = ("BE", "b2b_late_interest"), ("BE", "consumer_cap_reference")
#: Book XIX: contracts from this day on; older ones from 1 December 2023.
SINCE = date(2023, 9, 1)
#: Contracts before this day that were not amended: one point less, until two years later.
RECAST, RECAST_END = date(2013, 3, 16), date(2015, 3, 15)
IMPUTED = Reason(
    "law.be_order", N_("The article of the Belgian order of imputation (interest before principal) was not checked.")
)
CLAUSE = Reason("law.be_clause", N_("A judge may reduce the contract's rate (Civil Code 5.88); that was not checked."))
SHARED = Reason("law.be_both", N_("That a consumer may owe interest and damages together was not checked."))
CAPPED = Reason("law.be_cap", N_("Whether the consumer's limit follows the rounded rate is disputed."))
FROM = Reason("law.be_from", N_("The first day of interest of a creditor who is no SME was not checked."))
REPEATED = Reason("law.be_art", N_("Reasonable compensation for further costs may be claimed; a judge sets it."))


def _half_point_up(rate: Decimal) -> Decimal:
    return (rate * 2).to_integral_value(ROUND_CEILING) / 2


IMPUTATION: Final = COSTS_FIRST
FORMULAS: Mapping[str, Formula] = {
    "b2b_late_interest": lambda mro: _half_point_up(mro + 8),
    "consumer_cap_reference": lambda mro: _half_point_up(mro + 8),
    "consumer_cap_conservative": lambda mro: mro + 8,
}


def regime(claim: Claim, rates: Rates) -> Regime:
    """Businesses and public bodies: the published rate of the semester. Consumers: only what a clause says, capped."""
    if claim.segment == "b2c":
        return _consumer(claim, rates)
    first, agreed = day_after(claim.due), claim.contract_rate
    if claim.contract_date and claim.contract_date < RECAST and first <= RECAST_END:
        words = N_("A contract before {day} that was not amended bears one point less: it is not computed here.")
        raise Unlawful(None, "law.old_contract", words, day=RECAST)
    return Regime(
        first=first,
        rates_of=BUSINESS,
        order=IMPUTATION,
        sources=(f"{LAW}, art. 5", f"{LAW}, art. 6"),
        contract_rate=agreed if isinstance(agreed, Decimal) else None,
        fixed=FORTY,
        unverified=(*((IMPUTED,) if claim.payments else ()), *((CLAUSE,) if agreed is not None else ())),
        findings=below_statute(rates, BUSINESS, agreed, first, claim.until),
    )


def _consumer(claim: Claim, rates: Rates) -> Regime:
    """Book XIX: no clause, or one above the limit, gives nothing; nothing runs before the reminder's period."""
    nothing = Regime(day_after(claim.due), None, IMPUTATION, (BOOK,))
    if claim.contract_rate is None:
        words = N_("Without a clause a Belgian consumer owes no interest.")
        return replace(nothing, findings=(finding("LAW-BE-03", "law.no_clause", words),))
    if claim.notice is None:
        words = N_("Say when the first reminder was sent: a Belgian consumer owes nothing before its period is over.")
        raise Unlawful("LAW-BE-02", "law.no_reminder", words)
    period = reminded(claim.notice, claim.channel)
    start = claim.notice + timedelta(days=1) if claim.creditor == "sme" else period.act_from
    first = max(start, day_after(claim.due))
    if claim.until < period.act_from:
        words = N_("Nothing is owed before the first reminder's period is over on {day}.")
        return replace(nothing, findings=(finding("LAW-BE-02", "law.period_runs", words, day=period.last_free_day),))
    above = _above_cap(claim.contract_rate, rates, first, claim.until)
    if above:
        return replace(nothing, findings=(above,))
    return Regime(
        first=first,
        rates_of=CAP,
        order=IMPUTATION,
        sources=(f"{BOOK}, art. XIX.4",),
        contract_rate=None if claim.contract_rate == MAXIMUM else claim.contract_rate,
        unverified=(CAPPED, SHARED, *(() if claim.creditor == "sme" else (FROM,)), *period.unverified),
    )


def _above_cap(agreed: Decimal | str, rates: Rates, first: date, last: date) -> Finding | None:
    if not isinstance(agreed, Decimal):
        return None
    for start, _, row in rates.between(*CAP, first, last):
        if agreed > row.percent:
            words = N_("The clause of {agreed} exceeds the limit of {limit} on {day}: it is void and nothing is owed.")
            facts: dict[str, Fact] = {"agreed": f"{agreed} %", "limit": f"{row.percent} %", "day": start}
            return finding("LAW-BE-03", "law.clause_void", words, **facts)
    return None


def damages(balance: Money) -> Costs:
    """The most that a clause may ask of a consumer: 20; 30 + 10 % above 150; 65 + 5 % above 500, never over 2,000."""
    low, middle = Money(150_00), Money(500_00)
    if balance <= low:
        return Costs(Money(20_00), NOTHING, None, (), (f"{BOOK}, art. XIX.4",))
    basis, above, percent = (
        (Money(30_00), low, Decimal(10)) if balance <= middle else (Money(65_00), middle, Decimal(5))
    )
    part = (balance - above).decimal * percent / 100
    steps = (Slice(NOTHING, above, Decimal(0), basis.decimal), Slice(above, None, percent, part))
    most = min(Money(2_000_00), basis + Money(half_up(part * 100)))
    return Costs(most, NOTHING, None, steps, (f"{BOOK}, art. XIX.4",))


def costs(asked: CostsAsked) -> Costs:
    """Businesses: 40 euro a claim. Consumers: damages within the limits, if a clause says so, after the reminder."""
    if asked.segment != "b2c":
        return plain(asked, FORTY, (f"{LAW}, art. 6",), unverified=(REPEATED,))
    if asked.on < SINCE:
        words = N_("Book XIX applies from {day} on.")
        raise Unlawful("LAW-BE-03", "law.too_early", words, day=SINCE)
    most = damages(total_of(asked))
    findings: list[Finding] = []
    if asked.clause is not True:
        findings.append(
            finding("LAW-BE-03", "law.needs_clause", N_("Only a clause of the contract makes damages due."))
        )
    if asked.reminder is not None:
        findings.append(finding("LAW-BE-04", "law.reminder_cost", GUARDS["LAW-BE-04"].rule))
    period = _period(asked, findings)
    open_now = asked.clause is True and period is not None and asked.on >= period.act_from and not asked.insolvent
    return replace(
        most,
        costs=NOTHING if asked.clause is False else most.costs,
        due_now=most.costs if open_now else NOTHING,
        claimable_from=period.act_from if period else None,
        reminder_cost=_reminder(asked),
        unverified=(SHARED, *(period.unverified if period else ())),
        findings=tuple(findings),
    )


def _period(asked: CostsAsked, findings: list[Finding]) -> Reminded | None:
    if asked.notice is None:
        words = N_("A Belgian consumer owes damages only after the first reminder's period of 14 days.")
        findings.append(finding("LAW-BE-02", "law.needs_reminder", words))
        return None
    period = reminded(asked.notice, asked.channel)
    if asked.on < period.act_from:
        words = N_("Nothing is owed before the first reminder's period is over on {day}.")
        findings.append(finding("LAW-BE-02", "law.period_runs", words, day=period.last_free_day))
    return period


def _reminder(asked: CostsAsked) -> Money | None:
    """What the reminder with this number (of the year, for regular supplies) may cost: the first ones are free."""
    if asked.reminder is None:
        return None
    free = 3 if asked.regular_supply else 1
    return NOTHING if asked.reminder <= free else Money(7_50) + asked.postage


def term(asked: TermAsked) -> Term:
    """30 days from receipt; at most 60 by contract since 1 February 2022, a longer clause counts as not written."""
    return count(asked, TermRule(30, 60, "LAW-BE-01", (f"{LAW}, art. 4", "Law of 14 August 2021")))
