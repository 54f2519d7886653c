"""The cheapest channel that is lawful, agreed to, able and in time; and why the others were not it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.correspondence.rules.choice import Candidate, Choice, Offers, chained, choose
from cessie.domain.correspondence.rules.lawful import Need, Reach
from cessie.domain.correspondence.rules.means import CHANNELS, WHOLE, Channel
from cessie.domain.correspondence.rules.tariff import Price, Tariff
from cessie.lib.money import Money

DAY = date(2026, 11, 23)  # a Monday
NEED = Need("reminder", "BE", "BE", consumer=False, on=DAY)
REACH = Reach("yes", email=True, portal=True, mobile=True, address=True)
CENTS: dict[Channel, int] = {
    "peppol": 25, "email": 0, "portal": 1, "sms": 8, "post": 160, "print_partner": 110, "registered_email": 400,
    "registered_post": 1100,
}  # fmt: skip
OFFERS = Offers(
    CHANNELS, Tariff([Price(c, "piece", "", 0, 1, Money(n), date(2026, 1, 1)) for c, n in CENTS.items()], DAY)
)


def reasons(choice: Choice) -> dict[str, str]:
    return {each.channel: each.no.code for each in choice.considered if each.no is not None}


def test_a_mail_where_it_may_and_every_other_channel_with_its_reason() -> None:
    choice = choose(NEED, REACH, OFFERS)
    assert (choice.channel, choice.why.code) == ("email", "choice.cheapest")
    assert choice.considered[0].channel == "email"
    assert reasons(choice) == {
        "peppol": "choice.not_for", "portal": "choice.dearer", "sms": "choice.dearer",
        "print_partner": "choice.dearer", "post": "choice.dearer", "registered_email": "choice.dearer",
        "registered_post": "choice.dearer",
    }  # fmt: skip
    assert all(each.to_json()["no"] for each in choice.considered[1:])


@pytest.mark.parametrize(
    ("need", "reach", "channel"),
    [
        ({"purpose": "notice"}, {}, "email"),
        ({"purpose": "default_notice"}, {}, "registered_email"),
        ({"purpose": "default_notice", "consumer": True}, {}, "registered_post"),
        ({"purpose": "default_notice", "consumer": True}, {"agreed": frozenset(["registered_email"])},
         "registered_email"),
        ({"purpose": "default_notice"}, {"failed": frozenset(["registered_email"])}, "registered_post"),
        ({"registered": True}, {}, "registered_email"),
        ({"consumer": True}, {}, "print_partner"),
        ({"consumer": True}, {"agreed": frozenset(["email"])}, "email"),
        ({"consumer": True}, {"agreed": frozenset(["sms"])}, "print_partner"),  # Book XIX: it does not fit an SMS
        ({"consumer": True, "country": "NL"}, {"agreed": frozenset(["sms"])}, "sms"),
        ({}, {"refused": frozenset(["email"])}, "sms"),
        ({}, {"email": False, "portal": False, "mobile": False}, "print_partner"),
        ({"by": DAY}, {"refused": frozenset(["email", "sms"])}, "registered_email"),
        ({"by": date(2026, 11, 25)}, {"refused": frozenset(["email", "sms", "registered_email"])}, "post"),
        ({"by": DAY}, {"refused": frozenset(["email", "sms", "registered_email"])}, ""),
    ],
)  # fmt: skip
def test_the_law_his_consent_and_the_time_before_the_price(
    need: dict[str, Any], reach: dict[str, Any], channel: str
) -> None:
    assert choose(replace(NEED, **need), replace(REACH, **reach), OFFERS).channel == channel


INVOICE = replace(NEED, purpose="invoice", structured=True)


@pytest.mark.parametrize(
    ("need", "peppol", "expected"),
    [
        ({}, "yes", ("peppol", "choice.be_mandate")),
        ({}, "unknown", ("", "choice.peppol")),
        ({}, "no", ("email", "choice.cheapest")),
        ({"structured": False}, "yes", ("", "choice.not_structured")),
        ({"on": date(2025, 12, 31)}, "yes", ("email", "choice.cheapest")),
        ({"country": "NL"}, "yes", ("email", "choice.cheapest")),
        ({"home": "FR", "country": "FR", "large": True}, "no", ("", "choice.peppol")),
        ({"home": "FR", "country": "FR"}, "no", ("email", "choice.cheapest")),
        ({"home": "FR", "country": "FR", "on": date(2027, 9, 1)}, "no", ("", "choice.peppol")),
    ],
)
def test_belgian_and_french_invoices_go_where_the_law_sends_them(
    need: dict[str, Any], peppol: Any, expected: tuple[str, str]
) -> None:
    choice = choose(replace(INVOICE, **need), replace(REACH, peppol=peppol), OFFERS)
    assert (choice.channel, choice.why.code) == expected


def test_no_wish_makes_a_channel_lawful_and_the_nearest_wish_counts() -> None:
    wishes: Any = {"document": "peppol", "debtor": "post", "creditor": "sms"}
    choice = choose(NEED, REACH, OFFERS, wishes)
    assert (choice.channel, choice.why.code) == ("post", "choice.wished_debtor")
    assert reasons(choice)["peppol"] == "choice.not_for"
    assert reasons(choice)["email"] == "choice.not_wished"
    assert choose(INVOICE, REACH, OFFERS, wishes).channel == "peppol"


def test_without_prices_the_house_prefers_as_it_did_and_says_so() -> None:
    none = replace(OFFERS, tariff=Tariff((), DAY))
    choice = choose(NEED, replace(REACH, email=False, portal=False, mobile=False), none)
    assert (choice.channel, choice.why.code) == ("post", "choice.usual")
    assert reasons(choice)["print_partner"] == "choice.no_price"


def test_a_cheap_channel_that_often_fails_loses_to_a_sure_one() -> None:
    often = replace(OFFERS, fails={"email": 9_900})
    reach = replace(REACH, portal=False, mobile=False)
    assert choose(NEED, reach, OFFERS).channel == "email"
    assert choose(NEED, reach, often).channel == "email", "it costs nothing: trying is free"
    rows = [replace(row, net=Money(30)) if row.channel == "email" else row for row in OFFERS.tariff.rows]
    dear = replace(often, tariff=Tariff(rows, DAY))
    assert choose(NEED, reach, dear).channel == "print_partner"


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, WHOLE)), min_size=1, max_size=5))
def test_no_other_order_of_tries_costs_less(facts: list[tuple[int, int]]) -> None:
    able = [
        Candidate(c, 0, fails, Money(cents)) for c, (cents, fails) in zip(CHANNELS, facts, strict=False)
    ]  # fmt: skip
    found = chained(able)
    assert found[0].expected == min(cost(order) for order in permutations(able))
    for each in found:  # and each costs what it says, when the others follow in the best order
        rest = [other for other in able if other.channel != each.channel]
        assert each.expected == min(cost([each, *order]) for order in permutations(rest))


def cost(order: Any) -> Fraction:
    total, left = Fraction(0), Fraction(1)
    for each in order:
        total += left * each.price.cents
        left *= Fraction(each.fails, WHOLE)
    return total
