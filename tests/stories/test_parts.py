"""A contract that gives the holdback back in proportion to what the debtor has paid, from files and people alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cessie.config.invariants import examine
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Match, Settlement
from cessie.domain.payments.models import Order
from cessie.ledger import queries as ledger
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.portals.frame.invoice_life import life_of
from cessie.portals.frame.timeline import timeline
from cessie.workflows import money_in
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.money.undoing import undo, undo_settlement
from cessie.workflows.purchases.settling import agree, settle
from cessie.world.papers import credit_note
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, build, moment

OGM = make_ogm(20260043)


@pytest.fixture(autouse=True)
def _sound(db: None, store_folder: Path) -> Iterator[None]:
    """At the end of every story all invariants hold."""
    yield
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []


@pytest.fixture
def road(tmp_path: Path) -> Road:
    """An invoice of 1,210.00 is bought and paid out; 121.00 is held back."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0, release_mode="PRO_RATA")
    sale = road.sale("2026-1", "1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM))
    road.hand_in(sale, date(2026, 3, 2))
    road.approve(date(2026, 3, 3))
    road.pay_run(date(2026, 3, 3))
    road.bank_day(date(2026, 3, 4))
    return road


def the_invoice() -> Invoice:
    """The one that was bought."""
    return Invoice.objects.get(kind="invoice")


def held() -> str:
    """What is held back of the invoice."""
    key = the_invoice().pk
    return str(ledger.holdbacks([key])[key].decimal)


def orders() -> list[tuple[str, str]]:
    """Every payout beside the first, oldest first: euros and state."""
    rows = Order.objects.filter(key__startswith="release:").order_by("ordered_at", "pk")
    return [(str(Money(row.amount_cents).decimal), row.state) for row in rows]


def test_each_payment_frees_its_share_and_the_last_one_the_rest(road: Road) -> None:
    road.bank_day(date(2026, 3, 20), Row(400_00, text=OGM, iban=road.buyer.iban))
    assert (held(), orders()) == ("81.00", [("40.00", "ordered")])
    road.pay_run(date(2026, 3, 23))  # two people, as any other payout
    road.bank_day(date(2026, 3, 24), Row(333_33, text=OGM, iban=road.buyer.iban))
    assert (held(), orders()) == ("47.67", [("40.00", "executed"), ("33.33", "ordered")])
    life = life_of(the_invoice(), SYSTEM)
    steps = [(step.title, str(step.amount)) for step in timeline(life, date(2026, 3, 25))]
    assert ("Holdback paid out", "40.00 EUR") in steps
    assert ("Release of the holdback, as the debtor pays", "47.67 EUR") in steps
    road.bank_day(date(2026, 3, 31), Row(476_67, text=OGM, iban=road.buyer.iban))
    assert (held(), [amount for amount, _ in orders()]) == ("0.00", ["40.00", "33.33", "47.67"])
    assert Entry.objects.filter(kind="holdback_release").count() == 3


def test_a_match_that_is_undone_holds_only_its_own_part_again(road: Road) -> None:
    """Of two parts that wait to be paid the first stays the client's, under a new order."""
    road.bank_day(date(2026, 3, 20), Row(400_00, text=OGM, iban=road.buyer.iban))
    road.bank_day(date(2026, 3, 24), Row(300_00, text=OGM, iban=road.buyer.iban))
    last = Match.objects.order_by("-pk")[0]
    person = staff("m", "treasury")
    for _ in range(2):
        undo(match_id=last.pk, note="another's", by=person, at=moment(date(2026, 3, 25)))
    assert held() == "81.00"
    assert orders() == [("40.00", "cancelled"), ("30.00", "cancelled"), ("40.00", "ordered")]
    assert money_in.release_paid(by=SYSTEM, at=moment(date(2026, 3, 25))) == 0


def test_what_was_paid_out_too_early_the_client_owes(road: Road) -> None:
    road.bank_day(date(2026, 3, 20), Row(400_00, text=OGM, iban=road.buyer.iban))
    road.pay_run(date(2026, 3, 23))
    road.bank_day(date(2026, 3, 24))
    undo(match_id=Match.objects.get().pk, note="another's", by=staff("m", "treasury"), at=moment(date(2026, 3, 25)))
    assert held() == "121.00"
    assert ledger.client_accounts([road.contract_id])[road.contract_id] == Money(40_00)  # set off against the next


def test_what_the_debtor_deducts_frees_nothing_before_the_invoice_is_closed(road: Road) -> None:
    road.bank_day(date(2026, 3, 20), Row(605_00, text=OGM, iban=road.buyer.iban))
    assert held() == "60.50"
    key = the_invoice().pk
    at = moment(date(2026, 3, 25))
    row = settle(
        invoice_id=key, kind="short_payment", amount=Money(105_00), note="he deducts",
        by=staff("one", "treasury", "credit"), at=at,
    )  # fmt: skip
    if row.state != "posted":
        agree(settlement_id=row.pk, by=staff("two", "treasury", "credit"), at=at)
    assert held() == "60.50"
    road.bank_day(date(2026, 3, 31), Row(500_00, text=OGM, iban=road.buyer.iban))
    assert held() == "0.00"


def test_a_credit_note_counts_as_if_the_invoice_had_been_smaller(road: Road) -> None:
    """Half of 1,210.00 is paid, then 210.00 are credited: of 1,000.00, 605.00 are paid, and 100.00 would be held."""
    road.bank_day(date(2026, 3, 20), Row(605_00, text=OGM, iban=road.buyer.iban))
    sold = road.sale("CN1", "210.00", issued=date(2026, 3, 21), due=date(2026, 4, 1))
    paper = credit_note(replace(sold, rate=Decimal(0)), road.house, "2026-1")
    at = moment(date(2026, 3, 21))
    take_in_invoice(data=paper, name="CN1.xml", channel="portal", client_id=road.client_id, by=road.owner, at=at)
    assert held() == "39.50"
    undo_settlement(settlement_id=Settlement.objects.get().pk, note="wrong client", by=road.treasurer, at=at)
    assert held() == "60.50"
