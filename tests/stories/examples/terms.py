"""The contract of a worked example as terms: each of its facts becomes the field that says it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from cessie.ledger.examples.case import Case
from cessie.lib.money import Money
from cessie.terms.contract import EligibilityRule
from cessie.terms.fees import FeeRule, FeeTerms

#: Where the contract of a product begins.
PRESETS: Final = {
    "AMERICAN": "american",
    "NON_RECOURSE": "american",
    "RECOURSE": "recourse_managed",
    "FULL_SERVICE": "full_service",
    "PLEDGE": "pledge",
    "CONFIDENTIAL_BALANCE": "confidential_balance",
    "CONFIDENTIAL_LINE": "full_service",  # its confidence has no part in the minimum
}
#: No example speaks of a share of one debtor.
LIMITS: Final = {"facility": Money(10**9), "concentration": None}
#: What an example with balances takes out of them.
BALANCES: Final = (EligibilityRule("DISPUTED"), EligibilityRule("CREDITS"))
FUND: Final = "guarantee_fund_pct_of_outstanding"


def preset_of(case: Case) -> str:
    """The preset of the example's product."""
    return PRESETS[case.contract["product"]]


def terms_of(case: Case) -> dict[str, Any]:
    """What differs from the preset, as ``open_contract`` takes it."""
    told = case.contract
    found: dict[str, Any] = {"vat_country": case.country, "fee_plan": fees_of(case), "limits": LIMITS.copy()}
    if "advance_rate" in told:
        found["advance_rate"] = told["advance_rate"]
    if FUND in told:
        found |= {"reserve_model": "POOL", "fund_rate": told[FUND], "holdback_rate": "0", "draw_mode": "AUTO_FULL"}
    elif "advance_rate" in told and told["product"] != "PLEDGE":
        held = told.get("holdback_rate", str(100 - Decimal(told["advance_rate"])))
        found |= {"reserve_model": "PER_INVOICE", "holdback_rate": held, "fund_rate": "0"}
    if "draws" in case.inputs:
        found |= {"draw_mode": "ON_REQUEST", "eligibility": ()}  # it takes nothing out of what is open
    if "closing_balance_sent" in case.inputs:  # the commission begins once the books are open
        found |= {"draw_mode": "ON_REQUEST", "eligibility": BALANCES, "fee_plan": ()}
    if "recourse_days_overdue" in told:
        found["recourse_days"] = told["recourse_days_overdue"]
    if "annual_minimum_commission" in told:
        found["yearly_minimum"] = case.money(told["annual_minimum_commission"])
    if "overlimit_surcharge" in told:
        found["limits"]["facility"] = case.money(told["limit"])
    found |= _interest(told)
    if "over_limit_policy" in told:
        found["limits"]["over_limit"] = told["over_limit_policy"]
    return found


def _interest(told: Mapping[str, Any]) -> dict[str, Any]:
    """The price of money; none where the example has none."""
    if "margin" not in told:
        return {"interest": None}
    price = {
        "reference": told["reference_rate"], "floor": told["floor"], "margin": told["margin"], "vat": "EXEMPT",
        "reset": "MONTH_START" if "reference_value" in told else "QUARTER_START",
        "base": told.get("interest_base", "DRAWN_ONLY"), "surcharge": told.get("overlimit_surcharge", "0"),
    }  # fmt: skip
    return {"interest": price}


def fees_of(case: Case) -> tuple[FeeRule, ...]:
    """The fee plan: only what the example charges."""
    told, plan = case.contract, []
    if "fee_pct" in told or "commission_pct" in told:
        terms = FeeTerms(
            percent=case.percent("fee_pct", "commission_pct"), minimum=case.money(told.get("fee_min", "0"))
        )
        plan.append(FeeRule("FACTORING_COMMISSION", "PURCHASE", "FACE", terms, "COMMISSION"))
    if "late_surcharge" in told:
        late = told["late_surcharge"]
        plan.append(
            FeeRule(
                "LATE_SURCHARGE", "LATE_PERIOD", "FACE",
                FeeTerms(percent=Decimal(late["pct_of_face_per_started_period"])), "SERVICE", account="4020",
                period_days=late["period_days"], grace_days=late["grace_days"],
            )
        )  # fmt: skip
    if "indirect_payment_fee" in told:
        flat = FeeTerms(amount=case.money(told["indirect_payment_fee"]))
        plan.append(FeeRule("INDIRECT_PAYMENT_FEE", "INDIRECT_PAYMENT", "FIXED", flat, "SERVICE", account="4020"))
    return tuple(plan)
