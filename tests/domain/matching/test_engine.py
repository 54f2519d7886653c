"""The matching engine in the words of the trade: what came in, what is open, what is posted, what a person decides."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.matching.rules.engine import match
from cessie.domain.matching.rules.facts import OpenItem, Outcome, Received
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, make_rf

PAYER = "BE68539007547034"


def item(
    number: str, amount: str, *, due: int = 1, debtor: str = "Bakkerij", reference: str = "", iban: str = PAYER
) -> OpenItem:
    return OpenItem(
        id=f"{debtor}/{number}",
        debtor=debtor,
        debtor_name=debtor,
        debtor_ibans=frozenset([iban]),
        number=number,
        due_date=date(2026, 4, due),
        outstanding=Money.parse(amount),
        kind="credit_note" if amount.startswith("-") else "invoice",
        reference=reference,
    )


def receive(
    amount: str, text: str = "", *, structured: str = "", iban: str = PAYER, name: str = "", e2e: str = ""
) -> Received:
    return Received(
        amount=Money.parse(amount), text=text, structured=structured, iban=iban, name=name, end_to_end_id=e2e
    )


def decide(money: Received, *items: OpenItem) -> Outcome:
    (outcome,) = match([money], items)
    return outcome


def shares(outcome: Outcome) -> dict[str, str]:
    return {a.item.partition("/")[2]: str(a.amount.decimal) for a in outcome.allocations}


def first(outcome: Outcome) -> dict[str, str]:
    return {a.item.partition("/")[2]: str(a.amount.decimal) for a in outcome.candidates[0].allocations}


OGM, RF = make_ogm(20260001), make_rf("2026000123")


@pytest.mark.parametrize(
    ("structured", "text"),
    [
        (OGM, ""),
        ("", f"+++{OGM[:3]}/{OGM[3:7]}/{OGM[7:]}+++"),
        ("", f"uw factuur {OGM[:3]} {OGM[3:7]} {OGM[7:]} dank"),
        ("", f"***{OGM[:3]}/{OGM[3:7]}/\n{OGM[7:]}***"),
    ],
)
def test_a_structured_reference_is_posted_wherever_it_stands(structured: str, text: str) -> None:
    outcome = decide(receive("500.00", text, structured=structured), item("A1", "500.00", reference=OGM))
    assert (outcome.status, shares(outcome), outcome.excess) == ("matched", {"A1": "500.00"}, Money(0))


@pytest.mark.parametrize("quoted", [RF, "rf46 2026 0001 23", f"betaling {RF[:4]} {RF[4:]}"])
def test_an_rf_reference_is_posted(quoted: str) -> None:
    assert decide(receive("70.00", quoted), item("A1", "70.00", reference=RF)).status == "matched"


def test_a_reference_with_wrong_check_digits_points_at_nothing() -> None:
    wrong = OGM[:-1] + str((int(OGM[-1]) + 1) % 10)
    outcome = decide(receive("500.00", structured=wrong, iban=""), item("A1", "400.00", reference=OGM))
    assert (outcome.status, outcome.candidates) == ("unmatched", ())


def test_a_part_of_what_the_reference_points_at_is_posted_and_the_rest_stays_open() -> None:
    outcome = decide(receive("300.00", structured=OGM), item("A1", "500.00", reference=OGM))
    assert (outcome.status, shares(outcome)) == ("matched", {"A1": "300.00"})
    assert "match.partial" in [r.code for r in outcome.reasons]


def test_too_much_pays_what_is_open_and_the_rest_stays_unallocated() -> None:
    outcome = decide(receive("520.00", structured=OGM), item("A1", "500.00", reference=OGM))
    assert (outcome.status, shares(outcome), outcome.excess) == ("matched", {"A1": "500.00"}, Money(2000))


def test_a_second_payment_of_the_same_invoice_is_left_to_a_person() -> None:
    money, items = receive("500.00", structured=OGM), [item("A1", "500.00", reference=OGM), item("A2", "500.00")]
    once, twice = match([money, money], items)
    assert once.status == "matched"
    assert (twice.status, twice.allocations, twice.excess) == ("proposed", (), Money(500_00))
    assert "match.nothing_open" in [r.code for r in twice.reasons]


def test_one_reference_on_two_invoices_is_posted_only_where_the_amount_tells_which() -> None:
    items = [item("A1", "500.00", reference=OGM), item("A2", "300.00", reference=OGM)]
    assert shares(decide(receive("300.00", structured=OGM), *items)) == {"A2": "300.00"}
    assert shares(decide(receive("800.00", structured=OGM), *items)) == {"A1": "500.00", "A2": "300.00"}
    assert decide(receive("250.00", structured=OGM), *items).status == "proposed"


def test_a_reference_that_does_not_fit_and_a_number_that_fits_are_left_to_a_person() -> None:
    items = [item("A-1001", "100.00", reference=OGM), item("A-1002", "180.00")]
    assert decide(receive("180.00", "factuur A-1002", structured=OGM), *items).status == "proposed"


def test_the_end_to_end_id_of_a_collection_is_posted() -> None:
    drawn = OpenItem(
        id="1",
        debtor="d",
        number="X",
        due_date=date(2026, 4, 1),
        outstanding=Money(1000),
        end_to_end_ids=frozenset(["DD-77"]),
    )
    outcome = decide(receive("10.00", iban="", e2e="DD-77"), drawn)
    assert (outcome.status, outcome.candidates[0].rule) == ("matched", "end_to_end_id")
    assert decide(receive("10.00", iban="", e2e="NOTPROVIDED"), drawn).status != "matched"


@pytest.mark.parametrize(
    "text",
    ["F2026-0451", "fact. f 2026/451", "FACTUUR:F20260451.", "F2026-04\n51", "F2026 - 0451 bedankt", "INVOICE20260451"],
)
def test_an_invoice_number_is_found_however_it_is_written(text: str) -> None:
    outcome = decide(receive("500.00", text, iban=""), item("F2026-0451", "500.00"), item("F2026-0452", "500.00"))
    assert (outcome.status, shares(outcome)) == ("matched", {"F2026-0451": "500.00"})


def test_several_numbers_in_one_text_with_equal_amounts_are_posted_a_credit_note_taken_off() -> None:
    items = [
        item("2026-101", "500.00"),
        item("2026-102", "250.00"),
        item("CN-2026-7", "-100.00"),
        item("2026-103", "9.00"),
    ]
    outcome = decide(receive("650.00", "2026-101, 2026-102 - CN-2026-7", iban=""), *items)
    assert outcome.status == "matched"
    assert shares(outcome) == {"2026-101": "500.00", "2026-102": "250.00", "CN-2026-7": "-100.00"}


def test_a_number_with_another_amount_is_only_proposed() -> None:
    outcome = decide(receive("450.00", "2026-101", iban=""), item("2026-101", "500.00"))
    assert (outcome.status, first(outcome)) == ("proposed", {"2026-101": "450.00"})


def test_a_number_inside_a_longer_number_is_not_meant() -> None:
    items = [item("2026", "500.00"), item("2026-451", "80.00")]
    assert shares(decide(receive("80.00", "betaling 2026-451", iban=""), *items)) == {"2026-451": "80.00"}


def test_a_number_that_two_debtors_use_means_the_payers_own() -> None:
    other = item("2026-101", "500.00", debtor="Slagerij", iban="NL91ABNA0417164300")
    outcome = decide(receive("500.00", "2026-101"), item("2026-101", "500.00"), other)
    assert [a.item for a in outcome.allocations] == ["Bakkerij/2026-101"]
    assert decide(receive("500.00", "2026-101", iban=""), item("2026-101", "500.00"), other).status == "proposed"


def test_the_only_exact_amount_of_the_payer_is_posted() -> None:
    items = [item("A1", "500.00"), item("A2", "300.00"), item("B1", "300.00", debtor="Slagerij", iban="")]
    outcome = decide(receive("300.00", "dank u"), *items)
    assert (outcome.status, shares(outcome)) == ("matched", {"A2": "300.00"})


def test_an_exact_amount_is_only_proposed_where_another_invoice_is_named() -> None:
    money = receive("250.00", "part of 2026-0001")
    outcome = decide(money, item("2026-0001", "900.00"), item("2026-0002", "250.00"))
    assert not outcome.allocations
    assert [first(outcome), outcome.candidates[1].rule] == [{"2026-0001": "250.00"}, "exact_amount"]
    assert "match.another_named" in {reason.code for reason in outcome.candidates[1].reasons}


def test_two_equal_amounts_of_the_payer_are_left_to_a_person() -> None:
    outcome = decide(receive("300.00"), item("A1", "300.00", due=2), item("A2", "300.00", due=1))
    assert (outcome.status, first(outcome)) == ("proposed", {"A2": "300.00"})


def test_an_exact_amount_of_somebody_unknown_is_only_proposed() -> None:
    for stranger in (receive("300.00", iban=""), receive("300.00", iban="NL91ABNA0417164300", name="Bakkerij")):
        assert decide(stranger, item("A1", "300.00")).status == "proposed"


def test_an_exact_amount_beside_an_unknown_reference_is_only_proposed() -> None:
    outcome = decide(receive("300.00", structured=make_ogm(99)), item("A1", "300.00", reference=OGM))
    assert outcome.status == "proposed"


def test_the_only_set_that_makes_the_amount_is_posted() -> None:
    items = [item("A1", "6000.00"), item("A2", "3999.50"), item("A3", "2500.00")]
    outcome = decide(receive("9999.50"), *items)
    assert (outcome.status, shares(outcome)) == ("matched", {"A1": "6000.00", "A2": "3999.50"})


def test_two_sets_that_make_the_amount_are_left_to_a_person() -> None:
    items = [item(f"A{i}", f"{i}00.00") for i in (1, 2, 3, 4)]
    outcome = decide(receive("500.00"), *items)
    assert outcome.status == "proposed"
    assert {len(c.allocations) for c in outcome.candidates[:2]} == {2}


def test_a_known_payer_without_a_word_is_proposed_oldest_first() -> None:
    outcome = decide(receive("450.00"), item("A1", "300.00", due=9), item("A2", "200.00", due=3))
    assert (outcome.status, first(outcome)) == ("proposed", {"A2": "200.00", "A1": "250.00"})


def test_somebody_unknown_with_an_unknown_amount_is_unmatched() -> None:
    outcome = decide(receive("77.77", "salaris", iban=""), item("A1", "300.00"))
    assert (outcome.status, outcome.excess, [r.code for r in outcome.reasons]) == (
        "unmatched",
        Money(7777),
        ["match.nothing_found"],
    )


def test_another_currency_is_never_matched() -> None:
    money = Received(amount=Money(30000, "USD"), structured=OGM, iban=PAYER)
    assert decide(money, item("A1", "300.00", reference=OGM)).candidates == ()


def test_money_that_leaves_is_never_matched() -> None:
    assert decide(receive("-300.00", structured=OGM), item("A1", "300.00", reference=OGM)).status == "unmatched"


amounts = st.integers(-900, 1500).filter(bool)
texts = st.lists(st.sampled_from(["F1001", "F1002", "F1003", "F1004", OGM, RF, "2026", "x"]), max_size=4)


@st.composite
def boards(draw: st.DrawFn) -> list[OpenItem]:
    found = []
    for at, cents in enumerate(draw(st.lists(amounts, max_size=7))):
        reference = draw(st.sampled_from(["", "", OGM, RF]))
        debtor = draw(st.sampled_from(["Bakkerij", "Slagerij"]))
        iban = PAYER if debtor == "Bakkerij" else ""
        text = f"{cents / 100:.2f}"
        found.append(item(f"F{1000 + at}", text, due=1 + at % 3, debtor=debtor, reference=reference, iban=iban))
    return found


receipts = st.builds(
    lambda cents, words, structured, iban: Received(
        amount=Money(cents), text=" ".join(words), structured=structured, iban=iban
    ),
    st.integers(1, 3000),
    texts,
    st.sampled_from(["", "", OGM, RF, make_ogm(99)]),
    st.sampled_from(["", PAYER]),
)


@settings(max_examples=400, deadline=None)
@given(boards(), st.lists(receipts, max_size=4))
def test_money_is_never_invented_and_nothing_is_paid_beyond_what_is_open(
    items: list[OpenItem], money: list[Received]
) -> None:
    left = {i.id: i.outstanding.cents for i in items}
    for received, outcome in zip(money, match(money, items), strict=True):
        assert sum(a.amount.cents for a in outcome.allocations) + outcome.excess.cents == received.amount.cents
        assert outcome.excess.cents >= 0
        for way in outcome.candidates:
            assert sum(a.amount.cents for a in way.allocations) + way.excess.cents == received.amount.cents
            assert way.excess.cents >= 0
            assert len({a.item for a in way.allocations}) == len(way.allocations) > 0
            for a in way.allocations:
                assert a.amount.cents * left[a.item] > 0
                assert abs(a.amount.cents) <= abs(left[a.item])
        for a in outcome.allocations:
            left[a.item] -= a.amount.cents
        if outcome.status == "matched":
            assert outcome.candidates[0].automatic
            assert outcome.candidates[0].rule != "oldest_first"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(-500, 900).filter(bool), min_size=1, max_size=8), st.data())
def test_an_amount_alone_is_posted_only_if_every_other_way_was_looked_at(cents: list[int], data: st.DataObject) -> None:
    """Against brute force over all sets: posted means one single item fits, or no item and exactly one set."""
    chosen = data.draw(st.sets(st.integers(0, len(cents) - 1), min_size=1))
    target = sum(cents[i] for i in chosen)
    items = [item(f"A{i}", f"{c / 100:.2f}") for i, c in enumerate(cents)]
    if target <= 0:
        return
    outcome = decide(Received(amount=Money(target), iban=PAYER), *items)
    all_sets = chain.from_iterable(combinations(range(len(cents)), size) for size in range(1, len(cents) + 1))
    ways = [way for way in all_sets if sum(cents[i] for i in way) == target]
    single = [way for way in ways if len(way) == 1]
    if outcome.status == "matched":
        assert len(single) == 1 or (not single and len(ways) == 1)
        expected = (single or ways)[0]
        assert {a.item for a in outcome.allocations} == {f"Bakkerij/A{i}" for i in expected}
    elif len(single) == 1:
        pytest.fail("the only item of this amount was not posted")


def test_a_payer_with_a_thousand_open_items_costs_bounded_work() -> None:
    items = [item(f"A{i:04}", f"{100 + i}.{i % 100:02}") for i in range(1000)]
    outcome = decide(receive("99999.99", "9" * 5000), *items)
    assert outcome.status == "proposed"
