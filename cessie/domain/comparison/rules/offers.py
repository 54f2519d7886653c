"""Offers of several factors in one neutral form, as JSON, and each way of taking one as the terms of a contract.

An offer starts from a product (``terms.presets``) and says what differs; amounts and percents are texts such as
"12000.00". What the short names do not cover is said under ``terms`` in the contract's own words. ``variants`` are
choices left open, each a list of what it changes; every combination of them is one way of taking the offer. The yearly
minimum is always said: an offer that is silent about it may hide the greatest part of what it costs::

    {"name": "Bank A, full service", "product": "full_service", "commission_percent": "0.45", "margin_percent": "1.5",
     "yearly_minimum": "0.00",
     "variants": {"insurance": [{"label": "inside"}, {"label": "outside", "commission_percent": "0.30",
                                                      "outside_insurance": {"percent": "0.18"}}]}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any, Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.codec import BadTerms
from cessie.terms.contract import EligibilityRule, Terms
from cessie.terms.eligibility import Debtor
from cessie.terms.fees import FeeRule, FeeTerms
from cessie.terms.interest import Fixing
from cessie.terms.presets import PRESETS
from cessie.terms.validate import validate

#: How often a client that sends balances sends one.
EVERY: Final = ("day", "week", "month")
#: What a fee is for -> its type, trigger and base in the contract.
FEES: Final[Mapping[str, tuple[str, str, str]]] = {
    "month": ("SERVICE_FEE", "MONTH", "FIXED"),
    "invoice": ("DOCUMENT_FEE", "MONTH", "COUNT"),
    "payout": ("PAYMENT_FEE", "PAYOUT", "FIXED"),
    "debtor": ("LIMIT_FEE", "LIMIT_REQUEST", "FIXED"),
}
#: Short names of fields of the contract that keep their name.
_SAME: Final = ("recourse", "recourse_days", "vat_country", "transmission")
_OF_COMMISSION: Final = ("commission_percent", "commission_base", "commission_minimum", "fees")
_OF_INTEREST: Final[Mapping[str, str]] = {
    "margin_percent": "margin",
    "floor_percent": "floor",
    "reference": "reference",
}
_SHORT: Final = frozenset(
    (
        "name", "factor", "product", "terms", "variants", "label", "advance_percent", "fund_percent", "facility",
        "concentration_percent", "yearly_minimum", "every", "without_debtors", "outside_insurance", "once", "use",
        *_SAME, *_OF_COMMISSION, *_OF_INTEREST,
    )
)  # fmt: skip
_INSURANCE: Final = frozenset({"percent", "debtor_year"})


class BadOffer(Refusal):
    """An offer that is none: the reason names the offer and the field."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way of taking an offer. ``use``: the most that the company wants to have in use (None: all it can get).

    ``premium``: percent of the sales that the company's own insurer takes, ``per_debtor`` a year for each debtor;
    ``once``: what is charged at the start. Amounts are cents.
    """

    name: str
    factor: str
    terms: Terms
    every: str = "day"
    without: frozenset[str] = frozenset()
    premium: Decimal = Decimal(0)
    per_debtor: int = 0
    once: int = 0
    use: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The offers with what they share: the reference rates, and what is known of the debtors."""

    offers: tuple[Offer, ...]
    fixings: Mapping[str, tuple[Fixing, ...]] = field(default_factory=dict)
    debtors: Mapping[str, Debtor] = field(default_factory=dict)


def question(told: Any) -> Question:
    """The file of offers: ``{"offers": [...], "reference": {"EURIBOR_3M": [{"from", "percent"}]}, "debtors": {...}}``.

    Refused (``BadOffer``) naming offer and field: a word nobody knows, terms that make no contract, no offer at all.
    """
    if not isinstance(told, Mapping) or not isinstance(told.get("offers"), Sequence) or not told["offers"]:
        raise BadOffer("comparison.no_offers", N_("The file names no offers."))
    _known(told, frozenset({"offers", "reference", "debtors"}), "")
    offers = tuple(each for offer in told["offers"] for each in ways(offer))
    twice = {each.name for each in offers if sum(other.name == each.name for other in offers) > 1}
    if twice:
        raise BadOffer("comparison.name_twice", N_("Two offers are called {name}."), name=min(twice))
    fixings = {name: tuple(_fixings(name, rows)) for name, rows in told.get("reference", {}).items()}
    return Question(offers, fixings, {key: _debtor(key, facts) for key, facts in told.get("debtors", {}).items()})


