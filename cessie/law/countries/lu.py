"""Luxembourg: law of 18 April 2004 (in short)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cessie.law.facts import Claim, Costs, CostsAsked, Term, TermAsked
from cessie.law.fixed import TermRule, count, plain
from cessie.law.periods import eop
from cessie.law.rates import Rates
from cessie.law.regime import FORTY, INTEREST_FIRST, NOTHING, Formula, Procedure, Regime, below_statute, day_after
from cessie.lib.reasons import N_, Reason

LAW = "Law of 18 April 2004"
IMPUTATION: Final = INTEREST_FIRST
FORMULAS: Mapping[str, Formula] = {"b2b_late_interest": lambda mro: mro + 8}
FIXED = Reason("law.lu_fixed", N_("The Luxembourg fixed sum of 40 euro was not checked."))
CONSUMER = Reason(
    "law.lu_consumer",
    N_("A Luxembourg consumer owes interest after three months, if the invoice came in time and says so."),
)  # fmt: skip
TERM = Reason("law.lu_term", N_("The longest Luxembourg payment term was not checked."))
IMPUTED = Reason("law.lu_order", N_("The Luxembourg order of imputation was not checked."))


def regime(claim: Claim, rates: Rates) -> Regime:
    """Rate of the central bank + 8 points; consumers: the legal rate of the year."""
    consumer = claim.segment == "b2c"
    of = ("LU", "legal_interest" if consumer else "b2b_late_interest")
    first, agreed = day_after(claim.due), claim.contract_rate
    return Regime(
        first=first,
        rates_of=of,
        order=IMPUTATION,
        sources=(LAW,),
        contract_rate=agreed if isinstance(agreed, Decimal) else None,
        fixed=NOTHING if consumer else FORTY,
        unverified=(CONSUMER if consumer else FIXED, *((IMPUTED,) if claim.payments else ())),
        findings=below_statute(rates, of, agreed, first, claim.until),
    )


def costs(asked: CostsAsked) -> Costs:
    """40 euro a claim between businesses, nothing from consumers."""
    consumer = asked.segment == "b2c"
    return plain(asked, NOTHING if consumer else FORTY, (LAW,), unverified=() if consumer else (FIXED,))


def term(asked: TermAsked) -> Term:
    """One month (consumers: three); 60 days by contract unless express and not unfair."""
    months = 3 if asked.segment == "b2c" else 1
    return count(asked, TermRule(30, 60, None, (LAW,), void=False, months=months, unverified=(TERM,)))


PROCEDURES: Mapping[str, Procedure] = {"eop": eop("LU")}
