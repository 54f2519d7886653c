"""France: Code de commerce L441-10 between businesses, legal interest from notice for consumers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from cessie.law.facts import Claim, Costs, CostsAsked, Deadlines, Term, TermAsked
from cessie.law.fixed import TermRule, agreed_day, count, plain
from cessie.law.guards import Finding, Unlawful, finding
from cessie.law.periods import eop, limitation, rolled
from cessie.law.rates import Rates
from cessie.law.regime import FORTY, INTEREST_FIRST, NOTHING, Formula, Procedure, Regime, day_after
from cessie.lib.calendars import days_then_month_end, month_end_then_days
from cessie.lib.days import add_months
from cessie.lib.reasons import N_, Fact, Reason

CODE = "C. com. L441-10"
DEFAULT, FLOOR = ("FR", "b2b_late_interest"), ("FR", "b2b_contract_floor")
IMPUTATION: Final = INTEREST_FIRST
FORMULAS: Mapping[str, Formula] = {"b2b_late_interest": lambda mro: mro + 10}
ARTICLES = Reason("law.fr_articles", N_("The articles of the Civil Code on notice (1231-6, 1344-1) were not checked."))
IMPUTED = Reason("law.fr_order", N_("The French order of imputation (1343-1) was not checked."))
PUBLIC = Reason("law.fr_public", N_("French public debtors: the rate of the central bank + 8 points was not checked."))
READING = Reason(
    "law.fr_reading", N_("Both ways to count to the end of the month are used: the contract must say which.")
)
ORDER = Reason("law.fr_procedure", N_("The period of this French procedure was not checked."))
LIMIT = Reason("law.fr_limitation", N_("The French terms of limitation (5 years, consumers 2) were not checked."))


def regime(claim: Claim, rates: Rates) -> Regime:
    """Penalties: central bank + 10 points, or the contract's rate if not below the floor of any semester."""
    if claim.segment == "b2c":
        return _consumer(claim)
    first, agreed = day_after(claim.due), claim.contract_rate
    rate = agreed if isinstance(agreed, Decimal) else None
    if rate is not None:
        below = below_floor(rate, rates, first, claim.until)
        if below:
            raise Unlawful("LAW-FR-01", below.code, below.message, **below.facts)
    public = claim.segment == "b2g"
    return Regime(
        first=first,
        rates_of=("EU", "ecb_mro_semester_reference") if public else DEFAULT,
        order=IMPUTATION,
        sources=(f"{CODE} II", "C. com. D441-5", *(("C. civ. 1343-1",) if claim.payments else ())),
        contract_rate=rate,
        margin=Decimal(8) if public else Decimal(0),
        fixed=FORTY,
        unverified=(*((IMPUTED,) if claim.payments else ()), *((PUBLIC,) if public else ())),
    )


def below_floor(agreed: Decimal, rates: Rates, first: date, last: date) -> Reason | None:
    """Why the contract's rate is not valid on one of the days: below three times the legal rate; None where it is."""
    for start, _, row in rates.between(*FLOOR, first, max(first, last)):
        if agreed < row.percent:
            words = N_("The contract's rate {agreed} lies below the floor of {floor} on {day}: it is not valid.")
            facts: dict[str, Fact] = {"agreed": f"{agreed} %", "floor": f"{row.percent} %", "day": start}
            return Reason("law.below_floor", words, facts)
    return None


def _consumer(claim: Claim) -> Regime:
    """Legal interest from the formal notice; the rate follows the quality of the creditor."""
    kind = "legal_interest_individuals" if claim.creditor == "individual" else "legal_interest_professionals"
    findings: tuple[Finding, ...] = ()
    if claim.notice is None:
        words = N_("A French consumer owes interest from the formal notice: {due} was taken as the day of its receipt.")
        findings = (finding(None, "law.fr_notice", words, due=claim.due),)
    agreed = claim.contract_rate
    return Regime(
        first=day_after(max(claim.notice or claim.due, claim.due)),
        rates_of=("FR", kind),
        order=IMPUTATION,
        sources=("C. civ. 1231-6", "CMF L313-2", "CMF D313-1-A"),
        contract_rate=agreed if isinstance(agreed, Decimal) else None,
        unverified=(ARTICLES,),
        findings=findings,
    )


def costs(asked: CostsAsked) -> Costs:
    """40 euro a bill between businesses; from consumers nothing without an enforceable title."""
    if asked.segment != "b2c":
        return plain(asked, FORTY, ("C. com. D441-5",))
    words = N_("A French consumer owes no collection costs without an enforceable title.")
    if asked.title:
        words = N_("With a title, the costs follow the tariff of the enforcement: no scale gives them here.")
    return plain(asked, NOTHING, ("CPCE L111-8",), findings=(finding("LAW-FR-02", "law.no_costs", words),))


def term(asked: TermAsked) -> Term:
    """30 days after delivery; by contract 60 days from the invoice, or 45 days end of month; periodic bills 45 days."""
    if asked.segment == "b2g" or asked.days is None:
        start = asked.delivered or asked.received or asked.invoice_date
        return count(replace(asked, received=start), TermRule(30, 30, None, (f"{CODE} I",)))
    start = asked.invoice_date or asked.received or asked.delivered
    if start is None:
        raise Unlawful(None, "law.no_start", N_("Say when the invoice or the goods were received."))
    from_invoice = replace(asked, received=start)
    if asked.month_end is None:
        return count(from_invoice, TermRule(30, 45 if asked.periodic else 60, None, (f"{CODE} I",), void=False))
    counts = {"days_then_month_end": days_then_month_end, "month_end_then_days": month_end_then_days}
    latest, due = counts[asked.month_end](start, 45), agreed_day(asked, start)
    said: tuple[Finding, ...] = ()
    if due > latest:
        words = N_("The agreed term goes past 45 days end of month ({latest}).")
        said = (finding(None, "law.term_doubtful", words, latest=latest),)
    valid = None if said else True
    return Term(valid, asked.days, due, day_after(due), latest, (f"{CODE} I",), (READING,), said)


def small_claims(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """Simplified procedure up to 5,000 euro: one month from the invitation."""
    return rolled("FR", {"answer_until": add_months(days["sent"], 1)}, ("CPCE L125-1", "CPCE R125-1 to R125-8"), ORDER)


def order_to_pay(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """Injonction de payer: one month to oppose from service."""
    return rolled("FR", {"opposition_until": add_months(days["served"], 1)}, ("CPC 1405 to 1425",), ORDER)


def uncontested(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The bill on uncontested commercial invoices: a month and eight days; not in force as far as is known."""
    raise Unlawful(
        None, "law.not_in_force", N_("This French procedure is a bill that is not in force as far as is known.")
    )


def time_limit(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The last day to bring a claim: 5 years, against a consumer (``segment`` b2c) 2."""
    consumer = words.get("segment") == "b2c"
    article = "C. conso. L218-2" if consumer else "C. com. L110-4"
    return limitation(2 if consumer else 5, article, doubts=(LIMIT,))(days, words)


PROCEDURES: Mapping[str, Procedure] = {
    "small_claims": small_claims,
    "order_to_pay": order_to_pay,
    "uncontested": uncontested,
    "eop": eop("FR"),
    "limitation": time_limit,
}
