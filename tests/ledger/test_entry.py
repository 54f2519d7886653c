"""An entry is complete and balanced, or it is not built."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.ledger.entry import Dims, Entry, Line, credit, debit
from cessie.ledger.rows import bodies, digest
from cessie.ledger.rules import fees, interest, managed, nonpayment, opening, purchase, trust
from cessie.lib.money import Money
from tests.ledger.conftest import dims, event

OF = dims(reference="R")


def build(*lines: Line, currency: str = "EUR", key: str = "k") -> Entry:
    day = date(2026, 3, 3)
    return Entry("P01", "purchase", key, day, day, currency, lines)


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=6))
def test_lines_that_do_not_sum_to_zero_are_refused(cents):
    lines = tuple(Line("2100", amount, OF) for amount in cents)
    if sum(cents):
        with pytest.raises(ValueError, match="out of balance"):
            build(*lines)
    else:
        assert build(*lines).amount.cents == sum(amount for amount in cents if amount > 0)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "two lines"),
        ((Line("2100", 0, OF), Line("2100", 0, OF)), "line of zero"),
        ((Line("9999", 1, OF), Line("2100", -1, OF)), "no account 9999"),
        ((Line("1100", 1, Dims(contract=OF.contract)), Line("2100", -1, OF)), "client, debtor, invoice"),
        ((Line("2400", 1, OF._replace(country=None)), Line("2100", -1, OF)), "country"),
    ],
)
def test_what_is_not_whole_is_refused(lines, words):
    with pytest.raises(ValueError, match=words):
        build(*lines)


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_a_length(key):
    with pytest.raises(ValueError, match="characters"):
        build(Line("2100", 1, OF), Line("2100", -1, OF), key=key)


def test_two_currencies_are_no_entry():
    with pytest.raises(ValueError, match="one currency"):
        Entry.of("P01", "x", event("e"), debit("2100", Money(1), OF), credit("2100", Money(1, "USD"), OF))


@pytest.mark.parametrize("cents", [0, -1])
def test_an_amount_on_a_side_is_above_zero(cents):
    for side in (debit, credit):
        with pytest.raises(ValueError, match="above zero"):
            side("2100", Money(cents), OF)


def test_an_entry_does_not_change():
    entry = build(Line("2100", 1, OF), Line("2100", -1, OF))
    with pytest.raises(FrozenInstanceError):
        entry.rule = "P02"  # type: ignore[misc]


def shown(entry: Entry) -> list[tuple[str, int]]:
    return [(line.account, line.cents) for line in entry.lines]


def test_a_fee_without_vat_has_no_line_of_vat():
    entry = fees.fee(event=event("e"), kind="late_surcharge", net=Money(9), vat=Money(0), country="BE", of=OF)
    assert shown(entry) == [("2100", 9), ("4020", -9)]


def test_taxed_interest_owes_its_vat():
    entry = interest.capitalise(event=event("e"), amount=Money(100), of=OF, vat=Money(21), country="BE")
    assert shown(entry) == [("2100", 121), ("1400", -100), ("2400", -21)]


def test_a_doubtful_invoice_is_charged_back_and_reopened_where_it_stands():
    back = purchase.charge_back(event=event("e"), amount=Money(5), of=OF, doubtful=True)
    again = nonpayment.reopen(event=event("e"), amount=Money(5), of=OF, doubtful=True)
    assert shown(back) == [("2100", 5), ("1110", -5)]
    assert shown(again) == [("1110", 5), ("2300", -5)]


def test_a_loss_takes_the_allowance_first():
    entry = nonpayment.write_off(event=event("e"), amount=Money(5), of=OF, allowed=Money(5))
    assert shown(entry) == [("1190", 5), ("1110", -5)]


def test_a_dividend_names_the_claim_and_the_country():
    claim = dims(reference="claim").reference
    entry = nonpayment.share_dividend(
        event=event("e"), vat=Money(2), insurer=Money(7), own=Money(1), claim=claim, country="NL", of=OF
    )
    assert shown(entry) == [("2300", 10), ("2400", -2), ("2350", -7), ("5010", -1)]
    assert (entry.lines[1].dims.country, entry.lines[2].dims.reference) == ("NL", claim)
    assert entry.lines[0].dims.reference == OF.reference


def test_commission_leaves_the_third_party_account_for_the_office():
    office = dims(reference="office").reference
    entry = trust.move_commission(event=event("e"), amount=Money(5), of=OF, office=office)
    assert [(line.account, line.dims.bank) for line in entry.lines] == [("1005", office), ("1020", OF.bank)]


def test_what_an_opening_lacks_goes_to_equity():
    entry = opening.open_books(event=event("e"), balances=[("1000", Money(70), OF), ("2100", Money(-20), OF)])
    assert shown(entry) == [("1000", 70), ("2100", -20), ("3000", -50)]


def test_costs_are_demanded_as_memo():
    entry = managed.demand(event=event("e"), amount=Money(40), of=OF, kind="costs_demanded")
    assert (entry.kind, shown(entry)) == ("costs_demanded", [("9030", 40), ("9031", -40)])


def test_two_kinds_of_one_event_have_two_keys():
    first = fees.fee(event=event("e"), kind="set_up_fee", net=Money(9), vat=Money(0), country="BE", of=OF)
    second = fees.fee(event=event("e"), kind="limit_fee", net=Money(9), vat=Money(0), country="BE", of=OF)
    assert (first.key, second.key) == ("P03 set_up_fee e", "P03 limit_fee e")


@pytest.mark.parametrize(
    "other",
    [
        purchase.purchase(event=event("e"), face=Money(101), of=OF),
        purchase.purchase(event=event("e", "2026-03-04"), face=Money(100), of=OF),
        purchase.purchase(event=event("e", value="2026-03-04"), face=Money(100), of=OF),
        purchase.purchase(event=event("e"), face=Money(100), of=dims("INV2", reference="R")),
        purchase.hold_back(event=event("e"), amount=Money(100), of=OF),
    ],
)
def test_the_digest_tells_another_posting(other):
    one = purchase.purchase(event=event("e"), face=Money(100), of=OF)
    same = purchase.purchase(event=event("e")._replace(text="other words"), face=Money(100), of=OF)
    assert digest(one, bodies(one)) == digest(same, bodies(same))
    assert digest(one, bodies(one)) != digest(other, bodies(other))
