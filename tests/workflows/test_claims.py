"""Interest and costs that were claimed beside an invoice are paid by an ordinary payment, given up, and never claimed
twice; the books say at every moment what still stands."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.arrangements.leniency import confirm_leniency, propose_leniency
from cessie.domain.arrangements.rules.leniency import Leniency
from cessie.domain.contracts.amend import amend
from cessie.domain.dunning.give_up import undo_waiver
from cessie.domain.dunning.invariants import CHECKS
from cessie.domain.dunning.models import TouchItem, Waiver
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.domain.dunning.waive import NothingClaimed, SecondPerson, decide_waiver, waive
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching import invariants as of_matching
from cessie.domain.matching.models import ClaimShare, Match
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.law.imputation import Beside
from cessie.ledger.demands import beside, discharged
from cessie.ledger.queries import balance, bought_amounts
from cessie.lib.money import Money
from cessie.workflows.follow_up.leniency import give_up_small
from cessie.workflows.money.undoing import undo
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.road import Road, moment
from tests.workflows.test_chasing import DUE, LADDER, REFERENCE, turn

#: The second step claims interest and costs.
CLAIMED = DUE + timedelta(days=20)


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    """One invoice of 1,210.00, bought, reminded, and reminded again with interest and the fixed sum."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent", email="debiteuren@huis.example"
    )
    road.hand_in(road.sale("2026-1", "1000.00", issued=date(2026, 3, 2), due=DUE), date(2026, 3, 2))
    road.approve(date(2026, 3, 2))
    at = moment(date(2026, 3, 1))
    set_ladder(
        client_id=None, ladder=LADDER, mode="automatic", valid_from=date(2026, 1, 1), by=staff("setter", "collection"),
        at=at,
    )  # fmt: skip
    turn(DUE + timedelta(days=8))
    turn(CLAIMED)
    return road


@pytest.fixture
def desk(db: None) -> Viewer:
    return staff("desk", "collection")


def invoice() -> Invoice:
    return Invoice.objects.get()


def stands() -> Money:
    return beside([invoice().pk])[invoice().pk].total


def still_open() -> Money:
    return bought_amounts([invoice().pk])[invoice().pk]


def pays(road: Road, day: date, amount: Money, text: str = "2026-1") -> None:
    row = Row(amount.cents, text=f"{text} {road.buyer.name}", iban=road.buyer.iban, name=road.buyer.name)
    road.bank_day(day, row)


def sound() -> None:
    """The books and the rooms say the same, and nothing of it is lost."""
    for check in (*CHECKS, *of_matching.CHECKS):
        assert list(check()) == []


def income() -> Money:
    return -balance("4030")


def test_the_whole_letter_is_paid_and_its_undoing_lets_it_stand_again(house: Road, desk: Viewer) -> None:
    """1,210.00 with interest and 40.00: each part where it belongs, without a person; undone, all is as before."""
    claimed = stands()
    assert claimed > Money(40_00)
    sound()
    pays(house, CLAIMED + timedelta(days=2), Money(1_210_00) + claimed)
    assert (still_open(), stands(), income()) == (Money(0), Money(0), claimed)
    assert discharged([invoice().pk])[invoice().pk].total == claimed
    sound()
    match = Match.objects.get(state="posted")
    by = staff("matcher", "treasury")
    for _ in range(2):
        undo(match_id=match.pk, note="not his", by=by, at=moment(CLAIMED + timedelta(days=3)))
    assert (still_open(), stands(), income()) == (Money(1_210_00), claimed, Money(0))
    assert not ClaimShare.objects.filter(live=True).exists()
    sound()


def test_a_small_rest_beside_a_paid_invoice_is_given_up_by_the_policy_of_two(house: Road, desk: Viewer) -> None:
    """Not before two people say how much, not before the days are over, and not again once it was claimed back."""
    claimed, late = stands(), CLAIMED + timedelta(days=33)
    pays(house, CLAIMED + timedelta(days=2), Money(1_210_00))
    rule = Leniency(beside_cents=claimed.cents, beside_days=30)
    row = propose_leniency(rule=rule, note="kruimels", by=desk, at=moment(CLAIMED))
    assert give_up_small(by=SYSTEM, at=moment(late)) == 0
    confirm_leniency(number=row.number, by=staff("tweede", "collection"), at=moment(CLAIMED))
    assert give_up_small(by=SYSTEM, at=moment(CLAIMED + timedelta(days=20))) == 0
    assert [give_up_small(by=SYSTEM, at=moment(late)) for _ in range(2)] == [1, 0]
    assert stands() == Money(0)
    undo_waiver(waiver_id=Waiver.objects.get().pk, note="toch niet", by=desk, at=moment(late))
    assert stands() == claimed
    assert give_up_small(by=SYSTEM, at=moment(late + timedelta(days=90))) == 0
    sound()


