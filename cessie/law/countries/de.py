"""Germany: BGB 247, 271a, 286 to 289, 367 (in short)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cessie.law.facts import Claim, Costs, CostsAsked, Deadlines, Term, TermAsked
from cessie.law.fixed import TermRule, count, plain
from cessie.law.periods import eop, rolled
from cessie.law.rates import Rates
from cessie.law.regime import COSTS_FIRST, FORTY, NOTHING, Formula, Procedure, Regime, below_statute, day_after
from cessie.lib.reasons import N_, Reason

SOURCES = ("BGB § 247", "BGB § 288", "BGB § 289")
IMPUTATION: Final = COSTS_FIRST
FORMULAS: Mapping[str, Formula] = {
    "base_rate": lambda mro: mro - Decimal("0.88"),
    "b2b_late_interest": lambda mro: mro + Decimal("8.12"),
    "b2c_late_interest": lambda mro: mro + Decimal("4.12"),
}
COMPOUND = Reason("law.de_simple", N_("That no interest is charged on interest (BGB 289) was not checked."))
TERM = Reason("law.de_term", N_("The German payment terms (BGB 271a, 308) were not checked."))
TOLD = Reason("law.de_told", N_("A German consumer is in default after 30 days only if the invoice says so (BGB 286)."))
ORDER = Reason("law.de_order", N_("The German order for payment was not checked."))


def regime(claim: Claim, rates: Rates) -> Regime:
    """Base rate + 9 points (consumers + 5), never interest on interest."""
    of = ("DE", "b2c_late_interest" if claim.segment == "b2c" else "b2b_late_interest")
    first, agreed = day_after(claim.due), claim.contract_rate
    return Regime(
        first=first,
        rates_of=of,
        order=IMPUTATION,
        sources=SOURCES,
        contract_rate=agreed if isinstance(agreed, Decimal) else None,
        fixed=NOTHING if claim.segment == "b2c" else FORTY,
        unverified=(COMPOUND, *((TOLD,) if claim.segment == "b2c" else ())),
        findings=below_statute(rates, of, agreed, first, claim.until),
    )


def costs(asked: CostsAsked) -> Costs:
    """40 euro a claim between businesses; of consumers only real damage, which no scale gives."""
    return plain(asked, NOTHING if asked.segment == "b2c" else FORTY, ("BGB § 288(5)",))


def term(asked: TermAsked) -> Term:
    """30 days after the invoice; up to 60 by contract."""
    rule = TermRule(30, 60, None, ("BGB § 271a", "BGB § 286(3)"), void=False, unverified=(TERM,))
    return count(replace(asked, received=asked.received or asked.invoice_date), rule)


def mahnbescheid(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """Two weeks to object to an order for payment, from its service."""
    objection = days["served"] + timedelta(days=14)
    return rolled("DE", {"objection_until": objection}, ("ZPO § 692",), ORDER)


PROCEDURES: Mapping[str, Procedure] = {"mahnbescheid": mahnbescheid, "eop": eop("DE")}
