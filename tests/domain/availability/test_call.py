"""What is too much in use is asked back by two people, recognised when it is paid, set off after its last day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from cessie.domain.availability.call import SamePerson, decide_call, propose_call
from cessie.domain.availability.calls import calls
from cessie.domain.availability.draw import draw
from cessie.domain.availability.drawable import NotAvailable
from cessie.domain.availability.models import Call
from cessie.domain.availability.run import run
from cessie.domain.availability.set_aside import set_aside
from cessie.domain.availability.waiting import WATCHES
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.take_in import take_in
from cessie.domain.parties.models import Client, House, Membership
from cessie.domain.parties.register import register_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger import queries as ledger
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows import money_in
from cessie.workflows.balances import overdrawn
from tests.bank_files import COLLECTION, Page, Row, camt053
from tests.domain.availability.conftest import LATER, Sell
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.workflows.test_reminding import Box

TODAY = booking_day(LATER)
AFTER = LATER + timedelta(minutes=5)


@pytest.fixture
def bea(db: None) -> Viewer:
    return staff("bea", "credit")


@pytest.fixture
def over(drawing_contract: UUID, sell: Sell, owner: Viewer, an: Viewer) -> UUID:
    """8,879.00 is drawn, and 2,000.00 of it is borne no more."""
    sell(drawing_contract, A1=10_000_00)
    draw(contract_id=drawing_contract, amount=Money(8_879_00), seen=Money(8_879_00), by=owner, at=LATER)
    set_aside(contract_id=drawing_contract, amount=Money(2_000_00), note="a doubt", by=an, at=LATER)
    assert run(contract_id=drawing_contract, by=SYSTEM, at=LATER).over_cents == 2_000_00
    return drawing_contract


def waits() -> list[list[str]]:
    return [[wait.reasons[0].code for wait in watch.look(AFTER)] for watch in WATCHES]


@pytest.fixture
def sent(over: UUID, an: Viewer, bea: Viewer) -> Call:
    row = propose_call(contract_id=over, by=an, at=LATER)
    return overdrawn.send(call_id=row.pk, by=bea, at=LATER)


def pay(cents: int, text: str) -> None:
    """Money comes on the house's account."""
    open_account(
        iban=COLLECTION, holder="Het Huis NV", purpose="collection", opened_date=TODAY, opening=Money(0), by=SYSTEM,
        at=LATER,
    )  # fmt: skip
    take_in(
        data=camt053(Page(TODAY, 0, (Row(cents, text=text),), iban=COLLECTION)),
        name="s.xml",
        channel="folder",
        by=SYSTEM,
        at=AFTER,
    )
    money_in.run(by=SYSTEM, at=AFTER)


def test_two_people_ask_back_what_is_too_much(over: UUID, owner: Viewer, an: Viewer, bea: Viewer) -> None:
    assert waits() == [[], ["availability.over"], []]
    for nobody in (SYSTEM, owner, staff("t", "treasury")):
        with pytest.raises(NotAllowed):
            propose_call(contract_id=over, by=nobody, at=LATER)
    with pytest.raises(Refusal) as no:
        propose_call(contract_id=over, last_date=add_bank_days(TODAY, 1), by=an, at=LATER)
    assert no.value.code == "availability.call_too_soon"
    for _ in range(2):
        row = propose_call(contract_id=over, note="since the doubt", by=an, at=LATER)
    assert (row.reference, row.amount, row.last_date) == ("F001-T1", Money(2_000_00), add_bank_days(TODAY, 5))
    assert waits() == [[], [], ["availability.call"]]
    assert not calls(viewer=owner).exists()
    with pytest.raises(SamePerson):
        decide_call(call_id=row.pk, send=True, by=an, at=LATER)
    for _ in range(2):
        row = decide_call(call_id=row.pk, send=True, by=bea, at=LATER)
    assert (row.state, [found.pk for found in calls(viewer=owner)]) == ("sent", [row.pk])
    assert not calls(viewer=of_client(row.pk)).exists()
    with pytest.raises(WrongState):
        decide_call(call_id=row.pk, send=False, note="no", by=bea, at=LATER)


def test_the_client_is_mailed_once_in_his_language(sent: Call, client_: Client, an: Viewer) -> None:
    company = register_company(
        name="Het Huis NV", country="BE", identifiers={"vat": "BE0417497106"}, email="post@huis.example", by=SYSTEM,
        at=LATER,
    )  # fmt: skip
    House.objects.create(company=company, founded_at=LATER)
    user = User.objects.create(email="anne@client.example", name="Anne", kind="client", language="nl", created_at=LATER)
    Membership.objects.create(user=user, client=client_, role="owner", since_at=LATER)
    assert waits()[2] == ["availability.call"], "nobody was mailed yet"
    box = Box()

    def die(**_: object) -> None:
        raise InterruptedError

    with pytest.MonkeyPatch.context() as killed:
        killed.setattr(overdrawn, "was_told", die)
        with pytest.raises(InterruptedError):
            overdrawn.night(by=SYSTEM, at=AFTER, mail=box)
    for _ in range(2):
        overdrawn.night(by=SYSTEM, at=AFTER, mail=box)
    (mail,) = box.mails.values()
    assert "F001-T1" in mail
    assert "2.000,00" in mail
    sent.refresh_from_db()
    assert (sent.told, waits()[2]) == (1, [])


def test_a_payment_that_quotes_it_ends_it(sent: Call, over: UUID) -> None:
    before = ledger.client_accounts([over])[over]
    pay(2_000_00, "inv F001 - T1 thanks")
    sent.refresh_from_db()
    assert (sent.state, before - ledger.client_accounts([over])[over]) == ("covered", Money(2_000_00))
    assert waits() == [[], [], []]


def test_what_is_not_paid_is_set_off_and_ends_by_itself(
    sent: Call, over: UUID, owner: Viewer, an: Viewer, bea: Viewer
) -> None:
    last = LATER + (sent.last_date - TODAY)
    assert overdrawn.night(by=SYSTEM, at=last) == 0
    pay(500_00, "F001-T1")
    sent.refresh_from_db()
    assert sent.state == "sent"
    for turns in (1, 0):
        assert overdrawn.night(by=SYSTEM, at=last + timedelta(days=1)) == turns
    sent.refresh_from_db()
    assert (sent.state, waits()[1]) == ("set_off", ["availability.over"])
    with pytest.raises(NotAvailable):
        draw(contract_id=over, amount=Money(1_00), seen=Money(0), by=owner, at=last)
    set_aside(contract_id=over, amount=Money(0), note="cleared up", by=bea, at=last + timedelta(days=1))
    for turns in (1, 0):
        assert overdrawn.night(by=SYSTEM, at=last + timedelta(days=1)) == turns
    sent.refresh_from_db()
    assert sent.state == "covered"
    with pytest.raises(Refusal) as no:
        propose_call(contract_id=over, by=an, at=last + timedelta(days=1))
    assert no.value.code == "availability.not_over"
