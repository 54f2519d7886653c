"""Products as points in the space of terms (factoring-domain 2.2): where a contract starts, nothing more.

Rates and fees are samples that a house replaces by its own when it opens a contract. Reverse factoring is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from cessie.lib.money import Money
from cessie.terms.contract import Definancing, EligibilityRule, Limits, Terms
from cessie.terms.fees import FeeRule, FeeTerms
from cessie.terms.interest import InterestTerms

ELIGIBILITY = (
    EligibilityRule("HOLD"),
    EligibilityRule("DISPUTED"),
    EligibilityRule("OVERDUE", days=90),
    EligibilityRule("AFFILIATE"),
    EligibilityRule("CONSUMER"),
    EligibilityRule("PERFORMANCE"),
    EligibilityRule("TERM", days=90),
    EligibilityRule("DATE", days=30),
    EligibilityRule("CROSS_AGE", percent=Decimal(50)),
    EligibilityRule("CREDITS"),
    EligibilityRule("CONTRA"),
    EligibilityRule("OVER_LIMIT"),
    EligibilityRule("CONCENTRATION", percent=Decimal(25)),
)


def _commission(percent: str, minimum: int = 0) -> FeeRule:
    terms = FeeTerms(percent=Decimal(percent), minimum=Money(minimum))
    return FeeRule("FACTORING_COMMISSION", "PURCHASE", "FACE", terms, "COMMISSION")


def _service(fee_type: str, trigger: str, cents: int) -> FeeRule:
    return FeeRule(fee_type, trigger, "FIXED", FeeTerms(amount=Money(cents)), "SERVICE", account="4020")  # type: ignore[arg-type]  # a word of the list


_INTEREST = InterestTerms(margin=Decimal("1.75"), surcharge=Decimal(2), reset="MONTH_START")

AMERICAN = Terms(
    transfer_form="SALE",
    disclosure="NOTIFIED",
    selection="PER_INVOICE",
    transmission="LINE",
    collector="FACTOR",
    matcher="FACTOR",
    recourse="NONE",
    insurance="FACTOR_POLICY",
    reserve_model="PER_INVOICE",
    advance_rate=Decimal(90),
    holdback_rate=Decimal(10),
    draw_mode="AUTO_FULL",
    account_model="FACTOR_ACCOUNT",
    limits=Limits(facility=Money(250_000_00)),
    fee_plan=(
        _commission("3.5", 50_00),
        FeeRule(
            "LATE_SURCHARGE",
            "LATE_PERIOD",
            "FACE",
            FeeTerms(percent=Decimal(1)),
            "SERVICE",
            account="4020",
            period_days=30,
            grace_days=15,
        ),
    ),
    vat_country="NL",
)

FULL_SERVICE = Terms(
    transfer_form="SALE",
    disclosure="NOTIFIED",
    selection="WHOLE_LEDGER",
    transmission="LINE",
    collector="FACTOR",
    matcher="FACTOR",
    recourse="NONE",
    insurance="FACTOR_POLICY",
    reserve_model="POOL",
    advance_rate=Decimal(100),
    fund_rate=Decimal(10),
    draw_mode="ON_REQUEST",
    account_model="FACTOR_ACCOUNT",
    limits=Limits(facility=Money(1_000_000_00), concentration=Decimal(25)),
    fee_plan=(_commission("0.80"), _service("INDIRECT_PAYMENT_FEE", "INDIRECT_PAYMENT", 25_00)),
    vat_country="BE",
    fee_on_credit_notes=True,
    interest=_INTEREST,
    eligibility=ELIGIBILITY,
    auto_accept=True,
)

RECOURSE_MANAGED = FULL_SERVICE.changed(
    {
        "recourse": "FULL",
        "insurance": "NONE",
        "reserve_model": "PER_INVOICE",
        "advance_rate": "85",
        "holdback_rate": "15",
        "fund_rate": "0",
        "draw_mode": "AUTO_FULL",
        "limits": {"concentration": None},  # each invoice is financed alone; agree a share where debtors are many
        "recourse_days": 90,
        "definancing": Definancing(days=45, action="RESERVE"),
        "auto_accept": False,
    }
)

NOTIFIED_CLIENT_MANAGED = FULL_SERVICE.changed(
    {
        "recourse": "FULL",
        "insurance": "NONE",
        "collector": "CLIENT_MANDATE",
        "advance_rate": "90",
        "fee_plan": (_commission("0.40"), _service("INDIRECT_PAYMENT_FEE", "INDIRECT_PAYMENT", 25_00)),
        "definancing": Definancing(days=45, action="RESERVE"),
    }
)

CONFIDENTIAL_LINE = NOTIFIED_CLIENT_MANAGED.changed(
    {
        "transfer_form": "SUBROGATION",
        "disclosure": "CONFIDENTIAL",
        "matcher": "CLIENT",
        "account_model": "DEDICATED_CLIENT",
        "fee_plan": (_commission("0.20"),),
        "vat_country": "FR",
        "yearly_minimum": Money(12_000_00),
    }
)

CONFIDENTIAL_BALANCE = CONFIDENTIAL_LINE.changed(
    {"transmission": "BALANCE", "roll_forward_tolerance": Money(0), "fee_plan": (_commission("0.15"),)}
)

COLLECTION = Terms(
    transfer_form="MANDATE",
    disclosure="NOTIFIED",
    selection="PER_INVOICE",
    transmission="LINE",
    collector="AGENCY",
    matcher="AGENCY",
    recourse="FULL",
    insurance="NONE",
    reserve_model="NONE",
    advance_rate=Decimal(0),
    draw_mode="ON_REQUEST",
    account_model="TRUST",
    limits=Limits(facility=Money(0)),
    fee_plan=(
        FeeRule(
            "COLLECTION_COMMISSION", "MONTH", "COLLECTED", FeeTerms(percent=Decimal(12)), "COLLECTION", account="4040"
        ),
    ),
    vat_country="BE",
)

INVOICE_TO_CASH = COLLECTION.changed(
    {
        "selection": "WHOLE_LEDGER",
        "collector": "FACTOR",
        "matcher": "FACTOR",
        "account_model": "CLIENT_OWN",
        "fee_plan": (),  # what the service costs is agreed with each creditor
    }
)

PLEDGE = FULL_SERVICE.changed(
    {
        "transfer_form": "PLEDGE",
        "selection": "PER_INVOICE",
        "recourse": "FULL",
        "insurance": "NONE",
        "reserve_model": "NONE",
        "advance_rate": "80",
        "fund_rate": "0",
        "auto_accept": False,
    }
)

PRESETS: Mapping[str, Terms] = {
    "american": AMERICAN,
    "full_service": FULL_SERVICE,
    "recourse_managed": RECOURSE_MANAGED,
    "notified_client_managed": NOTIFIED_CLIENT_MANAGED,
    "confidential_line": CONFIDENTIAL_LINE,
    "confidential_balance": CONFIDENTIAL_BALANCE,
    "pledge": PLEDGE,
    "collection": COLLECTION,
    "invoice_to_cash": INVOICE_TO_CASH,
}
