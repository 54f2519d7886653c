"""Money out, and files between the house and its bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db.models import Sum

from cessie.connectors.banks.folder import Folder
from cessie.connectors.errors import Temporary
from cessie.domain.banking.models import Line, Statement
from cessie.domain.documents.models import Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.accounts import add_account, confirm_account, end_account
from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.payments.set_off import set_off
from cessie.domain.work.models import Task
from cessie.ledger.queries import client_accounts
from cessie.lib.money import Money
from cessie.workflows.house.waiting import look_round
from cessie.workflows.losses.nonpayment import recourse
from cessie.workflows.money import paying
from tests.bank_files import Page, Row, camt053, pain002
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, moment
from tests.workflows.together import together

DAY = date(2026, 3, 2)
NEXT = date(2026, 3, 3)


def payout(road: Road, number: str = "2026-1", net: str = "1000.00") -> Order:
    """An invoice is bought; its payout is ordered."""
    road.hand_in(road.sale(number, net, issued=DAY, due=date(2026, 4, 1)), DAY)
    road.approve(DAY)
    return Order.objects.order_by("-ordered_at")[0]


def released(road: Road) -> Batch:
    batch = prepare(account_id=road.payout.pk, execution_date=DAY, by=road.treasurer, at=moment(DAY, 14))
    release(batch_id=batch.pk, by=road.second, at=moment(DAY, 15))
    return Batch.objects.get(pk=batch.pk)


def send(road: Road, hour: int = 16) -> int:
    return paying.send_released(channel=road.channel, by=SYSTEM, at=moment(DAY, hour))


def collect(road: Road, hour: int = 20) -> paying.Collected:
    return paying.collect(channel=road.channel, by=SYSTEM, at=moment(DAY, hour))


def order_again(road: Road, order: Order, cents: int) -> bool:
    return paying.order_payout(
        key=order.key, contract_id=road.contract_id, client_id=road.client_id, amount=Money(cents), text="x",
        by=SYSTEM, at=moment(DAY, 12),
    )  # fmt: skip


# --- orders


def test_a_debt_keeps_one_payout_back_and_no_other(road: Road) -> None:
    """The goods of a bought invoice are disputed before its payout left: what is left of the payouts is paid, once."""
    disputed, other = payout(road, "2026-1"), payout(road, "2026-2", "1500.00")
    invoice = Invoice.objects.get(number="2026-1")
    person = staff("kim", "credit")
    recourse(invoice_id=invoice.pk, cause="dispute", note="not as agreed", by=person, at=moment(DAY, 13))
    owed = -client_accounts([road.contract_id])[road.contract_id]
    assert owed < Money(disputed.amount_cents + other.amount_cents)
    look_round(by=SYSTEM, at=moment(DAY, 13))
    assert Task.objects.filter(kind="payments.uncovered", state="open").count() == 1
    batch = released(road)
    held = Order.objects.get(state="ordered")
    assert batch.orders.count() == 1
    rest = set_off(order_id=held.pk, by=road.treasurer, at=moment(DAY, 16))
    look_round(by=SYSTEM, at=moment(DAY, 16))
    assert not Task.objects.filter(kind="payments.uncovered", state="open").exists()
    if rest is not None:
        released(road)
    assert client_accounts([road.contract_id])[road.contract_id] == Money(0)
    paid = Order.objects.filter(state="instructed").aggregate(total=Sum("amount_cents"))["total"]
    assert Money(paid) == owed


def test_a_payout_goes_to_the_account_that_was_confirmed_last(road: Road) -> None:
    company = Client.objects.get(pk=road.client_id).company_id
    old = BankAccount.objects.get(iban=road.seller.iban)
    new = add_account(
        company_id=company, iban="BE43068999999501", holder="x", by=staff("kim", "credit"), at=moment(DAY, 7)
    )
    assert payout(road, "2026-1").payee_id == old.pk, "nobody has confirmed the new one"
    confirm_account(account_id=new.pk, by=road.second, at=moment(DAY, 12))
    end_account(account_id=old.pk, by=SYSTEM, at=moment(DAY, 12))
    assert paying.order_payout(
        key="another", contract_id=road.contract_id, client_id=road.client_id, amount=Money(1_00), text="x",
        by=SYSTEM, at=moment(DAY, 13),
    )  # fmt: skip
    assert Order.objects.get(key="another").payee_id == new.pk


def test_the_same_payout_is_ordered_once_and_nothing_for_nothing(road: Road) -> None:
    order = payout(road)
    assert order_again(road, order, order.amount_cents)
    assert not paying.order_payout(
        key="none", contract_id=road.contract_id, client_id=road.client_id, amount=Money(0), text="x",
        by=SYSTEM, at=moment(DAY, 12),
    )  # fmt: skip
    assert Order.objects.count() == 1


# --- to the bank


def test_a_released_file_goes_once(road: Road) -> None:
    payout(road)
    assert send(road) == 0, "nobody has released anything"
    batch = released(road)
    assert [send(road) for _ in range(2)] == [1, 0]
    (file,) = road.channel.out.iterdir()
    assert file.name == f"{batch.number}.xml"


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_hand_over_one_file(road: Road) -> None:
    payout(road)
    released(road)
    together(lambda: send(road), times=3)
    assert len(list(road.channel.out.iterdir())) == 1
    assert Batch.objects.get().state == "sent"


class Broken(Folder):
    """A channel that is out of reach for one file."""

    refuses = ""

    def deliver(self, name: str, data: bytes) -> None:
        if name.startswith(self.refuses):
            raise Temporary(self.name, "deliver", "no route to the bank")
        super().deliver(name, data)


def test_a_file_that_does_not_go_keeps_no_other_back_and_goes_the_next_time(road: Road, tmp_path: Path) -> None:
    payout(road, "2026-1")
    first = released(road)
    payout(road, "2026-2", "2000.00")
    second = released(road)
    channel = Broken(tmp_path / "bank")
    channel.refuses = first.number
    for hour in (16, 17):
        paying.send_released(channel=channel, by=SYSTEM, at=moment(DAY, hour))
    assert {row.number: row.state for row in Batch.objects.all()} == {first.number: "released", second.number: "sent"}
    task = Task.objects.get(kind="bank.send")
    assert (task.subject_id, task.state) == (str(first.pk), "open")
    assert "no route to the bank" in task.reasons[0]["facts"]["words"]
    assert send(road, 18) == 1
    task.refresh_from_db()
    assert (task.state, task.decision) == ("closed", "sent")


# --- from the bank


def test_a_statement_is_taken_in_once_and_put_away(road: Road) -> None:
    road.book(road.collection, DAY, Row(100_00))
    came = collect(road)
    assert [taken.lines for taken in came.statements] == [1]
    assert collect(road) == paying.Collected()
    assert (Statement.objects.count(), Line.objects.count()) == (1, 1)
    assert [path.name for path in road.channel.done.iterdir()] == ["collection-1.xml"]


def test_the_same_statement_under_two_names_is_one(road: Road) -> None:
    data = camt053(Page(DAY, 0, (Row(100_00, reference="A1"),), iban=road.collection.iban))
    for name in ("a.xml", "b.xml"):
        (road.channel.in_ / name).write_bytes(data)
    came = collect(road)
    assert [taken.duplicates for taken in came.statements] == [0, 1]
    assert Line.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_take_each_file_once(road: Road) -> None:
    road.book(road.collection, DAY, Row(100_00), Row(200_00))
    outcomes = together(lambda: collect(road), times=3)
    assert all(isinstance(outcome, paying.Collected) and not outcome.refused for outcome in outcomes), outcomes
    assert Line.objects.count() == 2
    assert not list(road.channel.in_.iterdir())


def test_a_report_comes_before_the_statement_that_it_explains(road: Road) -> None:
    order = payout(road)
    batch = released(road)
    send(road)
    (road.channel.in_ / "z-report.xml").write_bytes(pain002(batch.number, [(order.end_to_end_id, "RJCT", "AC04")]))
    road.book(road.payout, DAY)
    came = collect(road)
    assert [report.status for report in came.reports] == ["PART"]
    order.refresh_from_db()
    assert order.state == "rejected"
    assert [task.kind for task in Task.objects.filter(state="open")] == ["payments.failed"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("nonsense.xml", b"\x00\x01nonsense", "format.unknown"),
        ("broken.xml", b"<Document", "xml."),
        ("report.xml", pain002("NOT-OURS", [("X", "ACSP", "")]), "payments.unknown_file"),
        ("foreign.xml", camt053(Page(DAY, 0, (Row(1_00),), iban="BE68539007547034")), "banking.unknown_account"),
    ],
    ids=["nonsense", "broken", "report of another house", "account of another house"],
)
def test_a_file_that_nobody_can_use_is_kept_and_somebody_is_told(road: Road, name: str, data: bytes, code: str) -> None:
    (road.channel.in_ / name).write_bytes(data)
    road.book(road.collection, DAY, Row(100_00))
    for hour in (20, 21):
        collect(road, hour)
    assert Line.objects.count() == 1, "the good file goes on"
    task = Task.objects.get(kind="bank.file")
    assert task.reasons[0]["code"].startswith(code)
    assert task.evidence == {"name": name}
    assert Document.objects.filter(pk=task.subject_id).exists()
    assert not list(road.channel.in_.iterdir())
