"""The life of one invoice, from the file that a client hands in to the holdback that he receives.

Each story says in its docstring what the books must hold in the end, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cessie.config.invariants import examine
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Match
from cessie.domain.matching.reverse import reverse
from cessie.domain.payments.models import Order
from cessie.domain.payments.prepare import NothingToPay
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.refusals import Blocked
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows import money_in
from cessie.workflows.money.undoing import undo
from cessie.workflows.purchases import buying
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, books, build, end, moment

OGM = make_ogm(20260042)


@pytest.fixture(autouse=True)
def _sound(db: None, store_folder: Path) -> Iterator[None]:
    """At the end of every story all invariants hold."""
    yield
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []


def told(story: object) -> str:
    """The books that a story's docstring writes out."""
    lines = (line.strip() for line in (getattr(story, "__doc__", "") or "").splitlines())
    return "\n".join(line for line in lines if line[:2] == "20")


def on_the_way(road: Road, *, number: str, net: str, issued: date, due: date, reference: str = "") -> None:
    """Handed in and approved the next day, paid out, and executed on the day after that."""
    road.hand_in(road.sale(number, net, issued=issued, due=due, reference=reference), issued)
    bought = date(issued.year, issued.month, issued.day + 1)
    road.approve(bought)
    road.pay_run(bought)
    road.bank_day(date(issued.year, issued.month, issued.day + 2))