def test_exactly_the_invoice_leaves_the_claim_standing(house: Road) -> None:
    claimed = stands()
    pays(house, CLAIMED + timedelta(days=2), Money(1_210_00))
    assert (still_open(), stands(), income()) == (Money(0), claimed, Money(0))
    sound()


def test_a_part_pays_costs_and_interest_first_and_the_client_gets_them_where_his_contract_says_so(house: Road) -> None:
    """Belgium: costs, interest, principal. Then exactly what is open, and the contract gives up what still stands."""
    late = {"income": "CLIENT", "exact": "GIVEN_UP"}
    amend(
        contract_id=house.contract_id, valid_from=CLAIMED + timedelta(days=1), changes={"late_claims": late}, by=SYSTEM,
        at=moment(CLAIMED + timedelta(days=1)),
    )  # fmt: skip
    before, claimed = balance("2100"), beside([invoice().pk])[invoice().pk]
    Invoice.objects.update(payment_reference=REFERENCE)
    row = Row(41_00, text=REFERENCE, iban=house.buyer.iban, name=house.buyer.name)
    house.bank_day(CLAIMED + timedelta(days=2), row)
    assert beside([invoice().pk])[invoice().pk] == Beside(claimed.interest - Money(1_00), Money(0))
    assert (still_open(), balance("2100") - before, income()) == (Money(1_210_00), Money(-41_00), Money(0))
    sound()
    pays(house, CLAIMED + timedelta(days=3), Money(1_210_00))
    assert (still_open(), stands()) == (Money(0), Money(0))


def test_a_payment_before_the_claim_ends_it_once_all_is_paid(house: Road) -> None:
    """He paid the day before the letter: what it claimed was of nobody who was late."""
    pays_on = CLAIMED - timedelta(days=1)
    assert stands()
    pays(house, pays_on, Money(1_210_00))
    assert (still_open(), stands(), income()) == (Money(0), Money(0), Money(0))
    sound()


def test_what_was_paid_or_given_up_is_not_claimed_again(house: Road, desk: Viewer) -> None:
    """Interest runs on from the letter of the claim on what is open; the fixed sum is owed once."""
    first = TouchItem.objects.get(step=2)
    waive(invoice_id=invoice().pk, note="goodwill", by=desk, at=moment(CLAIMED + timedelta(days=1)))
    for _ in range(2):
        assert stands() == Money(0)
        with pytest.raises(NothingClaimed):
            waive(invoice_id=invoice().pk, note="goodwill", by=desk, at=moment(CLAIMED + timedelta(days=1)))
    sound()
    for days in (31, 42):
        turn(DUE + timedelta(days=days))
    last = TouchItem.objects.filter(step=4).get()
    assert (last.costs_cents, last.costs_gone_cents) == (0, first.costs_cents)
    days, whole = (last.on - first.on).days, (first.on - DUE).days
    assert last.interest_cents == pytest.approx(first.interest_cents * days / whole, abs=1)
    assert last.interest_gone_cents == first.interest_cents
    assert stands() == Money(last.interest_cents)
    sound()


def test_who_may_give_up_what(house: Road, desk: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    key, at = invoice().pk, moment(CLAIMED + timedelta(days=1))
    with pytest.raises(NotAllowed):  # it is the house's: it bought the invoice
        waive(invoice_id=key, note="x", by=of_client(house.client_id), at=at)
    monkeypatch.setattr("cessie.domain.dunning.waive.ALONE", Money(10_00))
    claimed = stands()
    row = waive(invoice_id=key, note="goodwill", by=desk, at=at)
    assert (row.state, stands()) == ("asked", claimed)
    assert waive(invoice_id=key, note="goodwill", by=desk, at=at).pk == row.pk
    with pytest.raises(SecondPerson):
        decide_waiver(waiver_id=row.pk, agree=True, by=desk, at=at)
    second = staff("desk2", "collection")
    for _ in range(2):
        decide_waiver(waiver_id=row.pk, agree=True, by=second, at=at)
    assert stands() == Money(0)
    sound()
