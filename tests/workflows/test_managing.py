"""Invoices that nobody buys: the books know what is owed, and the creditor's own bank says what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.queries import lines_of_creditors, own_ibans, waiting_lines
from cessie.domain.banking.take_in import UnknownAccount
from cessie.domain.dunning.waive import waive
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.door import TooMuch
from cessie.domain.managed.models import Managed, Receipt, Settlement
from cessie.domain.managed.queries import open_managed, read_until, settlements_of
from cessie.domain.managed.receive import look_again
from cessie.domain.managed.set_aside import set_aside, take_up
from cessie.domain.managed.settle import settle
from cessie.domain.managed.tell import tell
from cessie.domain.managed.undo import undo
from cessie.domain.parties.models import Debtor, Mark
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.queries import offerable
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.work.models import Task
from cessie.law.imputation import Beside
from cessie.ledger.demands import PARTS, Part, beside, claim_key
from cessie.ledger.entry import Dims, Event
from cessie.ledger.models import Entry
from cessie.ledger.post import post
from cessie.ledger.rules.managed import demand
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import clock
from cessie.workflows.follow_up import managing
from cessie.workflows.purchases.withdrawing import withdraw
from cessie.world.papers import invoice
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client
from tests.stories.creditor import Creditor, build, still_open
from tests.stories.road import books, moment
from tests.workflows.together import together

DAY, LATER, DUE = date(2026, 3, 2), date(2026, 3, 20), date(2026, 4, 1)


@pytest.fixture
def creditor(db: None, store_folder: Path) -> Creditor:
    return build()


def owed(creditor: Creditor, number: str = "2026-101", net: str = "1000.00", reference: str = "") -> UUID:
    return creditor.hand_in(creditor.sale(number, net, issued=DAY, due=DUE, reference=reference), DAY)


def only(model: type) -> object:
    return model.objects.get()  # type: ignore[attr-defined]


def test_an_accepted_invoice_is_managed_and_not_offered(creditor: Creditor) -> None:
    """The buyer was unknown and nobody gave a limit on him: no money is put into it. Handed in again it is one."""
    sale = creditor.sale("2026-101", "1000.00", issued=DAY, due=DUE)
    key = creditor.hand_in(sale, DAY)
    assert creditor.hand_in(sale, DAY) == key
    assert books() == "2026-03-02 P39 managed_entered: 9020 1210.00 / 9021 1210.00"
    assert not Proposal.objects.exists()
    assert not Task.objects.exists()
    clock.tick(by=SYSTEM, at=moment(LATER))
    assert not offerable()
    assert Managed.objects.count() == Entry.objects.count() == 1
    (row,) = open_managed([creditor.contract_id])
    assert (row.invoice_id, row.open, row.original, row.due_date) == (key, Money(1210_00), Money(1210_00), DUE)
    assert not list(open_managed([uuid4()]))
    with pytest.raises(Refusal, match="managed already"):
        withdraw(invoice_id=key, note="wrong", by=creditor.owner, at=moment(LATER))


def test_what_matters_is_still_looked_at(creditor: Creditor) -> None:
    """Another's account, wrong sums and a number twice; an old invoice that is due already is no doubt."""
    sale = creditor.sale("2026-101", "1000.00", issued=date(2025, 6, 2), due=date(2025, 7, 2))
    creditor.hand_in(sale, DAY)
    (again,) = creditor.bring(invoice(replace(sale, net=Money(990_00)), creditor.seller, assigned=False), "b.xml", DAY)
    assert (again.state, next(reason.code for reason in again.reasons)) == ("rejected", "M04")
    other = replace(creditor.sale("2026-102", "500.00", issued=DAY, due=DUE))
    stranger = replace(creditor.seller, iban="BE68539007547034")
    (held,) = creditor.bring(invoice(other, stranger, assigned=False), "c.xml", DAY)
    assert (held.state, {reason.code for reason in held.reasons}) == ("held", {"M07.account"})
    assert Entry.objects.count() == 1


