"""What closes an invoice without money, what a client himself transfers, and money that came before the purchase."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cessie.domain.invoices.models import Invoice
from cessie.domain.matching import queries as matching
from cessie.domain.matching.agree import SamePerson, agree, decline
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.expect_split import end_split, expect_split
from cessie.domain.matching.match import match
from cessie.domain.matching.models import Match, Receipt, Settlement
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.money.undoing import undo_settlement
from cessie.workflows.purchases import settling
from cessie.workflows.purchases.settling import settle
from cessie.world.papers import Sale
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client
from tests.stories.road import Road, end, moment
from tests.workflows.test_crediting import DAY, LATER, OGM, bought, sale, stands

__all__ = ["bought", "sale"]


def test_a_large_grant_needs_two_people_and_all_of_it_comes_back(road: Road, bought: Invoice) -> None:
    act = {"invoice_id": bought.pk, "note": "damaged", "by": road.treasurer, "at": moment(LATER)}
    settle(kind="short_payment", amount=Money(10_00), **act)
    assert stands(bought)[0] == "1200.00"
    asked = {settle(kind="short_payment", amount=Money(400_00), **act).pk for _ in range(2)}
    (row,) = Settlement.objects.filter(pk__in=asked)
    assert (row.state, stands(bought)[0]) == ("asked", "1200.00")
    with pytest.raises(SamePerson):
        agree(settlement_id=row.pk, by=road.treasurer, at=moment(LATER))
    with pytest.raises(NotAllowed):
        agree(settlement_id=row.pk, by=SYSTEM, at=moment(LATER))
    for _ in range(2):
        settling.agree(settlement_id=row.pk, by=road.second, at=moment(LATER))
    assert stands(bought) == ("800.00", "121.00", "410.00")
    assert not Task.objects.filter(state="open").exists()
    with pytest.raises(Refusal, match="more than the"):
        settle(kind="unpaid", amount=Money(800_01), **act)
    rest = settle(kind="unpaid", amount=Money(800_00), **act)
    decline(settlement_id=rest.pk, note="he will pay", by=road.second, at=moment(LATER))
    for settlement in Settlement.objects.filter(state="posted"):
        undo_settlement(settlement_id=settlement.pk, note="he pays", by=road.second, at=moment(LATER))
    assert stands(bought) == ("1210.00", "121.00", "0.00")


def test_a_rest_that_is_not_paid_is_borne_by_whoever_bears_the_risk(road: Road, bought: Invoice) -> None:
    """American factoring here is without recourse: the house's loss."""
    row = settle(
        invoice_id=bought.pk, kind="unpaid", amount=Money(1_210_00), note="gone", by=road.treasurer, at=moment(LATER)
    )
    settling.agree(settlement_id=row.pk, by=road.second, at=moment(LATER))
    assert (end()["5000"], stands(bought)) == ("1210.00", ("0.00", "0.00", "-121.00"))
    with pytest.raises(Refusal):  # its holdback was ordered to be paid: nothing stands in the way of that but a draft
        undo_settlement(settlement_id=row.pk, note="", by=road.second, at=moment(LATER))
    undo_settlement(settlement_id=row.pk, note="he pays", by=road.second, at=moment(LATER))
    assert stands(bought) == ("1210.00", "121.00", "0.00")
    assert "5000" not in end()


def test_a_client_reports_what_the_debtor_paid_him_and_passes_it_on(road: Road, bought: Invoice) -> None:
    act = {"invoice_id": bought.pk, "kind": "indirect_payment", "note": "on our account", "at": moment(LATER)}
    with pytest.raises(NotFound):
        settle(amount=Money(1_210_00), by=of_client(bought.pk), **act)
    with pytest.raises(NotAllowed):
        settle(amount=Money(1_00), by=road.owner, **{**act, "kind": "short_payment"})
    row = settle(amount=Money(1_210_00), by=road.owner, **act)
    assert (row.state, stands(bought)[0]) == ("asked", "1210.00")
    settling.agree(settlement_id=row.pk, by=road.treasurer, at=moment(LATER))
    assert stands(bought) == ("0.00", "0.00", "1089.00")
    road.bank_day(LATER, Row(1_089_00, text="thank you", iban=road.seller.iban, name=road.seller.name))
    assert stands(bought) == ("0.00", "0.00", "0.00")
    assert Match.objects.get(state="posted").rule == "client_remittance"


