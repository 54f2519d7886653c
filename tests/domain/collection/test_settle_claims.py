"""Third-party money settles in the books what the build-up says: never more, never twice, and undone with the money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cessie.domain.arrangements.leniency import confirm_leniency, propose_leniency
from cessie.domain.arrangements.rules.leniency import Leniency
from cessie.domain.collection.decide import decide
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.tend import add_cost
from cessie.domain.correspondence.models import Message
from cessie.domain.managed.models import Settlement
from cessie.domain.managed.tell import tell
from cessie.domain.managed.undo import undo
from cessie.domain.parties.models import House
from cessie.domain.parties.register import relate
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.trust.models import Receipt
from cessie.domain.work.models import Task
from cessie.ledger.demands import beside, discharged
from cessie.ledger.models import Entry
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.portals.staff.screens.third_party import shares_of
from cessie.workflows import money_in
from cessie.workflows.follow_up import collection, trusting
from tests.agency_dossier import dossier_of, memo, owed, pays
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff
from tests.trust_money import PAYER, Agency, agency, breaches, noon

MAY_6, MAY_8, MAY_20 = date(2026, 5, 6), date(2026, 5, 8), date(2026, 5, 20)


@pytest.fixture
def on(db: None, store_folder: Path) -> Agency:
    return agency()


def parts(dossier: Dossier, day: date) -> tuple[Money, Money, Money]:
    paid = stand_of(dossier, day).up.paid
    return paid.principal, paid.interest, paid.costs


def test_a_payment_settles_the_parts_of_the_build_up_in_the_books(on: Agency) -> None:
    """BE: 40.00 of costs and the interest of 36 days first, the rest off the invoice; what nobody had demanded is
    demanded with it."""
    invoice = owed(on, "F-1", 1_000_00)
    dossier = dossier_of(on, invoice)
    pays(on, MAY_6, 500_00, dossier)
    principal, interest, costs = parts(dossier, MAY_6)
    assert (costs, principal + interest) == (Money(40_00), Money(460_00))
    assert interest.cents > 0
    assert memo(invoice.pk) == Money(1_000_00) - principal
    assert discharged([invoice.pk])[invoice.pk].interest == interest
    assert discharged([invoice.pk])[invoice.pk].costs == costs
    assert beside([invoice.pk])[invoice.pk].total == Money(0)
    assert breaches() == []
    assert collection.divide_waiting(at=noon(MAY_8)) == 0
    collection.divide([dossier.pk], at=noon(MAY_8))  # again changes nothing
    assert Settlement.objects.count() == 3


def test_what_goes_back_is_owed_again_and_a_paid_dossier_lives_again(on: Agency) -> None:
    invoice = owed(on, "F-1", 1_000_00)
    dossier = dossier_of(on, invoice)
    all_of_it = stand_of(dossier, MAY_6).up.open.total
    pays(on, MAY_6, all_of_it.cents, dossier)
    assert memo(invoice.pk) == Money(0)
    assert look(dossier_id=dossier.pk, by=SYSTEM, at=noon(MAY_8)).state == "closed_paid"
    on.bank(MAY_20, Row(-all_of_it.cents, "PAY1", iban=PAYER, reason="MD06"))
    money_in.run(by=SYSTEM, at=noon(MAY_20))
    dossier.refresh_from_db()
    assert dossier.state == "amicable"
    assert memo(invoice.pk) == Money(1_000_00)
    assert discharged([invoice.pk])[invoice.pk].total == beside([invoice.pk])[invoice.pk].total == Money(0)
    assert breaches() == []


def test_what_the_principal_tells_and_withdraws_moves_the_books(on: Agency) -> None:
    invoice = owed(on, "F-1", 1_000_00)
    dossier = dossier_of(on, invoice)
    told = trusting.direct_on_dossier(
        client_id=on.client.pk, dossier=str(dossier.number), amount=Money(300_00), paid_date=MAY_6, by=on.treasurer,
        at=noon(MAY_8),
    )  # fmt: skip
    principal = parts(dossier, MAY_8)[0]
    assert memo(invoice.pk) == Money(1_000_00) - principal
    assert Money(0) < principal < Money(300_00)
    trusting.withdraw(direct_id=told.pk, by=on.treasurer, at=noon(MAY_8))
    assert memo(invoice.pk) == Money(1_000_00)
    assert breaches() == []


def test_who_pays_later_what_his_letter_asked_is_let_be_by_policy(on: Agency) -> None:
    """Some cents of interest are left: pressed for as long as two people said nothing, then settled; a dossier that a
    person opened again stays his."""
    dossier = dossier_of(on, owed(on, "F-1", 1_000_00))
    House.objects.create(company=on.other.client.company, founded_at=noon(MAY_6))  # any company will do
    relate(client_id=on.client.pk, debtor_id=on.debtor.pk, by=SYSTEM, at=noon(MAY_6))
    look(dossier_id=dossier.pk, by=SYSTEM, at=noon(MAY_6))
    letter = Act.objects.get(kind="letter").message
    assert letter is not None
    Message.objects.filter(pk=letter.pk).update(told_at=noon(MAY_6))
    pays(on, MAY_20, sum(sum(item[4:7]) for item in letter.says["items"]), dossier)
    left = stand_of(dossier, MAY_20).up.open.total
    assert Money(0) < left < Money(5_00)
    assert look(dossier_id=dossier.pk, by=SYSTEM, at=noon(MAY_20)).state == "amicable"
    row = propose_leniency(rule=Leniency(dossier_cents=5_00), note="kruimels", by=on.desk, at=noon(MAY_20))
    confirm_leniency(number=row.number, by=staff("tweede", "collection"), at=noon(MAY_20))
    assert look(dossier_id=dossier.pk, by=SYSTEM, at=noon(MAY_20)).state == "closed_settled"
    decide(dossier_id=dossier.pk, event="reopen", words="toch niet", by=on.desk, at=noon(MAY_20))
    assert look(dossier_id=dossier.pk, by=SYSTEM, at=noon(MAY_20)).state == "amicable"


def test_money_put_right_leaves_one_dossier_and_settles_the_other(on: Agency) -> None:
    wrong, right = owed(on, "F-1", 400_00), owed(on, "G-1", 400_00)
    first = dossier_of(on, wrong)
    pays(on, MAY_6, 100_00, first)
    Dossier.objects.filter(pk=first.pk).update(state="closed_recalled", closed_at=noon(MAY_8), closed_by="user:an")
    second = dossier_of(on, right)
    receipt = Receipt.objects.get()
    trusting.give_to_dossier(
        receipt_id=receipt.pk, dossier=str(second.number), note="andere factuur", by=on.treasurer, at=noon(MAY_8)
    )
    assert memo(wrong.pk) == Money(400_00)
    assert memo(right.pk) == Money(400_00) - parts(second, MAY_8)[0] < Money(400_00)
    assert breaches() == []


def test_what_the_creditor_said_keeps_its_part_and_what_is_over_waits(on: Agency) -> None:
    """A part that the books know as principal stays principal; the third-party money takes the rest, and no more."""
    invoice = owed(on, "F-1", 1_000_00)
    dossier = dossier_of(on, invoice)
    tell(key=uuid7(), invoice_id=invoice.pk, kind="told", amount=Money(900_00), paid=MAY_6, note="kas", by=SYSTEM,
         at=noon(MAY_6))  # fmt: skip
    pays(on, MAY_8, 300_00, dossier)
    assert memo(invoice.pk) == Money(0)
    assert breaches() == []
    up = stand_of(dossier, MAY_8).up
    assert (up.open.total, up.paid.principal) == (Money(0), Money(1_000_00))
    assert up.excess == Money(300_00) - up.paid.costs - up.paid.interest - Money(100_00)
    assert Task.objects.get(kind="dossier.over", closed_at__isnull=True).subject_id == str(dossier.pk)


def test_a_cost_told_later_divides_the_money_anew(on: Agency) -> None:
    invoice = owed(on, "F-1", 1_000_00)
    dossier = dossier_of(on, invoice)
    pays(on, MAY_8, 500_00, dossier)
    before = memo(invoice.pk)
    add_cost(dossier_id=dossier.pk, key="b1", kind="bailiff", amount=Money(60_00), on=MAY_6,
             article="KB 30.11.1976", by=SYSTEM, at=noon(MAY_20))  # fmt: skip
    assert breaches() == []  # it waits for its turn, and says nothing wrong
    assert collection.divide_waiting(at=noon(MAY_20)) == 1
    assert memo(invoice.pk) == before + Money(60_00)
    assert Settlement.objects.filter(state="undone").exists()
    assert breaches() == []


def test_a_rate_that_is_confirmed_later_divides_the_money_anew(on: Agency) -> None:
    """A lower rate of the semester (made up): less interest, more off the invoice."""
    invoice = owed(on, "F-1", 100_000_00)
    dossier = dossier_of(on, invoice)
    pays(on, MAY_8, 50_000_00, dossier)
    before = memo(invoice.pk)
    StatutoryRate.objects.create(
        country="BE", kind="b2b_late_interest", first_date=date(2026, 1, 1), last_date=date(2026, 6, 30),
        percent=Decimal("8.00"), status="published", confidence="verified", source="made up",
        state="confirmed", entered_at=noon(MAY_8), entered_by="user:a", decided_at=noon(MAY_20), decided_by="user:b",
    )  # fmt: skip
    assert breaches() == []
    assert collection.divide_waiting(at=noon(MAY_20)) == 1
    assert memo(invoice.pk) < before
    assert breaches() == []


def test_nobody_undoes_by_hand_what_an_agency_collected(on: Agency) -> None:
    dossier = dossier_of(on, owed(on, "F-1", 1_000_00))
    pays(on, MAY_6, 500_00, dossier)
    with pytest.raises(Refusal) as no:
        undo(settlement_id=Settlement.objects.filter(towards="").get().pk, note="x", by=SYSTEM, at=noon(MAY_8))
    assert no.value.reason.code == "managed.collected"


def test_the_check_sees_money_that_is_not_divided_and_books_that_differ(on: Agency) -> None:
    dossier = dossier_of(on, owed(on, "F-1", 1_000_00))
    pays(on, MAY_6, 500_00, dossier)
    Dossier.objects.update(divided_cents=499_00)
    assert breaches() == ["collection.undivided"]
    Dossier.objects.update(divided_cents=500_00)
    Settlement.objects.filter(towards="costs").update(state="undone", undone_at=noon(MAY_8))
    assert breaches() == ["collection.books_differ"]
    assert Entry.objects.filter(kind="demand_collected").count() == 2


def test_a_payment_for_two_dossiers_settles_both(on: Agency) -> None:
    """Typed on the page as ``2026-000001 100,00 + 2026-000002 50,00``; shares that do not make it all are refused."""
    first = dossier_of(on, owed(on, "F-1", 400_00))
    Dossier.objects.filter(pk=first.pk).update(state="closed_recalled", closed_at=noon(MAY_6), closed_by="user:an")
    second = dossier_of(on, owed(on, "G-1", 400_00))
    on.bank(MAY_6, Row(150_00, "BOTH", iban=PAYER, text="both of them"))
    money_in.run(by=SYSTEM, at=noon(MAY_6))
    receipt, note = Receipt.objects.get(), "per telefoon"
    short, whole = (f"{shown(first.number)} 100,00 + {shown(second.number)} {rest}" for rest in ("49,99", "50,00"))
    with pytest.raises(Refusal, match=r"150\.00"):
        _given(on, receipt, short, note)
    _given(on, receipt, whole, note)
    settled = {first.pk: 100_00, second.pk: 50_00}
    for key, cents in settled.items():
        rows = Settlement.objects.filter(reference=key, state="posted")
        assert sum(rows.values_list("amount_cents", flat=True)) == cents
    assert breaches() == []


def _given(on: Agency, receipt: Receipt, typed: str, note: str) -> None:
    shares = shares_of(typed)
    trusting.give_to_several(receipt_id=receipt.pk, shares=shares, note=note, by=on.treasurer, at=noon(MAY_8))