def test_patients_are_told_apart_by_the_number_that_the_hospital_gives_them(creditor: Creditor) -> None:
    sheet = (
        b"number;issue date;due date;gross;debtor;patient number;street;postcode;city;payable\n"
        b"H1;2026-02-01;2026-03-01;120.00;Jan Peeters;P-77;Dorpstraat 1;9000;Gent;20.00\n"
        b"H2;2026-02-03;2026-03-03;80.00;Jan Peeters;P-78;Dorpstraat 1;9000;Gent;80.00\n"
        b"H3;2026-02-05;2026-03-05;50.00;Els Claes;P-77;Dorpstraat 1;9000;Gent;50.00\n"
        b"H4;2026-02-05;2026-03-05;60.00;An Maes;;Kerkweg 2;9000;Gent;60.00\n"
        b"H5;2026-02-06;2026-03-06;61.00;AN MAES;;Kerkweg 2;9000;Gent;61.00\n"
        b"H6;2026-02-06;2026-03-06;62.00;Somebody;;;;;62.00\n"
    )
    done = {one.number: one for one in creditor.bring(sheet, "bills.csv", LATER)}
    assert {number: one.state for number, one in done.items()} == {
        "H1": "accepted", "H2": "accepted", "H3": "held", "H4": "accepted", "H5": "accepted", "H6": "held",
    }  # fmt: skip
    assert {reason.code for reason in done["H6"].reasons} == {"M14.unknown"}
    assert {reason.code for reason in done["H3"].reasons} == {"M14"}  # whether she has the wrong number a person says
    debtor = dict(Invoice.objects.values_list("number", "debtor_id"))
    assert debtor["H1"] == debtor["H3"] != debtor["H2"]
    assert debtor["H4"] == debtor["H5"]
    assert Mark.objects.filter(kind="consumer").count() == Debtor.objects.count() == 3
    assert still_open(done["H1"].invoice_id) == ["20.00"]  # the insurer paid the rest before


def test_the_creditors_bank_settles_what_is_sure_and_nothing_is_ours(creditor: Creditor) -> None:
    first, second = owed(creditor), owed(creditor, "2026-102", "200.00")
    tax = Row(-300_00, text="VAT", name="Tax office")
    taken = creditor.bank(LATER, Row(1210_00, text="invoice 2026-101"), Row(70_00, text="rent back"), tax)
    assert (taken.lines, still_open(first, second)) == (3, ["0.00", "242.00"])
    assert books().splitlines()[2:] == ["2026-03-20 P40 managed_settled: 9021 1210.00 / 9020 1210.00"]
    assert dict(Receipt.objects.values_list("amount_cents", "state")) == {1210_00: "settled", 70_00: "aside"}
    assert not Task.objects.exists()
    assert (own_ibans(), waiting_lines().count(), lines_of_creditors().count()) == (frozenset(), 0, 0)
    assert read_until(creditor.client_id) == LATER
    (paid,) = settlements_of(viewer=creditor.owner, invoice_id=first)
    assert (paid.kind, paid.rule, paid.amount) == ("payment", "invoice_numbers", Money(1210_00))
    assert not settlements_of(viewer=of_client(uuid4()), invoice_id=first)


def test_the_same_statement_twice_changes_nothing(creditor: Creditor) -> None:
    key = owed(creditor)
    data = creditor.page(LATER, Row(1210_00, text="2026-101", reference="B1"))
    creditor.read(data, LATER)
    assert creditor.read(data, LATER).duplicates == 1
    managing.look_at_lines(by=SYSTEM, at=moment(LATER))
    assert (still_open(key), Settlement.objects.count(), Line.objects.count()) == (["0.00"], 1, 1)


