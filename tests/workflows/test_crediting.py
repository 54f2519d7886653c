"""A credit note finds its invoice: bought, offered, paid or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cessie.domain.audit.models import Event
from cessie.domain.invoices.models import Credit, Invoice
from cessie.domain.matching.models import Match, Settlement
from cessie.domain.payments.models import Order
from cessie.domain.purchase.queries import offers
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.incoming.uncrediting import undo_netting
from cessie.workflows.money.undoing import InDraft, undo, undo_settlement
from cessie.workflows.purchases.crediting import credit, take_off
from cessie.workflows.purchases.offering import clear_and_offer
from cessie.world.papers import Sale, credit_note
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment

DAY, LATER = date(2026, 3, 2), date(2026, 3, 16)
OGM = make_ogm(20260042)


@pytest.fixture
def sale(road: Road) -> Sale:
    """1,210.00 in all."""
    return road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(OGM))


@pytest.fixture
def bought(road: Road, sale: Sale) -> Invoice:
    """Bought and paid out; 121.00 is held back."""
    came = road.hand_in(sale, DAY)
    road.approve(DAY)
    road.pay_run(DAY)
    road.bank_day(DAY)
    return Invoice.objects.get(pk=came.invoice_id)


def credited(road: Road, sale: Sale, net: str, *numbers: str, name: str = "CN1", day: date = LATER) -> Outcome:
    note = replace(sale, number=name, issue_date=day, net=Money.parse(net), rate=Decimal(0), reference="")
    data = credit_note(note, road.house, *numbers)
    found = [
        take_in_invoice(
            data=data, name=f"{name}.xml", channel="portal", client_id=road.client_id, by=road.owner,
            at=moment(day, hour),
        )[0]
        for hour in (9, 10)
    ]  # fmt: skip
    assert found[0].invoice_id == found[1].invoice_id
    return found[0]


def stands(invoice: Invoice) -> tuple[str, str, str]:
    """What is open, held back and owed by the client."""
    account = ledger.client_accounts([invoice.contract_id])[invoice.contract_id]
    open_now, held = ledger.bought_amounts([invoice.pk]), ledger.holdbacks([invoice.pk])
    return str(open_now[invoice.pk].decimal), str(held[invoice.pk].decimal), str(account.decimal)


def test_after_the_purchase_it_lowers_what_is_open_and_held_and_all_of_it_can_be_undone(
    road: Road, sale: Sale, bought: Invoice
) -> None:
    """A match and a release later, everything goes back in any order and leaves nothing behind."""
    before = stands(bought)
    assert credited(road, sale, "200.00", "2026-1").state == "accepted"
    assert stands(bought) == ("1010.00", "101.00", "180.00")
    road.bank_day(LATER, Row(1_010_00, text=OGM))
    assert stands(bought) == ("0.00", "0.00", "79.00")  # 180.00 owed, 101.00 released
    settlement, match = Settlement.objects.get(), Match.objects.get(state="posted")
    for _ in range(2):
        undo_settlement(settlement_id=settlement.pk, note="wrong client", by=road.treasurer, at=moment(LATER, 22))
    assert stands(bought) == ("200.00", "121.00", "0.00")
    undo(match_id=match.pk, note="not ours", by=road.treasurer, at=moment(LATER, 22))
    assert stands(bought) == before == ("1210.00", "121.00", "0.00")
    note = Invoice.objects.get(kind="credit_note")
    take_off(credit_note_id=note.pk, invoice_id=bought.pk, amount=Money(50_00), by=road.treasurer, at=moment(LATER, 23))
    assert stands(bought) == ("1160.00", "116.00", "45.00")


def test_what_credits_all_of_it_closes_it(road: Road, sale: Sale, bought: Invoice) -> None:
    credited(road, sale, "1210.00", "2026-1")
    assert stands(bought) == ("0.00", "0.00", "1089.00")
    assert not Order.objects.filter(state="ordered").exists()


def test_before_the_purchase_the_offer_is_made_anew_for_what_is_left(road: Road, sale: Sale) -> None:
    came = road.hand_in(sale, DAY)
    (old,) = offers(viewer=road.owner, client_id=road.client_id)
    credited(road, sale, "210.00", "2026-1", day=DAY)
    (new,) = offers(viewer=road.owner, client_id=road.client_id)
    assert (old.face, new.face, new.replaces) == (Money(1_210_00), Money(1_000_00), old.id)
    road.approve(DAY)
    invoice = Invoice.objects.get(pk=came.invoice_id)
    assert stands(invoice)[:2] == ("1000.00", "100.00")
    credited(road, sale, "50.00", "2026-1", name="CN2")  # now it is bought: P13
    assert stands(invoice)[:2] == ("950.00", "95.00")


def test_before_the_purchase_a_credit_of_all_stops_the_offer(road: Road, sale: Sale) -> None:
    came = road.hand_in(sale, DAY)
    credited(road, sale, "1210.00", "2026-1", day=DAY)
    assert offers(viewer=road.owner, client_id=road.client_id) == ()
    assert Invoice.objects.get(pk=came.invoice_id).state == "withdrawn"


def test_what_was_taken_off_before_the_purchase_is_put_back(road: Road, sale: Sale) -> None:
    """The offer is made anew for the whole, and a person is asked where the credit note belongs."""
    came = road.hand_in(sale, DAY)
    credited(road, sale, "210.00", "2026-1", day=DAY)
    row = Credit.objects.get()
    act = {"credit_id": row.pk, "by": road.treasurer, "at": moment(DAY, 11)}
    with pytest.raises(Refusal, match="Say why"):
        undo_netting(note=" ", **act)
    with pytest.raises(NotAllowed):
        undo_netting(note="it is another's", **{**act, "by": road.owner})
    for _ in range(2):
        undo_netting(note="it is another's", **act)
    (offer,) = offers(viewer=road.owner, client_id=road.client_id)
    assert offer.face == Money(1_210_00)
    assert Task.objects.filter(kind="credit_note.left", state="open").count() == 1
    assert Event.objects.get(action="invoices.undo_net_off").data["note"] == "it is another's"
    note = Invoice.objects.get(kind="credit_note")
    road.approve(DAY)
    take_off(credit_note_id=note.pk, invoice_id=came.invoice_id, amount=Money(210_00), by=road.treasurer, at=act["at"])
    assert stands(Invoice.objects.get(pk=came.invoice_id))[0] == "1000.00", "now it is bought: P13"


def test_an_invoice_of_which_nothing_was_left_is_judged_and_offered_anew(road: Road, sale: Sale) -> None:
    came = road.hand_in(sale, DAY)
    credited(road, sale, "1210.00", "2026-1", day=DAY)
    undo_netting(credit_id=Credit.objects.get().pk, note="too early", by=road.treasurer, at=moment(DAY, 11))
    assert Invoice.objects.get(pk=came.invoice_id).state == "accepted"
    (offer,) = offers(viewer=road.owner, client_id=road.client_id)
    assert offer.face == Money(1_210_00)


def test_what_was_bought_for_less_stays_so(road: Road, sale: Sale) -> None:
    road.hand_in(sale, DAY)
    credited(road, sale, "210.00", "2026-1", day=DAY)
    road.approve(DAY)
    with pytest.raises(Refusal, match="was bought for what"):
        undo_netting(credit_id=Credit.objects.get().pk, note="late", by=road.treasurer, at=moment(DAY, 12))


def test_what_fits_nothing_waits_for_a_person(road: Road, sale: Sale, bought: Invoice) -> None:
    """More than is open, or for nothing that we know: held; a person who lets it pass says then what it is for."""
    assert credited(road, sale, "1300.00", "2026-1").state == "held"
    unknown = credited(road, sale, "100.00", "2026-99", name="CN2")
    assert [reason.code for reason in unknown.reasons] == ["M17.unknown"]
    assert stands(bought)[0] == "1210.00"
    assert unknown.invoice_id is not None
    clear_and_offer(invoice_id=unknown.invoice_id, note="it is 2026-1", by=road.treasurer, at=moment(LATER, 11))
    assert [task.kind for task in Task.objects.filter(state="open", subject_id=str(unknown.invoice_id))] == [
        "credit_note.left"
    ]
    assert credit(credit_note_id=unknown.invoice_id, at=moment(LATER, 12)) is False
    act = {"credit_note_id": unknown.invoice_id, "invoice_id": bought.pk, "by": road.treasurer, "at": moment(LATER)}
    with pytest.raises(Refusal, match="is left, not"):
        take_off(amount=Money(100_01), **act)
    for _ in range(2):
        take_off(amount=Money(100_00), **act)
    assert stands(bought)[0] == "1110.00"
    assert not Task.objects.filter(state="open", kind="credit_note.left").exists()


def test_undoing_names_the_batch_that_stands_in_the_way(road: Road, bought: Invoice) -> None:
    from cessie.domain.payments.discard import discard
    from cessie.domain.payments.prepare import prepare

    road.bank_day(LATER, Row(1_210_00, text=OGM))
    draft = prepare(account_id=road.payout.pk, execution_date=LATER, by=road.treasurer, at=moment(LATER, 21))
    match = Match.objects.get(state="posted")
    act = {"match_id": match.pk, "note": "not ours", "by": road.treasurer, "at": moment(LATER, 22)}
    with pytest.raises(InDraft, match=draft.number) as no:
        undo(**act)
    assert no.value.reason.facts["batch_id"] == str(draft.pk)
    assert stands(bought) == ("0.00", "0.00", "-121.00")
    discard(batch_id=draft.pk, by=road.treasurer, at=moment(LATER, 22))
    undo(**act)
    assert stands(bought) == ("1210.00", "121.00", "0.00")
    assert Order.objects.get(key__startswith="release:").state == "cancelled"


def test_undoing_after_the_money_left_makes_the_client_owe_it(road: Road, bought: Invoice) -> None:
    road.bank_day(LATER, Row(1_210_00, text=OGM))
    road.pay_run(LATER)
    undo(match_id=Match.objects.get().pk, note="not ours", by=SYSTEM, at=moment(LATER, 22))
    assert stands(bought) == ("1210.00", "121.00", "121.00")
