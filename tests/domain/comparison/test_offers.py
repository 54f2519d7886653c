"""Offers in the neutral form: what they become, and what is refused by name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cessie.domain.comparison.rules.offers import BadOffer, question, ways
from cessie.lib.money import Money

FULL = {"name": "Bank A", "product": "full_service", "yearly_minimum": "0.00"}


def test_short_names_become_the_terms_of_a_contract() -> None:
    (offer,) = ways(
        FULL | {
            "commission_percent": "0.45", "commission_minimum": "2.50", "margin_percent": "1.5", "floor_percent": "0",
            "advance_percent": "90", "fund_percent": "5", "facility": "750000.00", "concentration_percent": "30",
            "yearly_minimum": "9000.00", "fees": [{"what": "wire", "per": "payout", "amount": "4.00"}],
        }
    )  # fmt: skip
    terms = offer.terms
    rule, wire = terms.fee_plan
    assert (rule.terms.percent, rule.terms.minimum, wire.trigger) == (Decimal("0.45"), Money(2_50), "PAYOUT")
    assert terms.interest is not None
    assert (terms.interest.margin, terms.interest.reset) == (Decimal("1.5"), "MONTH_START")
    assert (terms.advance_rate, terms.fund_rate, terms.limits.facility) == (90, 5, Money(750_000_00))
    assert [each.percent for each in terms.eligibility if each.code == "CONCENTRATION"] == [30]


def test_every_combination_of_what_is_left_open_is_a_way() -> None:
    told = FULL | {
        "variants": {
            "insurance": [
                {"label": "inside"},
                {"label": "outside", "commission_percent": "0.3", "outside_insurance": {"percent": "0.2"}},
            ],
            "debtors": [{"label": "all"}, {"label": "without D7", "without_debtors": ["D7"]}],
        }
    }
    found = list(ways(told))
    assert [each.name for each in found] == [
        "Bank A, inside, all", "Bank A, inside, without D7", "Bank A, outside, all", "Bank A, outside, without D7",
    ]  # fmt: skip
    assert [(each.premium, each.without) for each in found[2:]] == [
        (Decimal("0.2"), frozenset()), (Decimal("0.2"), frozenset({"D7"})),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code", "names"),
    [
        ({"offers": []}, "comparison.no_offers", ""),
        ({"offers": [{"product": "american"}]}, "comparison.no_name", ""),
        ({"offers": [FULL | {"product": "cheap"}]}, "comparison.bad_field", "product"),
        ({"offers": [FULL | {"comission_percent": "1"}]}, "comparison.unknown_field", "comission_percent"),
        ({"offers": [FULL | {"commission_percent": "a"}]}, "comparison.bad_field", "commission_percent"),
        ({"offers": [FULL | {"yearly_minimum": "-1"}]}, "comparison.bad_field", "yearly_minimum"),
        ({"offers": [FULL | {"terms": {"advance": "1"}}]}, "comparison.bad_terms", "advance"),
        ({"offers": [{"name": "Bank B", "product": "american"}]}, "comparison.no_minimum", "Bank B"),
        ({"offers": [FULL | {"advance_percent": "120"}]}, "comparison.no_contract", "Bank A"),
        ({"offers": [FULL, FULL]}, "comparison.name_twice", "Bank A"),
        ({"offers": [FULL | {"fees": [{"per": "century", "amount": "1"}]}]}, "comparison.bad_field", "fees[0].per"),
        ({"offers": [FULL | {"product": "american", "every": "week"}]}, "comparison.one_by_one", "Bank A"),
        ({"offers": [FULL], "reference": {"EURIBOR_3M": [{"from": "soon"}]}}, "comparison.bad_field", "reference[0]"),
    ],
)
def test_what_is_no_offer_is_refused_by_name(told: dict[str, Any], code: str, names: str) -> None:
    with pytest.raises(BadOffer) as no:
        question(told)
    assert no.value.code == code
    assert names in str(no.value)