def test_a_doubtful_payment_waits_for_the_bookkeeper_who_gives_it(creditor: Creditor) -> None:
    """Short of one invoice: he says which part pays what; more than there is he cannot give."""
    first, second = owed(creditor), owed(creditor, "2026-102", "200.00")
    creditor.bank(LATER, Row(1_300_00, text="2026-101 and 2026-102"))
    receipt = Receipt.objects.get()
    assert (receipt.state, still_open(first, second)) == ("waiting", ["1210.00", "242.00"])
    task = Task.objects.get()
    assert (task.kind, task.client_id) == ("managed.receipt", creditor.client_id)
    with pytest.raises(TooMuch):
        settle(receipt_id=receipt.pk, amounts={first: Money(1210_01)}, by=creditor.owner, at=moment(LATER))
    amounts = {first: Money(1210_00), second: Money(100_00)}
    with pytest.raises(TooMuch):
        settle(receipt_id=receipt.pk, amounts=amounts, by=creditor.owner, at=moment(LATER))
    with pytest.raises(NotFound):
        settle(receipt_id=receipt.pk, amounts={first: Money(1)}, by=of_client(uuid4()), at=moment(LATER))
    amounts = {first: Money(1210_00), second: Money(90_00)}
    for _ in range(2):
        settle(receipt_id=receipt.pk, amounts=amounts, by=creditor.owner, at=moment(LATER))
    assert (still_open(first, second), Settlement.objects.count()) == (["0.00", "152.00"], 2)
    task.refresh_from_db()
    assert task.state == "closed"


def test_a_part_that_names_its_invoice_pays_it_where_the_payer_is_its_debtor(creditor: Creditor) -> None:
    """Whoever else names it, or whoever pays exactly another invoice, waits for a person."""
    first, second = owed(creditor), owed(creditor, "2026-102", "200.00")
    name = creditor.buyer.name
    creditor.bank(LATER, Row(500_00, text="part of 2026-101", name=name, iban=creditor.buyer.iban))
    assert still_open(first, second) == ["710.00", "242.00"]
    creditor.bank(LATER + timedelta(days=1), Row(10_00, text="part of 2026-101", name="Somebody", iban=""))
    creditor.bank(LATER + timedelta(days=2), Row(10_00, text="2026-101 and 2026-102", name=name))
    assert still_open(first, second) == ["710.00", "242.00"]
    assert Receipt.objects.filter(state="waiting").count() == 2


def test_what_was_settled_wrongly_is_undone_and_waits_again(creditor: Creditor) -> None:
    first, second = owed(creditor), owed(creditor, "2026-102")
    creditor.bank(LATER, Row(1210_00, text="2026-101"))
    wrong = Settlement.objects.get()
    for _ in range(2):
        undo(settlement_id=wrong.pk, note="it was for the other", by=creditor.owner, at=moment(LATER))
    assert (still_open(first), Receipt.objects.get().state) == (["1210.00"], "waiting")
    managing.match_late(by=SYSTEM, at=moment(LATER))
    settle(receipt_id=wrong.receipt_id, amounts={second: Money(1210_00)}, by=creditor.collector, at=moment(LATER))
    assert still_open(first, second) == ["1210.00", "0.00"]


def test_what_a_person_undid_no_job_does_again(creditor: Creditor) -> None:
    first = owed(creditor)
    creditor.bank(LATER, Row(1210_00, text="2026-101"))
    undo(settlement_id=Settlement.objects.get().pk, note="a deposit", by=creditor.owner, at=moment(LATER))
    owed(creditor, "2026-102")  # handed in since: what waits is looked at again
    Receipt.objects.update(looked_at=moment(DAY, 1))
    assert managing.match_late(by=SYSTEM, at=moment(LATER, 12)) == 0
    look_again(receipt_id=Receipt.objects.get().pk, by=SYSTEM, at=moment(LATER, 12))
    assert still_open(first) == ["1210.00"]


def test_more_of_a_payment_for_the_same_invoice_is_a_persons(creditor: Creditor) -> None:
    """What is left of it names an invoice that it paid in part: the night's run leaves that and goes on."""
    first = owed(creditor)
    creditor.bank(LATER, Row(1_300_00, text="2026-101 and 2026-109"))
    receipt = Receipt.objects.get()
    settle(receipt_id=receipt.pk, amounts={first: Money(400_00)}, by=creditor.owner, at=moment(LATER))
    owed(creditor, "2026-109", "74.38")  # 810.00 and 90.00 are open: all that is left of the money
    Receipt.objects.update(looked_at=moment(DAY, 1))
    assert managing.match_late(by=SYSTEM, at=moment(LATER, 12)) == 1
    assert still_open(first) == ["810.00"]


