"""Whether terms make a contract: each rule of factoring-domain 2.3 with the field that breaks it.

A reason's fact ``field`` is the path of the field in the contract's JSON, so that a form can show it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms import vat
from cessie.terms.contract import ELIGIBILITY_ORDER, Terms
from cessie.terms.fees import FeeRule, Tier


def validate(terms: Terms, valid_from: date | None = None) -> list[Reason]:
    """Every reason why the terms cannot stand, none when they can; fees are looked at from ``valid_from`` on."""
    return [
        *_ranges(terms),
        *_amounts(terms),
        *_reserve(terms),
        *_risk(terms),
        *_transfer(terms),
        *_confidence(terms),
        *_fees(terms, valid_from),
        *_eligibility(terms),
    ]


def _no(field: str, code: str, message: str, **facts: str | int | Money | date) -> Reason:
    return Reason(f"terms.{code}", message, {"field": field, **facts})


def _ranges(t: Terms) -> Iterator[Reason]:
    rates: list[tuple[str, Decimal]] = [
        ("advance_rate", t.advance_rate),
        ("holdback_rate", t.holdback_rate),
        ("fund_rate", t.fund_rate),
        ("recourse_percent", t.recourse_percent),
        *((f"class_rates[{n}].advance_rate", c.advance_rate) for n, c in enumerate(t.class_rates)),
    ]
    if t.limits.concentration is not None:
        rates.append(("limits.concentration", t.limits.concentration))
    if t.dilution_included is not None:
        rates.append(("dilution_included", t.dilution_included))
    for field, rate in rates:
        if not 0 <= rate <= 100:
            yield _no(field, "percent", N_("{field} must be between 0 and 100 percent."))
    days = {
        "proposal_hours": t.proposal_hours,
        "payout_hours": t.payout_hours,
        "payment_days": t.payment_days,
        "recourse_days": t.recourse_days,
        "definancing.days": t.definancing.days if t.definancing else 1,
    }
    for field, count in days.items():
        if count <= 0:
            yield _no(field, "not_positive", N_("{field} must be more than 0."))
    for field, count in {"account_change_days": t.account_change_days, "notice_days": t.notice_days}.items():
        if count < 0:
            yield _no(field, "negative", N_("{field} cannot be negative."))
    if t.vat_country not in vat.STANDARD_RATES:
        yield _no("vat_country", "vat_country", N_("The VAT table does not know {country}."), country=t.vat_country)


def _amounts(t: Terms) -> Iterator[Reason]:
    amounts = {
        "limits.facility": t.limits.facility,
        "limits.group": t.limits.group,
        "limits.refinancing": t.limits.refinancing,
        "fund_floor": t.fund_floor,
        "fund_cap": t.fund_cap,
        "fund_tolerance": t.fund_tolerance,
        "payout_minimum": t.payout_minimum,
        "yearly_minimum": t.yearly_minimum,
        "roll_forward_tolerance": t.roll_forward_tolerance,
        "arrears_tolerance": t.arrears_tolerance,
    }
    for n, rule in enumerate(t.fee_plan):
        amounts |= {
            f"fee_plan[{n}].terms.amount": rule.terms.amount,
            f"fee_plan[{n}].terms.minimum": rule.terms.minimum,
            f"fee_plan[{n}].terms.maximum": rule.terms.maximum,
        }
        amounts |= {f"fee_plan[{n}].terms.tiers[{m}].up_to": tier.up_to for m, tier in enumerate(rule.terms.tiers)}
    for field, amount in amounts.items():
        if amount is not None and amount.cents < 0:
            yield _no(field, "negative", N_("{field} cannot be negative."))
        if amount is not None and amount.currency != t.currency:
            yield _no(field, "currency", N_("{field} is not in {currency}."), currency=t.currency)
    if t.currency != "EUR":
        yield _no("currency", "euro_first", N_("Only contracts in EUR are possible yet."))
    if t.fund_cap is not None and t.fund_cap.currency == t.fund_floor.currency and t.fund_cap < t.fund_floor:
        yield _no("fund_cap", "cap_below_floor", N_("The fund's cap is below its floor."))


def _reserve(t: Terms) -> Iterator[Reason]:
    if t.reserve_model == "PER_INVOICE":
        if t.advance_rate + t.holdback_rate != 100:
            yield _no(
                "holdback_rate",
                "advance_and_holdback",
                N_("Advance rate and holdback rate must make 100 percent together."),
            )
    elif t.holdback_rate:
        yield _no("holdback_rate", "holdback_without_model", N_("A holdback rate needs the reserve model PER_INVOICE."))
    if t.release_mode == "PRO_RATA" and t.reserve_model != "PER_INVOICE":
        yield _no(
            "release_mode",
            "parts_without_holdback",
            N_("A holdback that is released in parts needs the reserve model PER_INVOICE."),
        )
    late = [n for n, rule in enumerate(t.fee_plan) if rule.trigger == "LATE_PERIOD"]
    if late and not (t.reserve_model == "PER_INVOICE" and t.holdback_rate):
        yield _no(
            f"fee_plan[{late[0]}].trigger",
            "late_without_holdback",
            N_("A surcharge for late payment is taken from the holdback: give the contract one, or leave it out."),
        )
    if t.reserve_model == "POOL" and not t.fund_rate and not t.fund_floor:
        yield _no("fund_rate", "fund_missing", N_("A pooled reserve needs a rate or a floor."))
    if t.reserve_model != "POOL" and t.fund_rate:
        yield _no("fund_rate", "fund_without_pool", N_("A fund rate needs the reserve model POOL."))


def _risk(t: Terms) -> Iterator[Reason]:
    if t.recourse == "NONE" and t.insurance == "NONE" and not t.limits.risk_desk:
        yield _no(
            "insurance",
            "risk_uncovered",
            N_("Without recourse the risk needs insurance or a limit of the risk desk."),
        )
    if (t.recourse == "PARTIAL") != (0 < t.recourse_percent < 100):
        yield _no(
            "recourse_percent",
            "partial_recourse",
            N_("Partial recourse, and only that, has a share between 0 and 100 percent."),
        )


def _transfer(t: Terms) -> Iterator[Reason]:
    if t.transfer_form == "MANDATE":
        if t.advance_rate:
            yield _no("advance_rate", "mandate_advance", N_("A mandate buys nothing: no advance."))
        if t.reserve_model != "NONE":
            yield _no("reserve_model", "mandate_reserve", N_("A mandate buys nothing: nothing is held back."))
        if t.interest is not None:
            yield _no("interest", "mandate_interest", N_("A mandate finances nothing: no interest."))
    if t.transfer_form == "PLEDGE" and t.recourse == "NONE":
        yield _no("recourse", "pledge_recourse", N_("A pledge leaves the credit risk with the client."))
    if (t.account_model in ("TRUST", "CLIENT_OWN")) != (t.transfer_form == "MANDATE"):
        yield _no(
            "account_model",
            "trust_account",
            N_("Money of others goes over a third-party account or their own, and only that money."),
        )


def _confidence(t: Terms) -> Iterator[Reason]:
    if t.disclosure == "CONFIDENTIAL":
        if t.account_model not in ("DEDICATED_CLIENT", "DEDICATED_FACTOR"):
            yield _no("account_model", "confidential_account", N_("A confidential contract needs a dedicated account."))
        if t.collector != "CLIENT_MANDATE":
            yield _no(
                "collector", "confidential_collector", N_("In a confidential contract the client collects by mandate.")
            )
    if t.transmission == "BALANCE":
        if t.matcher != "CLIENT":
            yield _no("matcher", "balance_matcher", N_("Where balances are sent, the client matches the receipts."))
        if t.roll_forward_tolerance is None:
            yield _no(
                "roll_forward_tolerance",
                "balance_tolerance",
                N_("Where balances are sent, the roll-forward needs a tolerance."),
            )


def _fees(t: Terms, valid_from: date | None) -> Iterator[Reason]:
    kinds: dict[tuple[str, str], list[tuple[int, FeeRule]]] = {}
    for n, rule in enumerate(t.fee_plan):
        kinds.setdefault((rule.fee_type, rule.trigger), []).append((n, rule))
        yield from _fee(n, rule)
    for rules in kinds.values():
        yield from _dates(rules, valid_from)
    purchase = {rule.fee_type for rule in t.fee_plan if rule.trigger == "PURCHASE"}
    if len(purchase) > 1:
        yield _no("fee_plan", "one_purchase_fee", N_("A purchase has one fee; put the parts of it into one rule."))


def _fee(n: int, rule: FeeRule) -> Iterator[Reason]:
    field, terms = f"fee_plan[{n}]", rule.terms
    if rule.vat_type not in vat.FEE_TYPES:
        yield _no(
            f"{field}.vat_type", "vat_type", N_("The VAT table does not know {vat_type}."), vat_type=rule.vat_type
        )
    if rule.account not in ("4000", "4020", "4040"):
        yield _no(f"{field}.account", "fee_account", N_("{account} is no account for fees."), account=rule.account)
    if any(not 0 <= percent <= 100 for percent in (terms.percent, *(tier.percent for tier in terms.tiers))):
        yield _no(f"{field}.terms.percent", "percent", N_("{field} must be between 0 and 100 percent."))
    if terms.maximum is not None and terms.maximum.cents < terms.minimum.cents:
        yield _no(f"{field}.terms.maximum", "maximum_below_minimum", N_("The maximum fee is below the minimum."))
    if rule.trigger == "LATE_PERIOD" and (rule.period_days <= 0 or rule.grace_days < 0):
        yield _no(f"{field}.period_days", "late_period", N_("A late fee needs periods of at least a day."))
    if terms.tiers and not _ascending(terms.tiers):
        yield _no(f"{field}.terms.tiers", "tiers", N_("Tiers must rise, and only the last has no end."))


def _ascending(tiers: tuple[Tier, ...]) -> bool:
    ends = [tier.up_to.cents for tier in tiers[:-1] if tier.up_to is not None]
    return tiers[-1].up_to is None and len(ends) == len(tiers) - 1 and ends == sorted(set(ends))


def _dates(rules: list[tuple[int, FeeRule]], valid_from: date | None) -> Iterator[Reason]:
    """Rules of one kind must follow each other day by day; the first begins with the terms."""
    in_order = sorted(rules, key=lambda pair: pair[1].valid_from or date.min)
    first_n, first = in_order[0]
    if valid_from is not None and first.valid_from is not None and first.valid_from > valid_from:
        yield _no(
            f"fee_plan[{first_n}].valid_from", "fee_starts_late", N_("The fee begins after the contract's terms do.")
        )
    for (_, before), (n, after) in pairwise(in_order):
        field = f"fee_plan[{n}].valid_from"
        if before.valid_to is None or after.valid_from is None or after.valid_from <= before.valid_to:
            yield _no(field, "fee_overlap", N_("Two rules of one fee hold on the same day."))
        elif after.valid_from > before.valid_to + timedelta(days=1):
            yield _no(field, "fee_gap", N_("The fee has a gap before {day}."), day=after.valid_from)


def _eligibility(t: Terms) -> Iterator[Reason]:
    codes = [rule.code for rule in t.eligibility]
    unknown = [(n, code) for n, code in enumerate(codes) if code not in ELIGIBILITY_ORDER]
    for n, code in unknown:
        yield _no(f"eligibility[{n}].code", "eligibility", N_("There is no eligibility rule {rule}."), rule=code)
    if not unknown and codes != sorted(set(codes), key=ELIGIBILITY_ORDER.index):
        yield _no("eligibility", "eligibility_order", N_("Eligibility rules stand once each, in their fixed order."))
