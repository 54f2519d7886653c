"""The Netherlands: Civil Code 6:96, 6:119 to 6:120, the scale of collection costs (BIK), the 14-day letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cessie.law.facts import Claim, Costs, CostsAsked, Deadlines, Term, TermAsked
from cessie.law.fixed import TermRule, count, slices, summed, total_of
from cessie.law.guards import Finding, Unlawful, finding
from cessie.law.periods import eop, limitation
from cessie.law.rates import Rates
from cessie.law.regime import COSTS_FIRST, FORTY, NOTHING, Formula, Procedure, Regime, below_statute, day_after
from cessie.lib.calendars import VERSION, is_working_day, working_day_from
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Reason

DECREE = "Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2"
LETTER = ("BW 6:96(6)", "HR 25 November 2016, ECLI:NL:HR:2016:2704", "Algemene termijnenwet, art. 1 and 3")
#: The decree's scale and limits; in force since:
SCALE = tuple(
    (Money.parse(top) if top else None, Decimal(percent))
    for top, percent in (("2500", "15"), ("5000", "10"), ("10000", "5"), ("200000", "1"), (None, "0.5"))
)
HIGHEST, SINCE = Money(6_775_00), date(2012, 7, 1)
LARGE_SINCE = date(2022, 7, 1)
IMPUTATION: Final = COSTS_FIRST
FORMULAS: Mapping[str, Formula] = {"b2b_late_interest": lambda mro: mro + 8}
AGREED = Reason(
    "law.nl_agreed", N_("Whether an agreed Dutch rate also grows by the year was not checked: it is counted simple.")
)
LARGE = Reason("law.nl_large", N_("The Dutch thresholds of a large company changed in 2024; they were not checked."))
EXTENDED = Reason(
    "law.nl_extended", N_("That the 14 days are extended to a working day was not checked: the later day is safe.")
)
WEEK = Reason("law.nl_week", N_("How the week before the hearing is counted was not checked: both days are left out."))
INCLUDED = Reason(
    "law.nl_included", N_("The fixed sum is the least of the collection costs, it does not come on top of them.")
)


def regime(claim: Claim, rates: Rates) -> Regime:
    """Trade interest, consumers the legal rate: unpaid interest joins the base after each full year."""
    consumer = claim.segment == "b2c"
    of = ("NL", "legal_interest" if consumer else "b2b_late_interest")
    first, agreed = day_after(claim.due), claim.contract_rate
    rate = agreed if isinstance(agreed, Decimal) else None
    if consumer and rate is not None:
        _not_below(rate, rates, of, first, claim.until)
    articles = ("BW 6:119", "BW 6:120(1)") if consumer else ("BW 6:119a", "BW 6:120(2)", "BW 6:96(4)")
    return Regime(
        first=first,
        rates_of=of,
        order=IMPUTATION,
        sources=(*articles, *(("BW 6:44",) if claim.payments else ())),
        contract_rate=rate,
        yearly=rate is None,
        fixed=NOTHING if consumer else FORTY,
        unverified=(*((AGREED,) if rate is not None else ()), *(() if consumer else (INCLUDED,))),
        findings=() if consumer else below_statute(rates, of, agreed, first, claim.until),
    )


def _not_below(agreed: Decimal, rates: Rates, of: tuple[str, str], first: date, last: date) -> None:
    for start, _, row in rates.between(*of, first, last):
        if agreed < row.percent:
            words = N_("The agreed rate {agreed} lies below the legal {rate} of {day}: only a higher one goes on.")
            raise Unlawful(
                None, "law.rate_below_legal", words, agreed=f"{agreed} %", rate=f"{row.percent} %", day=start
            )


def costs(asked: CostsAsked) -> Costs:
    """The scale over all principals not paid in time; from consumers only after the 14-day letter."""
    if asked.on < SINCE:
        raise Unlawful("LAW-NL-02", "law.too_early", N_("The Dutch scale applies from {day} on."), day=SINCE)
    base = total_of(asked)
    if asked.periodic and any(principal < Money(266_67) for principal in asked.principals):
        words = N_("For instalments below 266.67 the Dutch limit of 140 in six months is not settled here.")
        raise Unlawful("LAW-NL-02", "law.nl_instalments", words)
    steps = slices(base, SCALE)
    amount = summed(steps, FORTY, HIGHEST) if base else NOTHING
    findings: list[Finding] = []
    amount = _with_vat(asked, amount, findings)
    start = _letter(asked, findings)
    open_now = (start is None or asked.on >= start) and not _barred(asked)
    if asked.insolvent:
        findings.append(finding("LAW-GEN-03", "law.insolvent", N_("Insolvency bars the fixed sum.")))
    unverified = (EXTENDED,) if asked.segment == "b2c" else ()
    sources = (DECREE, "BW 6:96") if asked.segment != "b2c" else (DECREE, *LETTER)
    return Costs(amount, amount if open_now else NOTHING, start, steps, sources, None, unverified, tuple(findings))


def _barred(asked: CostsAsked) -> bool:
    return asked.insolvent or (asked.segment == "b2c" and asked.notice is None and asked.received is None)


def _with_vat(asked: CostsAsked, amount: Money, findings: list[Finding]) -> Money:
    if asked.vat_rate is None:
        return amount
    if asked.vat_deductible or not asked.vat_declared:
        words = N_("VAT stays out: the creditor did not declare that he cannot deduct it.")
        findings.append(finding("LAW-NL-04", "law.no_vat", words))
        return amount
    return amount + Money(half_up(Decimal(amount.cents) * asked.vat_rate / 100))


def _letter(asked: CostsAsked, findings: list[Finding]) -> date | None:
    """From when a consumer owes the costs; None for businesses, and where there was no letter."""
    if asked.segment != "b2c":
        return None
    if asked.notice is None and asked.received is None:
        words = N_("A Dutch consumer owes these costs only after a 14-day letter that names them.")
        findings.append(finding("LAW-NL-01", "law.needs_letter", words))
        return None
    delivered = asked.received or presumed_delivery(asked.notice or asked.on)
    start = _after_letter(delivered)
    if asked.on < start:
        words = N_("The 14 days of the letter run until {day}.")
        findings.append(finding("LAW-NL-01", "law.letter_runs", words, day=start - timedelta(days=1)))
    return start


def presumed_delivery(sent: date) -> date:
    """By ordinary post: the second day after sending; Sundays, Mondays and holidays do not count."""
    day, left = sent, 2
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in (0, 6) and is_working_day("NL", day, saturday=True)
    return day


def _after_letter(delivered: date) -> date:
    """The first day of costs: 14 days that start the day after delivery, extended to a working day, and one more."""
    return working_day_from("NL", delivered + timedelta(days=14)) + timedelta(days=1)


def fourteen_day_letter(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The letter to a consumer: ``sent`` by post, or ``received`` with proof."""
    delivered = days["received"] if "received" in days else presumed_delivery(days["sent"])
    last = delivered + timedelta(days=14)
    dates = {
        "delivered": delivered,
        "period_starts": delivered + timedelta(days=1),
        "last_day": last,
        "last_day_extended": working_day_from("NL", last),
        "costs_from": _after_letter(delivered),
    }
    return Deadlines(dates, LETTER, VERSION, (EXTENDED,))