def test_money_that_came_before_its_invoice_pays_it_once_that_is_here(creditor: Creditor) -> None:
    creditor.bank(DAY, Row(1210_00, text="2026-101"))
    assert Receipt.objects.get().state == "aside"
    key = creditor.hand_in(creditor.sale("2026-101", "1000.00", issued=DAY, due=DUE), LATER)
    assert managing.match_late(by=SYSTEM, at=moment(LATER, 12)) == 1
    assert (still_open(key), managing.match_late(by=SYSTEM, at=moment(LATER, 13))) == (["0.00"], 0)


def test_what_a_person_set_aside_stays_until_he_takes_it_up(creditor: Creditor) -> None:
    creditor.bank(DAY, Row(1210_00, text="2026-101"))
    receipt = Receipt.objects.get()
    set_aside(receipt_id=receipt.pk, note="a loan", by=creditor.owner, at=moment(DAY))
    key = owed(creditor)
    managing.match_late(by=SYSTEM, at=moment(LATER))
    assert still_open(key) == ["1210.00"]
    take_up(receipt_id=receipt.pk, by=creditor.owner, at=moment(LATER))
    assert Task.objects.get(kind="managed.receipt").state == "open"


def test_a_payment_that_the_bank_takes_back_opens_the_invoice_again(creditor: Creditor) -> None:
    """One of two that came in one line; the other stays paid. The return is told twice: once counts."""
    first, second = owed(creditor), owed(creditor, "2026-102", "200.00")
    both = Row(1452_00, details=(("E-1", 1210_00), ("E-2", 242_00)), text="2026-101 2026-102")
    creditor.bank(LATER, both)
    receipt = Receipt.objects.get()
    if receipt.state == "waiting":  # the bank names neither in its details: the bookkeeper gives them
        amounts = {first: Money(1210_00), second: Money(242_00)}
        settle(receipt_id=receipt.pk, amounts=amounts, by=creditor.owner, at=moment(LATER))
    assert still_open(first, second) == ["0.00", "0.00"]


def test_a_single_payment_that_goes_back(creditor: Creditor) -> None:
    key = owed(creditor)
    creditor.bank(LATER, Row(1210_00, "E-1", text="2026-101"))
    back = Row(-1210_00, "E-1", reason="MD06")
    creditor.bank(LATER, back)
    assert still_open(key) == ["1210.00"]
    assert books().splitlines()[-1] == "2026-03-20 P40 managed_settled_reversed: 9020 1210.00 / 9021 1210.00"
    assert Receipt.objects.get().state == "settled"  # nothing of it is left to give
    creditor.bank(LATER, back)
    assert still_open(key) == ["1210.00"]


def test_cash_and_what_is_given_up_are_the_creditors_word(creditor: Creditor) -> None:
    key, form = owed(creditor), uuid4()
    act = {"invoice_id": key, "paid": DAY, "by": creditor.owner, "at": moment(LATER)}
    for _ in range(2):
        tell(key=form, kind="told", amount=Money(1200_00), note="cash at the desk", **act)
    with pytest.raises(TooMuch):
        tell(key=uuid4(), kind="waived", amount=Money(10_01), note="never mind", **act)
    with pytest.raises(Refusal, match="why"):
        tell(key=uuid4(), kind="waived", amount=Money(10_00), note=" ", **act)
    with pytest.raises(NotFound):
        tell(key=uuid4(), kind="waived", amount=Money(1), note="x", **act | {"by": of_client(uuid4())})
    last = tell(key=uuid4(), kind="waived", amount=Money(10_00), note="never mind", **act)
    assert still_open(key) == ["0.00"]
    undo(settlement_id=last.pk, note="he owes it", by=creditor.owner, at=moment(LATER))
    assert still_open(key) == ["10.00"]