def test_one_invoice_paid_on_time(tmp_path: Path) -> None:
    """Example 1 of the handbook, driven by files alone.

    2026-03-03 P01 purchase: 1100 12100.00 / 2100 12100.00
    2026-03-03 P02 holdback_set: 2100 1210.00 / 2110 1210.00
    2026-03-03 P03 factoring_commission: 2100 512.44 / 4000 423.50 + 2400 88.94
    2026-03-03 P04 payout_instructed: 2100 10377.56 / 1030 10377.56
    2026-03-04 P05 payout_executed: 1030 10377.56 / 1005 10377.56
    2026-03-31 P07 receipt: 1000 12100.00 / 2300 12100.00
    2026-03-31 P08 allocation: 2300 12100.00 / 1100 12100.00
    2026-03-31 P09 holdback_release: 2110 1210.00 / 2100 1210.00
    2026-04-01 P04 payout_instructed: 2100 1210.00 / 1030 1210.00
    2026-04-02 P05 payout_executed: 1030 1210.00 / 1005 1210.00
    """
    road = build(tmp_path, advance=90, fee="3.5", minimum=50_00)
    on_the_way(
        road, number="2026-1", net="10000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    assert ledger.funds_in_use([road.contract_id])[road.contract_id] == Money(10_890_00)
    road.bank_day(date(2026, 3, 31), Row(12_100_00, text=OGM, iban=road.buyer.iban))
    road.pay_run(date(2026, 4, 1))
    road.bank_day(date(2026, 4, 2))
    assert books() == told(test_one_invoice_paid_on_time)
    assert end() == {"1000": "12100.00", "1005": "-11587.56", "2400": "-88.94", "4000": "-423.50"}
    assert not Task.objects.filter(state="open").exists()


def test_a_small_invoice_paid_in_two_parts(tmp_path: Path) -> None:
    """Example 2 of the handbook; its late surcharge is not charged yet, so all of the holdback is paid out.

    2026-01-06 P01 purchase: 1100 1089.00 / 2100 1089.00
    2026-01-06 P02 holdback_set: 2100 163.35 / 2110 163.35
    2026-01-06 P03 factoring_commission: 2100 54.45 / 4000 45.00 + 2400 9.45
    2026-01-06 P04 payout_instructed: 2100 871.20 / 1030 871.20
    2026-01-07 P05 payout_executed: 1030 871.20 / 1005 871.20
    2026-01-26 P07 receipt: 1000 600.00 / 2300 600.00
    2026-01-26 P08 allocation: 2300 600.00 / 1100 600.00
    2026-03-17 P07 receipt: 1000 489.00 / 2300 489.00
    2026-03-17 P08 allocation: 2300 489.00 / 1100 489.00
    2026-03-17 P09 holdback_release: 2110 163.35 / 2100 163.35
    2026-03-18 P04 payout_instructed: 2100 163.35 / 1030 163.35
    2026-03-19 P05 payout_executed: 1030 163.35 / 1005 163.35
    """
    road = build(tmp_path, advance=85, fee="3", minimum=45_00)
    on_the_way(
        road, number="2026-2", net="900.00", issued=date(2026, 1, 5), due=date(2026, 2, 4), reference=shown_ogm(OGM)
    )
    road.bank_day(date(2026, 1, 26), Row(600_00, text=OGM))
    assert ledger.funds_in_use([road.contract_id])[road.contract_id] == Money(325_65)
    road.bank_day(date(2026, 3, 17), Row(489_00, text="invoice 2026-2"))
    road.pay_run(date(2026, 3, 18))
    road.bank_day(date(2026, 3, 19))
    assert books() == told(test_a_small_invoice_paid_in_two_parts)


def test_too_much_and_a_payment_that_nobody_knows(tmp_path: Path) -> None:
    """Money beyond the invoice and money without a word stay unallocated, and a person is asked.

    2026-03-03 P01 purchase: 1100 1210.00 / 2100 1210.00
    2026-03-03 P02 holdback_set: 2100 121.00 / 2110 121.00
    2026-03-03 P03 factoring_commission: 2100 51.24 / 4000 42.35 + 2400 8.89
    2026-03-03 P04 payout_instructed: 2100 1037.76 / 1030 1037.76
    2026-03-04 P05 payout_executed: 1030 1037.76 / 1005 1037.76
    2026-03-31 P07 receipt: 1000 1230.00 / 2300 1230.00
    2026-03-31 P08 allocation: 2300 1210.00 / 1100 1210.00
    2026-03-31 P07 receipt: 1000 77.77 / 2300 77.77
    2026-03-31 P09 holdback_release: 2110 121.00 / 2100 121.00
    """
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-3", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    unknown = Row(77_77, text="thank you", name="Somebody", iban="NL91ABNA0417164300")
    road.bank_day(date(2026, 3, 31), Row(1_230_00, text=OGM), unknown)
    assert books() == told(test_too_much_and_a_payment_that_nobody_knows)
    waiting = matching.unmatched(road.treasurer)
    assert [str(receipt.left.decimal) for receipt in waiting] == ["20.00", "77.77"]
    assert sorted(task.kind for task in Task.objects.filter(state="open")) == ["line.unmatched"] * 2


def test_a_wrong_match_is_undone_and_the_money_goes_where_it_belongs(tmp_path: Path) -> None:
    """A person undoes a match before the holdback is paid out, and allocates anew: the bank's entry stays.

    2026-03-03 P01 purchase: 1100 1210.00 / 2100 1210.00
    2026-03-03 P02 holdback_set: 2100 121.00 / 2110 121.00
    2026-03-03 P03 factoring_commission: 2100 51.24 / 4000 42.35 + 2400 8.89
    2026-03-03 P04 payout_instructed: 2100 1037.76 / 1030 1037.76
    2026-03-04 P05 payout_executed: 1030 1037.76 / 1005 1037.76
    2026-03-30 P07 receipt: 1000 210.00 / 2300 210.00
    2026-03-30 P08 allocation: 2300 210.00 / 1100 210.00
    2026-03-31 P08 allocation_reversed: 1100 210.00 / 2300 210.00
    2026-03-31 P08 allocation: 2300 200.00 / 1100 200.00
    """
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-4", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    road.bank_day(date(2026, 3, 30), Row(210_00, text=OGM))
    (entry,) = [booking for booking in ledger.bookings(contract=road.contract_id) if booking.kind == "allocation"]
    invoice_id = entry.lines[0].dims.invoice
    assert invoice_id is not None
    (paid,) = matching.payments_of(road.owner, [invoice_id])
    assert paid.amount == Money(210_00)
    receipt_of = {
        facts.line_id: facts for facts in matching.receipts_of(road.treasurer, [entry.lines[0].dims.reference]).values()
    }
    (facts,) = receipt_of.values()
    for _ in range(2):
        reverse(match_id=facts.matches[0].id, note="not all of it", by=road.treasurer, at=moment(date(2026, 3, 31), 9))
    for _ in range(2):
        allocate(
            receipt_id=facts.id,
            allocations={invoice_id: Money(200_00)},
            by=road.treasurer,
            at=moment(date(2026, 3, 31), 10),
        )
    money_in.run(by=SYSTEM, at=moment(date(2026, 3, 31), 11))
    assert books() == told(test_a_wrong_match_is_undone_and_the_money_goes_where_it_belongs)


def test_what_the_debtor_owes_is_known_by_his_account_and_amount(tmp_path: Path) -> None:
    """Without reference or number, the only open amount of the payer is posted; nothing is asked.

    2026-03-03 P01 purchase: 1100 1210.00 / 2100 1210.00
    2026-03-03 P02 holdback_set: 2100 121.00 / 2110 121.00
    2026-03-03 P03 factoring_commission: 2100 51.24 / 4000 42.35 + 2400 8.89
    2026-03-03 P04 payout_instructed: 2100 1037.76 / 1030 1037.76
    2026-03-04 P05 payout_executed: 1030 1037.76 / 1005 1037.76
    2026-03-31 P07 receipt: 1000 1210.00 / 2300 1210.00
    2026-03-31 P08 allocation: 2300 1210.00 / 1100 1210.00
    2026-03-31 P09 holdback_release: 2110 121.00 / 2100 121.00
    """
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(road, number="2026-5", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1))
    road.bank_day(date(2026, 3, 31), Row(1_210_00, text="", iban=road.buyer.iban))
    assert books() == told(test_what_the_debtor_owes_is_known_by_his_account_and_amount)
    assert not Task.objects.filter(state="open").exists()