def summons(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The last day to serve a summons for a ``hearing``: a week lies between; counted backwards, never extended."""
    return Deadlines({"serve_by": days["hearing"] - timedelta(days=8)}, ("Rv 114",), None, (WEEK,))


def opposition(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """Four weeks to oppose a default judgment, from service in person."""
    last = days["served"] + timedelta(days=28)
    dates = {"opposition_until": working_day_from("NL", last), "weeks_end": last}
    return Deadlines(dates, ("Rv 143", "Algemene termijnenwet, art. 1"), VERSION)


def term(asked: TermAsked) -> Term:
    """30 days after receipt; 60 by contract, 30 for a large debtor of an SME; public bodies 30, or 60 with a reason."""
    start = asked.received or asked.delivered or asked.invoice_date
    if asked.debtor_large and asked.creditor_sme and start and start >= LARGE_SINCE:
        sources = ("BW 6:119a(6)", "BW 6:119a(2)(a)")
        return count(asked, TermRule(30, 30, None, sources, unverified=(LARGE,)))
    if asked.segment == "b2g":
        return count(asked, TermRule(30, 60 if asked.express else 30, None, ("BW 6:119b",)))
    found = count(asked, TermRule(30, 60, None, ("BW 6:119a(2)", "BW 6:119a(5)"), void=False))
    return replace(found, valid=True) if found.valid is None and asked.express else found


PROCEDURES: Mapping[str, Procedure] = {
    "fourteen_day_letter": fourteen_day_letter,
    "summons": summons,
    "opposition": opposition,
    "eop": eop("NL"),
    "limitation": limitation(5, "BW 3:307", "BW 3:308"),
}
