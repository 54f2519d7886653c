"""The contract model: JSON round trip, changes, the rules that a contract must keep, presets as data."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cessie.lib.money import Money
from cessie.terms.codec import BadTerms
from cessie.terms.contract import Terms, price_under, purchase_fee
from cessie.terms.presets import PRESETS
from cessie.terms.validate import validate

AMERICAN, CONFIDENTIAL = PRESETS["american"], PRESETS["confidential_balance"]
DAY = date(2026, 3, 3)


def commission(**more: Any) -> dict[str, Any]:
    return {
        "fee_type": "FACTORING_COMMISSION", "trigger": "PURCHASE", "base": "FACE", "vat_type": "COMMISSION",
        "terms": {"percent": "3"},
    } | more  # fmt: skip


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_is_a_contract_and_reads_back_from_json(name: str) -> None:
    terms = PRESETS[name]
    assert validate(terms, DAY) == []
    assert Terms.from_json(json.loads(json.dumps(terms.to_json()))) == terms


BROKEN: list[tuple[str, dict[str, Any], str, str]] = [
    ("american", {"advance_rate": "85"}, "holdback_rate", "terms.advance_and_holdback"),
    ("american", {"advance_rate": "101", "holdback_rate": "-1"}, "advance_rate", "terms.percent"),
    ("american", {"limits": {"facility": Money(-1)}}, "limits.facility", "terms.negative"),
    ("american", {"limits": {"facility": Money(1, "USD")}}, "limits.facility", "terms.currency"),
    ("american", {"currency": "USD"}, "currency", "terms.euro_first"),
    ("american", {"insurance": "NONE"}, "insurance", "terms.risk_uncovered"),
    ("american", {"recourse": "PARTIAL"}, "recourse_percent", "terms.partial_recourse"),
    ("american", {"recourse_percent": "20"}, "recourse_percent", "terms.partial_recourse"),
    ("american", {"transfer_form": "PLEDGE"}, "recourse", "terms.pledge_recourse"),
    ("american", {"disclosure": "CONFIDENTIAL"}, "account_model", "terms.confidential_account"),
    ("american", {"disclosure": "CONFIDENTIAL"}, "collector", "terms.confidential_collector"),
    ("american", {"transmission": "BALANCE"}, "matcher", "terms.balance_matcher"),
    ("american", {"transmission": "BALANCE"}, "roll_forward_tolerance", "terms.balance_tolerance"),
    ("american", {"reserve_model": "POOL", "fund_rate": "10"}, "holdback_rate", "terms.holdback_without_model"),
    ("american", {"reserve_model": "POOL", "holdback_rate": "0"}, "fund_rate", "terms.fund_missing"),
    ("american", {"fund_rate": "10"}, "fund_rate", "terms.fund_without_pool"),
    ("american", {"vat_country": "DE"}, "vat_country", "terms.vat_country"),
    ("american", {"proposal_hours": 0}, "proposal_hours", "terms.not_positive"),
    ("american", {"payout_hours": 0}, "payout_hours", "terms.not_positive"),
    ("collection", {"advance_rate": "80"}, "advance_rate", "terms.mandate_advance"),
    ("collection", {"reserve_model": "POOL", "fund_rate": "5"}, "reserve_model", "terms.mandate_reserve"),
    ("collection", {"interest": {"margin": "2"}}, "interest", "terms.mandate_interest"),
    ("collection", {"account_model": "FACTOR_ACCOUNT"}, "account_model", "terms.trust_account"),
    ("american", {"account_model": "TRUST"}, "account_model", "terms.trust_account"),
    (
        "american",
        {"fee_plan": [commission(valid_to="2026-06-30"), commission(valid_from="2026-07-02")]},
        "fee_plan[1].valid_from",
        "terms.fee_gap",
    ),
    (
        "american",
        {"fee_plan": [commission(valid_to="2026-06-30"), commission(valid_from="2026-06-30")]},
        "fee_plan[1].valid_from",
        "terms.fee_overlap",
    ),
    ("american", {"fee_plan": [commission(), commission()]}, "fee_plan[1].valid_from", "terms.fee_overlap"),
    (
        "american",
        {"fee_plan": [commission(valid_from="2026-04-01")]},
        "fee_plan[0].valid_from",
        "terms.fee_starts_late",
    ),
    ("american", {"fee_plan": [commission(), commission(fee_type="OTHER")]}, "fee_plan", "terms.one_purchase_fee"),
    ("american", {"fee_plan": [commission(vat_type="TIPS")]}, "fee_plan[0].vat_type", "terms.vat_type"),
    ("american", {"fee_plan": [commission(account="1000")]}, "fee_plan[0].account", "terms.fee_account"),
    ("american", {"fee_plan": [commission(terms={"percent": "-1"})]}, "fee_plan[0].terms.percent", "terms.percent"),
    (
        "american",
        {"fee_plan": [commission(terms={"minimum": Money(2), "maximum": Money(1)})]},
        "fee_plan[0].terms.maximum",
        "terms.maximum_below_minimum",
    ),
    (
        "american",
        {"fee_plan": [commission(terms={"tiers": [{"up_to": Money(1), "percent": "1"}]})]},
        "fee_plan[0].terms.tiers",
        "terms.tiers",
    ),
    ("american", {"advance_rate": "100", "holdback_rate": "0"}, "fee_plan[1].trigger", "terms.late_without_holdback"),
    ("full_service", {"eligibility": [{"code": "DATE"}, {"code": "TERM"}]}, "eligibility", "terms.eligibility_order"),
    ("full_service", {"eligibility": [{"code": "MOON"}]}, "eligibility[0].code", "terms.eligibility"),
]


@pytest.mark.parametrize(
    ("preset", "changes", "field", "code"), BROKEN, ids=[f"{c}-{n}" for n, (*_, c) in enumerate(BROKEN)]
)
def test_what_breaks_a_rule_is_named_with_its_field(
    preset: str, changes: dict[str, Any], field: str, code: str
) -> None:
    found = validate(PRESETS[preset].changed(changes), DAY)
    assert (field, code) in {(reason.facts["field"], reason.code) for reason in found}
    assert all(reason.in_words() for reason in found)


def test_what_mends_the_rule_is_accepted() -> None:
    assert validate(AMERICAN.changed({"insurance": "NONE", "limits": {"risk_desk": True}}), DAY) == []
    assert validate(AMERICAN.changed({"recourse": "PARTIAL", "recourse_percent": "20"}), DAY) == []
    followed = [commission(valid_to="2026-06-30"), commission(valid_from="2026-07-01")]
    assert validate(AMERICAN.changed({"fee_plan": followed}), DAY) == []


def test_a_change_in_part_leaves_the_rest() -> None:
    changed = AMERICAN.changed({"limits": {"facility": Money(1_000_00)}, "payout_minimum": Money(25_00)})
    assert changed.limits.facility == Money(1_000_00)
    assert changed.limits.over_limit == AMERICAN.limits.over_limit
    assert changed.payout_minimum == Money(25_00)
    assert AMERICAN.limits.facility == Money(250_000_00)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"colour": "red"}, "terms.unknown_field", "colour"),
        ({"limits": {"roof": 1}}, "terms.unknown_field", "limits.roof"),
        ({"recourse": "SOMETIMES"}, "terms.bad_value", "recourse"),
        ({"advance_rate": 0.9}, "terms.bad_value", "advance_rate"),
        ({"advance_rate": "NaN"}, "terms.bad_value", "advance_rate"),
        ({"advance_rate": True}, "terms.bad_value", "advance_rate"),
        ({"proposal_hours": "72"}, "terms.bad_value", "proposal_hours"),
        ({"payout_minimum": {"cents": 1.5, "currency": "EUR"}}, "terms.bad_value", "payout_minimum"),
        ({"fee_plan": [commission(valid_from="soon")]}, "terms.bad_value", "fee_plan[0].valid_from"),
        ({"fee_plan": [{"fee_type": "X"}]}, "terms.missing_field", "fee_plan[0].trigger"),
        ({"fee_plan": "none"}, "terms.bad_value", "fee_plan"),
    ],
)
def test_what_is_no_term_is_refused_by_its_field(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(BadTerms) as no:
        AMERICAN.changed(changes)
    assert (no.value.code, no.value.reason.facts["field"]) == (code, field)


def test_terms_of_an_older_model_take_the_defaults() -> None:
    old = AMERICAN.to_json()
    del old["arrears_tolerance"]
    assert Terms.from_json(old).arrears_tolerance == Money(250_00)


def test_the_fee_of_the_day_counts() -> None:
    plan = [commission(valid_to="2026-06-30"), commission(valid_from="2026-07-01", terms={"percent": "2"})]
    terms = AMERICAN.changed({"fee_plan": plan})
    assert purchase_fee(terms, date(2026, 6, 30)).terms.percent == 3
    assert purchase_fee(terms, date(2026, 7, 1)).terms.percent == 2
    assert purchase_fee(terms.changed({"fee_plan": []}), DAY).terms.of(Money(100_00)) == Money(0)


def test_a_contract_prices_an_invoice() -> None:
    made = price_under(AMERICAN, face=Money(12_100_00), net=Money(10_000_00), approved=Money(12_100_00), day=DAY)
    assert made.payout == Money(10_377_56)  # EX01
    on_net = AMERICAN.changed({"fee_plan": [commission(base="NET")]})
    made = price_under(on_net, face=Money(12_100_00), net=Money(10_000_00), approved=Money(12_100_00), day=DAY)
    assert made.fee == Money(300_00)
    by_class = AMERICAN.changed({"class_rates": [{"debtor_class": "C", "advance_rate": "70"}]})
    made = price_under(
        by_class, face=Money(100_00), net=Money(100_00), approved=Money(100_00), day=DAY, debtor_class="C"
    )
    assert (made.financed, made.holdback) == (Money(70_00), Money(30_00))


def test_cover_is_needed_where_the_house_bears_an_insured_risk() -> None:
    assert AMERICAN.cover_required
    assert not AMERICAN.changed({"limits": {"risk_desk": True}}).cover_required
    assert not PRESETS["recourse_managed"].cover_required


def test_interest_is_taxed_as_the_table_or_the_contract_says() -> None:
    terms = PRESETS["full_service"]
    assert terms.interest_vat_rate(DAY) == 0
    assert terms.changed({"interest": {"vat": "TAXED"}}).interest_vat_rate(DAY) == 21
    assert terms.changed({"interest": {"vat": "EXEMPT"}}).interest_vat_rate(DAY) == 0
    assert terms.vat_rate(purchase_fee(terms, DAY), DAY) == Decimal(21)


def test_what_is_not_financed_is_held_where_all_is_paid_out_at_once() -> None:
    """Left on the current account it would go out with the next payout, whatever the debtor's limit says."""
    pooled = PRESETS["full_service"].changed({"draw_mode": "AUTO_FULL", "advance_rate": "90"})
    made = price_under(pooled, face=Money(1_000_00), net=Money(1_000_00), approved=Money(600_00), day=DAY)
    assert (made.financed, made.holdback, made.undrawn) == (Money(540_00), Money(460_00), Money(0))