def test_a_payment_that_was_not_meant_for_us_takes_its_release_back(tmp_path: Path) -> None:
    """The match is undone after the release: the holdback is held again and its payout does not leave.

    2026-03-03 P01 purchase: 1100 1210.00 / 2100 1210.00
    2026-03-03 P02 holdback_set: 2100 121.00 / 2110 121.00
    2026-03-03 P03 factoring_commission: 2100 51.24 / 4000 42.35 + 2400 8.89
    2026-03-03 P04 payout_instructed: 2100 1037.76 / 1030 1037.76
    2026-03-04 P05 payout_executed: 1030 1037.76 / 1005 1037.76
    2026-03-30 P07 receipt: 1000 1210.00 / 2300 1210.00
    2026-03-30 P08 allocation: 2300 1210.00 / 1100 1210.00
    2026-03-30 P09 holdback_release: 2110 121.00 / 2100 121.00
    2026-03-31 P08 allocation_reversed: 1100 1210.00 / 2300 1210.00
    2026-03-31 P02 holdback_set: 2100 121.00 / 2110 121.00
    2026-04-01 P07 receipt: 1000 1210.00 / 2300 1210.00
    2026-04-01 P08 allocation: 2300 1210.00 / 1100 1210.00
    2026-04-01 P09 holdback_release: 2110 121.00 / 2100 121.00
    2026-04-02 P04 payout_instructed: 2100 121.00 / 1030 121.00
    """
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-6", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    road.bank_day(date(2026, 3, 30), Row(1_210_00, text=OGM))
    (match,) = Match.objects.filter(state="posted")
    for hour in (9, 10):
        undo(match_id=match.pk, note="not ours", by=road.treasurer, at=moment(date(2026, 3, 31), hour))
    assert [order.state for order in Order.objects.order_by("ordered_at")] == ["executed", "cancelled"]
    with pytest.raises(NothingToPay):
        road.pay_run(date(2026, 3, 31))
    road.bank_day(date(2026, 4, 1), Row(1_210_00, text=OGM))
    road.pay_run(date(2026, 4, 2))
    assert books() == told(test_a_payment_that_was_not_meant_for_us_takes_its_release_back)


