"""The worked examples of interest and minimums through the verbs of this room: each entry to the cent, in its order.

Outside facts (purchases, draws, receipts) are posted as the example tells; what is earned and charged is computed.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from cessie.domain.charges.charge_month import charge_month
from cessie.domain.contracts.models import Contract
from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.ledger.examples.case import Case, day
from cessie.ledger.models import Entry as Booked
from cessie.ledger.period import following
from cessie.ledger.post import post
from cessie.ledger.queries import Booking, balance, bookings
from cessie.lib.days import BRUSSELS
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from tests.domain.charges.conftest import Fix, Sign, use
from tests.domain.conftest import SYSTEM
from tests.stories.examples.play import cases

OURS = ("P11", "P12", "minimum_commission_true_up")

pytestmark = pytest.mark.django_db


def morning(on: date) -> datetime:
    return datetime.combine(on, time(3), BRUSSELS)


def told(case: Case) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """The entries that are for this room to compute."""
    return [
        (facts["rule"], facts["date"], [(line["account"], cents(case, line)) for line in facts["lines"]])
        for facts in case.events
        if facts["rule"] in OURS or facts["type"] in OURS
    ]


def cents(case: Case, line: dict[str, Any]) -> int:
    return (case.money(line["debit"]) - case.money(line["credit"])).cents


def feed(case: Case, contract: Contract) -> None:
    """What others did: each event that is not ours, as the example tells it."""
    of = Dims(contract.pk, contract.client_id, uuid7(), uuid7(), uuid7(), uuid7(), case.country)
    for facts in case.events:
        if facts["rule"] in OURS or facts["type"] in OURS:
            continue
        sides = [
            debit(line["account"], case.money(line["debit"]), of)
            if case.money(line["debit"])
            else credit(line["account"], case.money(line["credit"]), of)
            for line in facts["lines"]
        ]
        event = Event(f"{case.id}/{facts['seq']}", day(facts["date"]))
        post([Entry.of(facts["rule"], facts["type"], event, *sides)], by="test", at=morning(day(facts["date"])))


def charged(contract: Contract, *months: date) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """The month ends, each on the first morning after it and twice; what the books hold of them, in pairs."""
    before = set(Booked.objects.values_list("id", flat=True))
    for month in months:
        for hour in (0, 1):
            at = morning(following(month)) + timedelta(hours=hour)
            found = charge_month(contract_ids=[contract.pk], month=month, by=SYSTEM, at=at)
            assert found.refused == {}
            assert bool(found.charges) == (hour == 0)
    new = set(Booked.objects.values_list("id", flat=True)) - before
    entries = sorted(bookings(entry_ids=new), key=_pairs)
    return [
        (e.rule, e.booking_date.isoformat(), [(line.account, line.amount.cents) for line in e.lines]) for e in entries
    ]


def _pairs(entry: Booking) -> tuple[date, bool, str]:
    return entry.booking_date, "surcharge" in entry.key, entry.rule


def test_ex03_the_financing_commission_of_a_month(sign: Sign, fix: Fix) -> None:
    case = cases()["EX03"]
    contract = sign()
    fix(case.contract["reference_value"], date(2026, 6, 1))
    feed(case, contract)
    assert charged(contract, date(2026, 6, 1)) == told(case)
    final = {code: case.money(text) for code, text in case.expected["final_balances"].items()}
    assert {code: balance(code) for code in final} == final


def test_ex12_the_same_interest_where_it_is_taxed(sign: Sign, fix: Fix) -> None:
    """Untaxed it is played as a story with the other examples."""
    case = cases()["EX12"]
    terms = {
        "margin": case.contract["margin"], "reset": "QUARTER_START", "surcharge": case.contract["overlimit_surcharge"],
        "base": "DRAWN_ONLY", "vat": "TAXED",
    }  # fmt: skip
    contract = sign(terms, vat_country="BE", limits={"facility": case.money(case.contract["limit"])})
    for given in case.inputs["reference"]:
        fix(given["value"], day(given["valid_from"]))
    former = Money(0)
    for step in case.inputs["funds_in_use"]:
        now = case.money(step["amount"])
        use(contract, (now - former).cents, day(step["valid_from"]), morning(day(step["valid_from"])))
        former = now
    entries = charged(contract, date(2026, 3, 1), date(2026, 4, 1))
    april = [-c for rule, on, lines in entries if on == "2026-04-30" for code, c in lines if code == "2400"]
    assert Money(sum(april)) == case.money(case.expected["april_vat_if_taxed_21"])