def ways(told: Any) -> Iterator[Offer]:
    """Every combination of an offer's variants; the offer itself where it leaves nothing open."""
    if not isinstance(told, Mapping) or not isinstance(told.get("name"), str) or not told["name"].strip():
        raise BadOffer("comparison.no_name", N_("An offer has no name."))
    _known(told, _SHORT, told["name"])
    axes = told.get("variants", {})
    if not isinstance(axes, Mapping) or not all(isinstance(rows, Sequence) and rows for rows in axes.values()):
        raise _bad(told["name"], "variants")
    for chosen in product(*axes.values()):
        merged = dict(told)
        for overlay in chosen:
            if not isinstance(overlay, Mapping):
                raise _bad(told["name"], "variants")
            _known(overlay, _SHORT - {"variants", "name", "factor"}, told["name"])
            merged |= {key: value for key, value in overlay.items() if key != "label"}
        labels = tuple(str(overlay.get("label", "")) for overlay in chosen)
        name = ", ".join([told["name"], *filter(None, labels)])
        yield _offer(name, merged, labels)


def _offer(name: str, told: Mapping[str, Any], labels: tuple[str, ...]) -> Offer:
    if told.get("product") not in PRESETS:
        raise _bad(name, "product")
    if "yearly_minimum" not in told:
        words = N_("{offer}: it does not say its yearly minimum (yearly_minimum); where there is none that is 0.00.")
        raise BadOffer("comparison.no_minimum", words, offer=name)
    terms = _terms(name, told)
    every = told.get("every", "month" if terms.transmission == "BALANCE" else "day")
    if every not in EVERY:
        raise _bad(name, "every")
    if terms.draw_mode == "AUTO_FULL" and every != "day":
        words = N_("{offer}: invoices that are paid out one by one are handed over day by day.")
        raise BadOffer("comparison.one_by_one", words, offer=name)
    insurance = told.get("outside_insurance", {})
    _known(insurance, _INSURANCE, name)
    without = told.get("without_debtors", [])
    if not isinstance(without, Sequence) or isinstance(without, str):
        raise _bad(name, "without_debtors")
    return Offer(
        name=name,
        factor=str(told.get("factor", "")),
        terms=terms,
        every=every,
        without=frozenset(map(str, without)),
        premium=_percent(name, "outside_insurance.percent", insurance.get("percent", "0")),
        per_debtor=_cents(name, "outside_insurance.debtor_year", insurance.get("debtor_year", "0")),
        once=_cents(name, "once", told.get("once", "0")),
        use=_cents(name, "use", told["use"]) if "use" in told else None,
        labels=labels,
    )


def _terms(name: str, told: Mapping[str, Any]) -> Terms:
    preset = PRESETS[told["product"]]
    changes = dict(_changes(name, told, preset))
    for key, value in told.get("terms", {}).items():  # a field of fields is said in part here, in part by short names
        before = changes.get(key)
        changes[key] = before | value if isinstance(before, dict) and isinstance(value, dict) else value
    try:
        terms = preset.changed(changes)
    except BadTerms as no:
        raise BadOffer("comparison.bad_terms", N_("{offer}: {why}"), offer=name, why=str(no)) from no
    if wrong := validate(terms):
        raise BadOffer("comparison.no_contract", N_("{offer}: {why}"), offer=name, why=wrong[0].in_words())
    return terms


def _changes(name: str, told: Mapping[str, Any], preset: Terms) -> Iterator[tuple[str, Any]]:
    """The short names as fields of the contract."""
    yield from ((key, told[key]) for key in _SAME if key in told)
    if told.get("transmission") == "BALANCE":
        yield "matcher", "CLIENT"
        yield "roll_forward_tolerance", Money(0)
    if "yearly_minimum" in told:
        yield "yearly_minimum", Money(_cents(name, "yearly_minimum", told["yearly_minimum"]))
    if interest := {field_: told[key] for key, field_ in _OF_INTEREST.items() if key in told}:
        yield "interest", interest
    if any(key in told for key in _OF_COMMISSION):
        yield "fee_plan", _plan(name, told, preset)
    yield from _reserve(name, told, preset)
    yield from _limits(name, told, preset)