def test_an_offer_that_does_not_hold_any_more_is_replaced(tmp_path: Path) -> None:
    """The debtor's limit falls between offer and approval: nothing is bought, a new offer with new figures comes."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0, limits={"over_limit": "PARTIAL"})
    road.hand_in(road.sale("2026-7", "1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1)), date(2026, 3, 2))
    (before,) = offers(viewer=road.owner)
    for kind in ("own", "insured"):
        set_limit(
            debtor_id=road.debtor_id,
            kind=kind,
            amount=Money(700_00),
            valid_from=date(2026, 3, 2),
            by=SYSTEM,
            at=moment(date(2026, 3, 2), 12),
        )
    with pytest.raises(Blocked):
        buying.approve(proposal_id=before.id, digest=before.digest, by=road.owner, at=moment(date(2026, 3, 3)))
    assert (books(), Order.objects.count()) == ("", 0)
    (after,) = offers(viewer=road.owner)
    assert (after.replaces, after.items[0].approved, after.financed) == (before.id, Money(700_00), Money(630_00))
    assert not Task.objects.filter(state="open").exists()
    assert road.approve(date(2026, 3, 3)) == after.payout


def test_a_line_that_nobody_takes_waits_for_a_person_and_stops_no_other(tmp_path: Path) -> None:
    """Money on the payout account that is no returned payment, beside a debtor's payment of the same day."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-8", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    road.book(road.payout, date(2026, 3, 30), Row(5_00, text="who knows"))
    road.bank_day(date(2026, 3, 30), Row(1_210_00, text=OGM))
    assert [task.kind for task in Task.objects.filter(state="open")] == ["banking.line_unknown"]
    assert "1100" not in end()


def test_an_invoice_number_as_long_as_a_page_stops_nobodys_release(tmp_path: Path) -> None:
    """A bank carries 140 characters: the text is cut, the holdback is paid, and so is the next client's."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    reference = shown_ogm(OGM)
    on_the_way(
        road, number="2026/" + "9" * 190, net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1),
        reference=reference,
    )  # fmt: skip
    road.bank_day(date(2026, 3, 30), Row(1_210_00, text=OGM))
    paid = Order.objects.get(key__startswith="release:")
    assert (paid.amount_cents, len(paid.text)) == (121_00, 140)
    road.pay_run(date(2026, 3, 31))


def test_a_release_that_cannot_be_paid_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    sold = [("2026-1", "1000.00", OGM), ("2026-2", "2000.00", make_ogm(20260043))]
    for number, net, ogm in sold:
        on_the_way(
            road, number=number, net=net, issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(ogm)
        )
    ordering = money_in.order_payout

    def refuse_the_first(*, text: str, **rest: Any) -> bool:
        if text == "2026-1":
            raise Refusal("payments.rule", N_("Payments by rule {rule} are not built yet."), rule="P99")
        return ordering(text=text, **rest)

    monkeypatch.setattr(money_in, "order_payout", refuse_the_first)
    road.bank_day(date(2026, 3, 30), Row(1_210_00, text=OGM), Row(2_420_00, text=sold[1][2]))
    assert [order.text for order in Order.objects.filter(key__startswith="release:")] == ["2026-2"]
    assert [task.kind for task in Task.objects.filter(state="open")] == ["invoice.not_released"]
    monkeypatch.setattr(money_in, "order_payout", ordering)
    money_in.run(by=SYSTEM, at=moment(date(2026, 3, 31)))
    assert Order.objects.filter(key__startswith="release:").count() == 2
    assert not Task.objects.filter(state="open").exists()
