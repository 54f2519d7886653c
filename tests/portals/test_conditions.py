"""The fee conditions of a principal in plain words: every rule is said, and the examples are what would be reckoned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from cessie.lib.money import Money
from cessie.portals.frame.conditions import Example, conditions_of
from cessie.terms.fees import FeeRule, FeeTerms, Tier
from cessie.terms.presets import COLLECTION, INVOICE_TO_CASH

DAY = date(2026, 6, 1)


def plan(terms: FeeTerms) -> dict[str, object]:
    rule = FeeRule("COLLECTION_COMMISSION", "MONTH", "COLLECTED", terms, "COLLECTION", account="4040")
    return conditions_of(COLLECTION.changed({"fee_plan": (rule,)}), DAY)


def test_the_plain_plan_is_said_and_reckoned() -> None:
    found = conditions_of(COLLECTION, DAY)
    assert found["examples"][1] == Example(Money(1_000_00), Money(120_00), Money(25_20), Money(854_80))
    assert [words.split()[0] for words in found["conditions"]] == ["12", "VAT"]
    assert "854.80" in render_to_string("frame/conditions.html", found)
    assert conditions_of(INVOICE_TO_CASH, DAY) == {"conditions": [], "examples": []}


def test_tiers_bounds_and_a_month_that_brings_less_than_the_minimum() -> None:
    tiers = (Tier(Money(1_000_00), Decimal(10)), Tier(None, Decimal("7.5")))
    found = plan(FeeTerms(tiers=tiers, tier_mode="MARGINAL", minimum=Money(500_00), maximum=Money(900_00)))
    said = " ".join(found["conditions"])  # type: ignore[arg-type]  # a list of words
    assert all(words in said for words in ("10 % up to", "7.5 % above", "At least", "500.00", "At most", "900.00"))
    assert [(each.net, each.passed_on) for each in found["examples"]] == [  # type: ignore[attr-defined]
        (Money(500_00), Money(0)), (Money(500_00), Money(395_00)), (Money(500_00), Money(4_395_00)),
        (Money(900_00), Money(23_911_00)),
    ]  # fmt: skip