def _reserve(name: str, told: Mapping[str, Any], preset: Terms) -> Iterator[tuple[str, Any]]:
    if "advance_percent" in told:
        rate = _percent(name, "advance_percent", told["advance_percent"])
        yield "advance_rate", rate
        if preset.reserve_model == "PER_INVOICE":
            yield "holdback_rate", 100 - rate
    if "fund_percent" in told:
        rate = _percent(name, "fund_percent", told["fund_percent"])
        yield "fund_rate", rate
        yield "reserve_model", "POOL" if rate else "NONE"


def _limits(name: str, told: Mapping[str, Any], preset: Terms) -> Iterator[tuple[str, Any]]:
    limits: dict[str, Any] = {}
    if "facility" in told:
        limits["facility"] = Money(_cents(name, "facility", told["facility"]))
    if "concentration_percent" in told:
        limits["concentration"] = share = _percent(name, "concentration_percent", told["concentration_percent"])
        rule = EligibilityRule("CONCENTRATION", percent=share)
        yield "eligibility", tuple(rule if each.code == rule.code else each for each in preset.eligibility)
    if limits:
        yield "limits", limits


def _plan(name: str, told: Mapping[str, Any], preset: Terms) -> tuple[FeeRule, ...]:
    """The preset's commission with the offer's figures, and the offer's other fees in place of the preset's."""
    commission = next(rule for rule in preset.fee_plan if rule.trigger == "PURCHASE")
    percent = _percent(name, "commission_percent", told.get("commission_percent", commission.terms.percent))
    least = told.get("commission_minimum")
    minimum = commission.terms.minimum if least is None else Money(_cents(name, "commission_minimum", least))
    rule = FeeRule(
        commission.fee_type, "PURCHASE", told.get("commission_base", commission.base),
        FeeTerms(percent=percent, minimum=minimum), commission.vat_type,
    )  # fmt: skip
    if "fees" not in told:
        return (rule, *(each for each in preset.fee_plan if each.trigger != "PURCHASE"))
    return (rule, *(_fee(name, place, row) for place, row in enumerate(told["fees"])))


def _fee(name: str, place: int, row: Mapping[str, Any]) -> FeeRule:
    _known(row, frozenset({"what", "per", "amount"}), name)
    if row.get("per") not in FEES:
        raise _bad(name, f"fees[{place}].per")
    kind, trigger, base = FEES[row["per"]]
    amount = Money(_cents(name, f"fees[{place}].amount", row.get("amount")))
    return FeeRule(kind, trigger, base, FeeTerms(amount=amount), "SERVICE", account="4020")  # type: ignore[arg-type]  # words of the lists


def _debtor(key: str, facts: Any) -> Debtor:
    _known(facts, frozenset({"affiliate", "consumer", "country", "limit"}), key)
    limit = _cents(key, "limit", facts["limit"]) if "limit" in facts else None
    return Debtor(
        affiliate=facts.get("affiliate") is True, consumer=facts.get("consumer") is True,
        country=str(facts.get("country", "")), limit=limit,
    )  # fmt: skip


def _fixings(name: str, rows: Any) -> Iterator[Fixing]:
    for place, row in enumerate(rows):
        try:
            yield Fixing(date.fromisoformat(row["from"]), _percent(name, f"reference[{place}].percent", row["percent"]))
        except (KeyError, TypeError, ValueError) as error:
            raise _bad(name, f"reference[{place}]") from error


def _percent(name: str, key: str, text: Any) -> Decimal:
    try:
        found = Decimal(str(text))
    except InvalidOperation:
        raise _bad(name, key) from None
    if not found.is_finite():
        raise _bad(name, key)
    return found


def _cents(name: str, key: str, text: Any) -> int:
    try:
        found = Money.parse(str(text)).cents
    except ValueError:
        raise _bad(name, key) from None
    if found < 0:
        raise _bad(name, key)
    return found


def _known(told: Any, names: frozenset[str], offer: str) -> None:
    if not isinstance(told, Mapping):
        raise _bad(offer, "")
    if unknown := sorted(told.keys() - names):
        raise BadOffer("comparison.unknown_field", N_("{offer}: nobody knows the field {field}."), offer=offer,
                       field=unknown[0])  # fmt: skip


def _bad(offer: str, field_: str) -> BadOffer:
    return BadOffer("comparison.bad_field", N_("{offer}: {field} cannot be read."), offer=offer, field=field_)
