"""The bank is asked about the name before money goes to an account; what it says is kept and counts."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from cessie.connectors.banks.vop import Verdict
from cessie.connectors.errors import Temporary
from cessie.domain.payments.models import Verification
from cessie.domain.payments.prepare import NothingToPay
from cessie.domain.payments.queries import to_verify, waiting_orders
from cessie.domain.payments.release import Changed, release
from cessie.domain.payments.verify import verify
from cessie.domain.payments.vouch import vouch
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.domain.work.models import Task
from cessie.workflows.money.paying import verify_payees
from tests.domain.conftest import AT, SYSTEM
from tests.domain.payments.test_prepare import batch_of
from tests.money_out import OTHER, Stage, give_account, pay


class Bank:
    """A service that says what it is told to say."""

    name = "test bank"

    def __init__(self, *answers: Verdict) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    def verify(self, holder: str, iban: str) -> Verdict:
        self.asked.append((holder, iban))
        if not self.answers:
            raise Temporary(self.name, "verify", "not now")
        return self.answers.pop(0)


@pytest.fixture(autouse=True)
def asks(settings: Settings) -> None:
    settings.VOP_URL = "http://bank.example"


def codes(on: Stage) -> list[list[str]]:
    return [[reason.code for reason in order.holds] for order in waiting_orders(on.treasurer, at=AT)]


def test_no_money_leaves_before_the_bank_has_answered(on: Stage) -> None:
    pay(on, 100_00)
    assert codes(on) == [["payments.not_verified"]]
    with pytest.raises(NothingToPay):
        batch_of(on)
    bank = Bank(Verdict("match", reference="V1"))
    assert verify_payees(verifier=bank, by=SYSTEM, at=AT) == 1
    assert bank.asked == [(on.payee.holder, on.payee.iban)]
    assert verify_payees(verifier=bank, by=SYSTEM, at=AT) == 0  # asked once, kept for ever
    (order,) = waiting_orders(on.treasurer, at=AT)
    assert order.verified is not None
    assert (order.holds, order.verified.outcome, order.verified.provider) == ((), "match", "test bank")
    release(batch_id=batch_of(on).pk, by=on.second, at=AT)


@pytest.mark.parametrize(("outcome", "held"), [("close", False), ("impossible", False), ("none", True)])
def test_only_another_name_holds_and_a_second_person_lifts_it(on: Stage, outcome: str, held: bool) -> None:
    order = pay(on, 100_00)
    verify(account_id=on.payee.pk, verifier=Bank(Verdict(outcome, "Fonderie")), by=SYSTEM, at=AT)  # type: ignore[arg-type]
    assert codes(on) == [["payments.name_differs"] if held else []]
    vouch(order_id=order.pk, note="called them on the number of the contract", by=on.second, at=AT)
    assert codes(on) == [[]]


def test_an_answer_that_changes_while_the_batch_waits_stops_it(on: Stage) -> None:
    pay(on, 100_00)
    bank = Bank(Verdict("match"), Verdict("none"))
    verify(account_id=on.payee.pk, verifier=bank, by=SYSTEM, at=AT)
    batch = batch_of(on)
    verify(account_id=on.payee.pk, verifier=bank, again=True, by=on.treasurer, at=AT)
    with pytest.raises(Changed, match="not in the name"):
        release(batch_id=batch.pk, by=on.second, at=AT)


def test_a_new_account_is_asked_about_anew(on: Stage) -> None:
    verify(account_id=on.payee.pk, verifier=Bank(Verdict("match")), by=SYSTEM, at=AT)
    other = give_account(on.client.company_id, OTHER, on.clerk, on.second, AT)
    pay(on, 100_00, "a")
    pay(on, 100_00, "b", payee=other)
    assert to_verify() == [other.pk]


def test_a_bank_that_does_not_answer_keeps_orders_waiting_and_is_told_once(on: Stage) -> None:
    pay(on, 100_00)
    for _ in range(2):
        assert verify_payees(verifier=Bank(), by=SYSTEM, at=AT) == 0
    assert Task.objects.get(kind="vop.unreachable").state == "open"
    assert not Verification.objects.exists()
    verify_payees(verifier=Bank(Verdict("match")), by=SYSTEM, at=AT)
    assert Task.objects.get(kind="vop.unreachable").state == "closed"
    with pytest.raises(NotAllowed):
        verify(account_id=on.payee.pk, verifier=Bank(), by=on.clerk, at=AT)
