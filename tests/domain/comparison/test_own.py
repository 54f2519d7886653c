"""Ledgers of open items followed from one to the next, and the ways of a contract in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cessie.domain.comparison.rules.followed import Item, Stock, follow
from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.rules.own import Insured, Named, Wish, ways_of_own
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.presets import AMERICAN, CONFIDENTIAL_BALANCE, FULL_SERVICE, PLEDGE

WORDS = {"LINE": "lines", "BALANCE": "balances", "other_insurance": "otherwise"}
JAN, FEB, MAR = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


def _open(number: str, open_: int, gross: int = 100_00, *, kind: str = "invoice", debtor: str = "D1") -> Item:
    return Item(kind, number, debtor, "Made up", date(2026, 1, 5), date(2026, 2, 5), open_, gross)


def test_what_is_open_of_less_was_settled_by_what_was_used_up() -> None:
    stocks = [
        Stock(JAN, [_open("F1", 100_00), _open("F2", 80_00), _open("C1", 30_00, 30_00, kind="credit_note")]),
        Stock(FEB, [_open("F2", 50_00), _open("F3", 100_00, debtor="D2")]),  # F1 and the credit note are gone
        Stock(MAR, [_open("F3", 100_00, debtor="D2")]),
    ]
    came = {("D1", "F1"): ((date(2026, 2, 7), 70_00), (date(2026, 3, 2), 5_00))}
    found = [(each.kind, each.number or each.of, each.day, each.cents) for each in follow(stocks, came)]
    assert [each for each in found if each[0] == "invoice"] == [
        ("invoice", "F1", date(2026, 1, 5), 100_00), ("invoice", "F2", date(2026, 1, 5), 100_00),
        ("invoice", "F3", date(2026, 1, 5), 100_00),
    ]  # fmt: skip
    assert [each for each in found if each[0] != "invoice"] == [
        ("payment", "F2", JAN, 20_00),  # what was settled before the first ledger
        ("credit_note", "F1~4", FEB, 30_00), ("payment", "F1", date(2026, 2, 7), 70_00),
        ("payment", "F2", FEB, 30_00), ("payment", "F2", MAR, 50_00),
    ]  # fmt: skip


def test_the_contract_as_it_stands_keeps_every_term() -> None:
    odd = replace(FULL_SERVICE, payment_days=77, yearly_minimum=Money(9_000_00), interest=None)
    (told,) = ways_of_own(odd, Named("F007", "House"), Wish(), WORDS)
    (offer,) = question({"offers": [told]}).offers
    assert (offer.terms, offer.every, offer.factor) == (odd, "day", "House")
    (told,) = ways_of_own(replace(CONFIDENTIAL_BALANCE, ledger_every="WEEKLY"), Named("F", ""), Wish(), WORDS)
    assert told["every"] == "week"


def test_every_way_changes_what_it_says_and_nothing_else() -> None:
    wish = Wish(
        advances=(Decimal(80), FULL_SERVICE.advance_rate), other_transmission=True, without=("D7",),
        other_insurance=Insured(Decimal("0.5")), premium=Decimal("0.2"), use=Money(5_000_00),
    )  # fmt: skip
    told = ways_of_own(FULL_SERVICE, Named("F", ""), wish, WORDS)
    offers = {each.name: each for each in question({"offers": told}).offers}
    assert len(offers) == 16
    way = offers["F, balances, otherwise, 80 %, − D7"]
    assert (way.terms.transmission, way.terms.insurance, way.terms.advance_rate, way.without, way.premium) == (
        "BALANCE", "CLIENT_POLICY_DELEGATED", 80, frozenset({"D7"}), Decimal("0.2")
    )  # fmt: skip
    assert way.terms.changed(
        {"transmission": "LINE", "matcher": FULL_SERVICE.matcher, "roll_forward_tolerance": None,
         "insurance": FULL_SERVICE.insurance, "advance_rate": "100", "fee_plan": FULL_SERVICE.fee_plan}
    ) == FULL_SERVICE  # fmt: skip
    assert offers["F"].premium == 0
    assert {each.use for each in offers.values()} == {5_000_00}


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Refusal, match="one by one"):
        ways_of_own(AMERICAN, Named("F", ""), Wish(other_transmission=True), WORDS)
    with pytest.raises(Refusal, match="no invoices are financed"):
        ways_of_own(PLEDGE, Named("F", ""), Wish(), WORDS)
