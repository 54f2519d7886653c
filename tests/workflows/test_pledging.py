"""Pledged invoices: drawn on by the client alone, repaid by their debtors, what is over is the client's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cessie.domain.credit.exposure import room
from cessie.domain.matching.models import Match
from cessie.domain.matching.queries import unmatched
from cessie.domain.payments.models import Order
from cessie.domain.purchase.advance import NotAvailable, advance
from cessie.domain.purchase.models import Pledge
from cessie.domain.purchase.pledged import drawing
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.refusals import NotBuyable
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.money.pledging import collect
from cessie.workflows.money.undoing import undo
from cessie.workflows.purchases.offering import offer
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client
from tests.stories.road import Road, build, end, moment

DAY, PAID = date(2026, 3, 2), date(2026, 3, 30)
LENT = Money(5_000_00)


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path) -> Road:
    """Advance 80 % on pledged invoices; one of 12,100.00 was handed in."""
    terms = {"transfer_form": "PLEDGE", "recourse": "FULL", "insurance": "NONE", "draw_mode": "ON_REQUEST"}
    road = build(tmp_path, advance=80, fee="0", minimum=0, **terms)
    road.hand_in(road.sale("2026-1", "10000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    return road


def draw(road: Road, amount: Money, seen: int = 9_680_00) -> Order:
    at = moment(DAY, 12)
    return advance(contract_id=road.contract_id, amount=amount, seen=Money(seen), by=road.owner, at=at)


def standing(road: Road) -> tuple[str, str, str]:
    found = drawing(road.contract_id, PAID)
    return str(found.pledged.decimal), str(found.outstanding.decimal), str(found.ordered.decimal)


def test_an_accepted_invoice_is_pledged_once_and_nothing_is_offered(road: Road) -> None:
    pledged = Pledge.objects.get()
    assert offer(invoice_id=pledged.invoice_id, at=moment(DAY, 12))
    assert Pledge.objects.count() == 1
    assert end() == {"9000": "12100.00", "9001": "-12100.00"}
    with pytest.raises(NotBuyable):
        propose(client_id=road.client_id, invoice_ids=[pledged.invoice_id], by=SYSTEM, at=moment(DAY, 12))


def test_only_the_owner_draws_and_never_more_than_is_available_or_twice(road: Road) -> None:
    for other in (of_client(uuid7()), road.treasurer, of_client(road.client_id, signs=False), SYSTEM):
        with pytest.raises(NotAllowed):
            advance(contract_id=road.contract_id, amount=LENT, seen=Money(9_680_00), by=other, at=moment(DAY, 12))
    for amount in (Money(9_680_01), Money(0)):
        with pytest.raises(NotAvailable):
            draw(road, amount)
    draw(road, LENT)
    with pytest.raises(NotAvailable):  # the second click
        draw(road, LENT)
    draw(road, Money(4_680_00), seen=4_680_00)
    assert standing(road) == ("12100.00", "0.00", "9680.00")


def test_what_is_over_is_paid_to_the_client_and_a_match_undone_takes_all_of_it_back(road: Road) -> None:
    debtor = Pledge.objects.get().invoice.debtor_id
    assert debtor is not None
    draw(road, LENT)
    road.pay_run(DAY)
    assert room(debtor, PAID).used == LENT, "advances take the limit of the debtor who is to repay them"
    road.bank_day(PAID, Row(12_100_00, text="invoice 2026-1"))
    assert room(debtor, PAID).used == Money(0)
    assert end() == {"1000": "12100.00", "1005": "-5000.00", "2100": "-7100.00"}
    (surplus,) = Order.objects.filter(key__startswith="pledge:")
    assert (surplus.amount_cents, surplus.state) == (7_100_00, "ordered")
    for _ in range(2):
        undo(
            match_id=Match.objects.get(state__in=["posted", "reversed"]).pk,
            note="no",
            by=road.treasurer,
            at=moment(PAID),
        )
    surplus.refresh_from_db()
    assert (surplus.state, standing(road)) == ("cancelled", ("12100.00", "5000.00", "0.00"))
    (receipt,) = unmatched(road.treasurer)
    share = {"receipt_id": receipt.id, "invoice_id": Pledge.objects.get().invoice_id, "by": road.treasurer}
    with pytest.raises(Refusal):
        collect(amount=Money(12_100_01), at=moment(PAID), **share)
    collect(amount=Money(12_100_00), at=moment(PAID), **share)
    road.pay_run(date(2026, 3, 31))
    road.bank_day(date(2026, 4, 1))
    assert end() == {"1000": "12100.00", "1005": "-12100.00"}


def test_an_advance_that_waits_goes_when_its_pledge_is_paid(road: Road) -> None:
    waits = draw(road, LENT)
    road.bank_day(PAID, Row(12_100_00, text="invoice 2026-1"))
    waits.refresh_from_db()
    assert (waits.state, standing(road)) == ("cancelled", ("0.00", "0.00", "0.00"))
    assert end() == {"1000": "12100.00", "2100": "-12100.00"}