def test_a_credit_note_lowers_what_is_owed_once(creditor: Creditor) -> None:
    key = owed(creditor)
    note = creditor.sale("CN-1", "100.00", issued=LATER, due=LATER)
    for _ in range(2):
        creditor.hand_in(note, LATER, corrects="2026-101")
    assert still_open(key) == ["1089.00"]
    assert books().splitlines()[-1] == "2026-03-20 P40 managed_credited: 9021 121.00 / 9020 121.00"
    creditor.bank(LATER, Row(1089_00, text="2026-101"))
    assert still_open(key) == ["0.00"]


def test_only_confirmed_accounts_of_his_own_are_read(creditor: Creditor) -> None:
    """A file of another account is refused whole, as if that account did not exist, also one of the house."""
    creditor.pages.clear()
    data = creditor.page(LATER, Row(5_00)).replace(creditor.seller.iban.encode(), b"BE68539007547034")
    with pytest.raises(UnknownAccount):
        creditor.read(data, LATER)
    with pytest.raises(NotFound):
        managing.take_in_statement(
            data=data, name="x", client_id=creditor.client_id, channel="portal", by=of_client(uuid4()), at=moment(LATER)
        )
    assert not Account.objects.exists()


def test_statements_of_a_creditor_hang_together_and_may_come_in_any_order(creditor: Creditor) -> None:
    key = owed(creditor)
    rows = (Row(10_00), Row(20_00), Row(1210_00, text="2026-101"))
    one, two, three = (creditor.page(date(2026, 3, day), row) for day, row in enumerate(rows, 3))
    creditor.read(two, LATER)
    creditor.read(one, LATER)  # before the first that was read
    assert not creditor.read(three, LATER).findings
    assert still_open(key) == ["0.00"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_the_money_once(creditor: Creditor) -> None:
    first, second = owed(creditor), owed(creditor, "2026-102")
    creditor.bank(LATER, Row(1210_00, text="2026-101 2026-102"))
    receipt = Receipt.objects.get()
    chosen = iter([first, second])
    together(
        lambda: settle(
            receipt_id=receipt.pk, amounts={next(chosen): Money(1210_00)}, by=creditor.owner, at=moment(LATER)
        ),
        times=2,
    )
    assert sorted(still_open(first, second)) == ["0.00", "1210.00"]


def test_interest_and_costs_beside_a_managed_invoice_are_paid_and_stand_again(creditor: Creditor) -> None:
    """Paid to the cent with what was claimed; undone, the claim stands again; its creditor gives it up."""
    key = owed(creditor)
    row = Invoice.objects.get(pk=key)
    amounts: tuple[tuple[Part, int], ...] = (("interest", 10_00), ("costs", 40_00))
    for part, cents in amounts:
        of = Dims(row.contract_id, row.client_id, row.debtor_id, key, claim_key(key, part))
        post([demand(event=Event(part, DUE), amount=Money(cents), of=of, kind=PARTS[part])], by="test", at=moment(DUE))
    day = date(2026, 4, 20)
    creditor.bank(day, Row(1260_00, text="invoice 2026-101"))
    assert (still_open(key), beside([key])[key].total) == (["0.00"], Money(0))
    paid = {row.towards: row.amount_cents for row in Settlement.objects.all()}
    assert paid == {"": 1210_00, "interest": 10_00, "costs": 40_00}
    interest = Settlement.objects.get(towards="interest")
    undo(settlement_id=interest.pk, note="goodwill", by=creditor.owner, at=moment(day))
    assert beside([key])[key] == Beside(Money(10_00), Money(0))
    (receipt,) = Receipt.objects.all()
    assert receipt.state == "waiting"
    assert waive(invoice_id=key, note="goodwill", by=creditor.owner, at=moment(day)).state == "posted"  # it is his own
    assert beside([key])[key].total == Money(0)
