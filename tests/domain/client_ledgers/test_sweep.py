"""Matched money leaves the dedicated account: by the client's bank or by two people; refused, sent back, killed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.client_ledgers import arrive as arriving
from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import match
from cessie.domain.client_ledgers.models import Receipt, Sweep
from cessie.domain.client_ledgers.sweep import cancel_sweep, sweep
from cessie.domain.client_ledgers.unmatch import unmatch
from cessie.domain.contracts.amend import amend
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.queries import content
from cessie.domain.payments.cover import _purse, _why
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.payments.rules.reported import UnknownFile
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows import money_in
from cessie.workflows.balances import ledgers
from cessie.workflows.money.reporting import take_report
from tests.bank_files import COLLECTION, Row, pain002
from tests.domain.client_ledgers.conftest import (
    DEDICATED,
    FIRST,
    NEXT,
    OPENING,
    Send,
    at,
    bank,
    held,
    receipts,
    rows,
    say,
    sound,
)  # fmt: skip
from tests.domain.conftest import AT, SYSTEM, staff


def test_no_sweep_is_larger_than_the_account(opened: None, contract: Contract, owner: Viewer, an: Viewer) -> None:
    (first,) = receipts(50_000_00)
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 50_000)], by=owner, at=at(NEXT))
    bank(DEDICATED, NEXT, 50_000_00, Row(-10_000_00, name="Somebody else"), number=2)
    assert Task.objects.filter(kind="ledger.money_left", state="open").count() == 1
    with pytest.raises(Refusal) as no:
        sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert no.value.code == "ledgers.more_than_there"
    with pytest.raises(NotAllowed):
        sweep(contract_id=contract.pk, by=an, at=at(NEXT))
    sound()


def test_a_sweep_of_another_amount_waits_for_a_person(opened: None, contract: Contract, owner: Viewer) -> None:
    (first,) = receipts(50_000_00)
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 50_000)], by=owner, at=at(NEXT))
    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    bank(COLLECTION, NEXT, 0, Row(49_000_00, ordered.reference, iban=DEDICATED))
    assert Sweep.objects.get().state == "ordered"
    assert held("1100", contract) == 500_000_00
    assert Task.objects.filter(state="open", reasons__0__code="ledgers.other_amount").exists()


def test_on_an_account_of_the_house_a_match_pays_at_once(
    contract: Contract, collection: Account, send: Send, an: Viewer, owner: Viewer, bob: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    amend(
        contract_id=contract.pk, valid_from=date(2026, 2, 1), changes={"account_model": "DEDICATED_FACTOR"}, by=SYSTEM,
        at=datetime(2026, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    dedicate(contract_id=contract.pk, iban=DEDICATED, holder="Fonderie de la Meuse SA", by=SYSTEM, at=AT)
    row = send(FIRST, rows(*OPENING))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    (first,) = receipts(20_000_00)
    assert (held("1010", contract), held("9010", contract)) == (20_000_00, 0)
    (made,) = match(contract_id=contract.pk, words=[say(first.pk, "F1", 15_000)], by=owner, at=at(NEXT))
    assert held("1100", contract) == 485_000_00
    unmatch(match_id=made.pk, by=owner, at=at(NEXT))
    assert held("1100", contract) == 500_000_00
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 20_000)], by=owner, at=at(NEXT))
    sound()
    with pytest.raises(NotAllowed):
        sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    ordered = _withdrawn_and_refused_first(contract, bob)
    bank(
        DEDICATED, NEXT, 20_000_00, Row(-20_000_00, batch=Order.objects.get(state="instructed").batch.number), number=2
    )
    assert (held("1010", contract), Sweep.objects.latest("pk").state) == (20_000_00, "ordered")
    came = Row(20_000_00, ordered.reference, iban=DEDICATED)
    with monkeypatch.context() as killed:
        killed.setattr(arriving, "post", _killed)
        with pytest.raises(Killed):
            bank(COLLECTION, NEXT, 0, came)
    assert Order.objects.latest("pk").state == "instructed"  # nothing of it stands
    money_in.run(by=SYSTEM, at=at(NEXT))
    money_in.run(by=SYSTEM, at=at(NEXT))
    assert (held("1010", contract), ledger.balance("1000").cents) == (0, 20_000_00)
    assert (Sweep.objects.latest("pk").state, Order.objects.latest("pk").state) == ("arrived", "executed")
    assert not Task.objects.filter(kind="ledger.sweep_late", state="open").exists()
    row = send(NEXT, rows(("F1", "D1", 280_000, 300_000), OPENING[1]))
    assert (row.state, held("1100", contract)) == ("accepted", 480_000_00)
    sound()


class Killed(Exception):
    """The process died here."""


def _killed(*_: object, **__: object) -> None:
    raise Killed


def _withdrawn_and_refused_first(contract: Contract, bob: Viewer) -> Sweep:
    """Two people let a sweep leave; one that was withdrawn, and one that the bank refused, free what they took."""
    second = staff("tom", "treasury")
    withdrawn = sweep(contract_id=contract.pk, by=bob, at=at(NEXT))
    cancel_sweep(sweep_id=withdrawn.pk, by=bob, at=at(NEXT))
    refused = sweep(contract_id=contract.pk, by=bob, at=at(NEXT))
    sent = _let_go(refused, bob, second)
    with pytest.raises(WrongState):
        cancel_sweep(sweep_id=refused.pk, by=bob, at=at(NEXT))
    told = pain002(sent.number, [(refused.reference, "RJCT", "AC04")])
    for _ in range(2):  # the second time after a kill between the bank's word and what follows
        take_report(data=told, name="told.xml", channel="folder", by=SYSTEM, at=at(NEXT))
    assert ledgers.follow_orders(by=SYSTEM, at=at(NEXT)) == 1
    assert ledgers.follow_orders(by=SYSTEM, at=at(NEXT)) == 0
    refused.refresh_from_db()
    assert (refused.state, refused.refusal["facts"]["code"], queries.to_sweep(contract.pk)) == (
        "refused", "AC04", Money(20_000_00),
    )  # fmt: skip
    ordered = sweep(contract_id=contract.pk, by=bob, at=at(NEXT))
    _let_go(ordered, bob, second)
    return ordered


def _let_go(row: Sweep, bob: Viewer, second: Viewer) -> Batch:
    """One person prepares it, and another than him releases it."""
    order = Order.objects.get(end_to_end_id=row.reference)
    batch = prepare(account_id=row.dedicated.account_id, order_ids=[order.pk], execution_date=NEXT, by=bob, at=at(NEXT))
    with pytest.raises(SamePerson):
        release(batch_id=batch.pk, by=bob, at=at(NEXT))
    release(batch_id=batch.pk, by=second, at=at(NEXT))
    (paper,) = read(content(Batch.objects.get(pk=batch.pk).document_id, SYSTEM), "batch.xml")
    assert isinstance(paper, PaymentFile)
    assert [(each.creditor.iban, each.remittance.text) for each in paper.batches[0].transfers] == [
        (COLLECTION, "Transfer")
    ]
    return batch


def test_no_sweep_leaves_an_account_that_does_not_hold_it() -> None:
    source = uuid4()
    row = Order(id=uuid4(), rule="P34f", source_id=source, contract_id=uuid4(), amount_cents=5_00)
    assert _purse(row) == source  # not the client's account with the house
    assert _why(row, Money(4_00)).in_words() == "Of the 5.00 EUR only 4.00 EUR is on the dedicated account."


def test_the_clients_bank_accepts_refuses_or_sends_back_a_sweep(
    opened: None, contract: Contract, owner: Viewer
) -> None:
    (first,) = receipts(50_000_00)
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 50_000)], by=owner, at=at(NEXT))
    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))

    def told(status: str, of: str = ordered.reference) -> object:
        data = pain002(of, [(ordered.reference, status, "AM04" if status == "RJCT" else "")])
        return take_report(data=data, name="told.xml", channel="folder", by=SYSTEM, at=at(NEXT))

    told("ACSP")
    assert Sweep.objects.get().state == "ordered"
    with pytest.raises(UnknownFile):
        told("RJCT", of="NOBODYS")
    told("RJCT")
    told("RJCT")
    assert (Sweep.objects.get().state, queries.to_sweep(contract.pk)) == ("refused", Money(50_000_00))
    assert Task.objects.get(kind="ledger.sweep_late").state == "open"
    again = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert Task.objects.get(kind="ledger.sweep_late").state != "open"
    bank(DEDICATED, NEXT, 50_000_00, Row(-50_000_00, again.reference), number=2)
    back = Row(50_000_00, again.reference, reason="AC04")
    bank(DEDICATED, NEXT + timedelta(days=1), 0, back, number=3)
    again.refresh_from_db()
    assert (again.state, held("9010", contract), queries.to_sweep(contract.pk)) == (
        "refused", 50_000_00, Money(50_000_00),
    )  # fmt: skip
    assert Receipt.objects.count() == 1  # what came back is no new money
    sound()