def test_what_the_law_keeps_back_closes_the_invoice(road: Road, bought: Invoice) -> None:
    act = {"invoice_id": bought.pk, "by": road.treasurer, "at": moment(LATER), "note": "register"}
    with pytest.raises(Refusal):
        expect_split(scheme="nl_blocked", **act)
    expect_split(scheme="nl_blocked", blocked_percent=25, **act)
    end_split(**act)
    expect_split(scheme="be_contractor", **act)  # 35 % and 15 % of 1,000.00 without VAT
    road.bank_day(LATER, Row(710_00, text=OGM))
    (row,) = Settlement.objects.all()
    assert (row.kind, row.amount_cents, stands(bought)[0]) == ("statutory_withholding", 500_00, "0.00")


def test_money_that_came_before_the_purchase_finds_its_invoice(road: Road, sale: Sale) -> None:
    """What came before the invoice was handed in is another matter: then it is not bought (M33.paid)."""
    came = road.hand_in(sale, DAY)
    road.bank_day(DAY, Row(1_210_00, text=OGM))
    (waiting,) = matching.unmatched(road.treasurer)
    road.approve(date(2026, 3, 3))
    road.bank_day(LATER)
    assert matching.unmatched(road.treasurer) == ()
    assert (Receipt.objects.get().pk, Match.objects.get(state="posted").receipt_id) == (waiting.id, waiting.id)
    assert came.invoice_id is not None
    assert ledger.holdbacks([came.invoice_id])[came.invoice_id] == Money(0)


def test_a_client_who_pays_for_his_debtor_is_looked_at(road: Road, bought: Invoice) -> None:
    road.bank_day(LATER, Row(1_210_00, text=OGM, iban=road.seller.iban, name=road.seller.name))
    assert stands(bought)[0] == "0.00"
    (task,) = Task.objects.filter(state="open")
    assert (task.kind, task.client_id) == ("fraud.self_payment", bought.client_id)


def test_cents_are_settled_by_rule(road: Road) -> None:
    for net, paid, reference in (("1000.00", 999_50, make_ogm(11)), ("2000.00", 2_000_50, make_ogm(12))):
        one = road.sale(f"F-{net}", net, issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(reference))
        road.hand_in(Sale(**{**vars(one), "rate": one.rate * 0}), DAY)
        road.approve(DAY)
        road.bank_day(LATER, Row(paid, text=reference))
    assert end()["1000"] == "3000.00"
    assert "1100" not in end()
    assert "5050" not in end()  # 0.50 lost, 0.50 won


def test_more_of_a_clients_money_than_he_owed_waits_for_a_person_when_he_owes_again(
    road: Road, bought: Invoice
) -> None:
    """One receipt pays a debt once: what is left of it is a person's, and the night's run goes on."""
    other = road.hand_in(road.sale("2026-2", "2000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    road.approve(DAY)
    road.pay_run(DAY)
    road.bank_day(date(2026, 3, 3))
    _passed_on(road, bought.pk, 1_210_00)
    road.bank_day(LATER, Row(1_200_00, text="thank you", iban=road.seller.iban, name=road.seller.name))
    (waiting,) = matching.unmatched(road.treasurer)
    debt = Elsewhere("client_debt", Money(1_089_00), contract_id=bought.contract_id)
    allocate(receipt_id=waiting.id, allocations={}, uses=[debt], by=road.treasurer, at=moment(LATER))
    assert other.invoice_id is not None
    _passed_on(road, other.invoice_id, 2_420_00)
    match(receipt_id=waiting.id, again=True, by=SYSTEM, at=moment(LATER))
    assert [receipt.left for receipt in matching.unmatched(road.treasurer)] == [Money(111_00)]


def _passed_on(road: Road, invoice_id: UUID, cents: int) -> None:
    """The debtor paid the client, who says so: now he owes it."""
    row = settle(
        amount=Money(cents), by=road.owner, invoice_id=invoice_id, kind="indirect_payment", note="on our account",
        at=moment(LATER),
    )  # fmt: skip
    settling.agree(settlement_id=row.pk, by=road.treasurer, at=moment(LATER))
