"""The bank's word before it books: a refusal gives the money back to the client, an acceptance moves nothing."""

from __future__ import annotations

import pytest

from cessie.domain.payments.models import Order
from cessie.domain.payments.reject import reject
from cessie.domain.payments.rules.reported import UnknownFile
from cessie.domain.payments.take_report import take_report
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.domain.work.models import Task
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.bank_files import Row, pain002
from tests.domain.conftest import AT, SYSTEM
from tests.domain.payments.test_execute import bank_says, released
from tests.domain.payments.test_release import breaches
from tests.money_out import Stage, pay


def number(row: Order) -> str:
    return row.batch.number  # type: ignore[union-attr]  # released


def report(data: bytes) -> tuple[object, ...]:
    return take_report(data=data, name="r.xml", by=SYSTEM, at=AT).rejected


def states() -> list[str]:
    return list(Order.objects.order_by("key").values_list("state", flat=True))


def test_one_of_two_is_refused(on: Stage) -> None:
    one, two = released(on, 300_00, 100_00)
    told = pain002(number(one), [(one.end_to_end_id, "RJCT", "AC01"), (two.end_to_end_id, "ACSP", "")])
    assert report(told) == (one.pk,)
    assert states() == ["rejected", "instructed"]
    assert (balance("1030"), balance("2100")) == (Money(-100_00), Money(-400_00))
    task = Task.objects.get(state="open")
    assert (task.kind, task.reasons[0]["facts"]["code"]) == ("payments.failed", "AC01")
    assert breaches() == []


def test_the_same_report_again_changes_nothing(on: Stage) -> None:
    (one,) = released(on, 300_00)
    told = pain002(number(one), [(one.end_to_end_id, "RJCT", "AC01")])
    assert report(told) == report(told)
    assert balance("2100") == Money(-500_00)
    assert Task.objects.count() == 1


def test_the_whole_file_is_refused(on: Stage) -> None:
    one, _ = released(on, 300_00, 100_00)
    assert len(report(pain002(number(one), [], group="RJCT"))) == 2
    assert states() == ["rejected", "rejected"]
    assert balance("1030") == Money(0)
    assert breaches() == []


def test_accepted_moves_nothing(on: Stage) -> None:
    (one,) = released(on, 300_00)
    assert report(pain002(number(one), [(one.end_to_end_id, "ACSC", "")], group="ACSC")) == ()
    assert states() == ["instructed"]
    assert balance("1030") == Money(-300_00)


def test_the_statement_decides_where_the_bank_contradicts_itself(on: Stage) -> None:
    (one,) = released(on, 300_00)
    bank_says(Row(-300_00, one.end_to_end_id))
    report(pain002(number(one), [(one.end_to_end_id, "RJCT", "AC01")]))
    assert states() == ["executed"]
    assert "payments.rejected_late" in [reason["code"] for reason in Task.objects.get(state="open").reasons]
    assert balance("1005") == Money(700_00)


def test_refused_and_yet_paid_is_an_alarm(on: Stage) -> None:
    (one,) = released(on, 300_00)
    report(pain002(number(one), [(one.end_to_end_id, "RJCT", "AC01")]))
    (done,) = bank_says(Row(-300_00, one.end_to_end_id))
    assert [reason.code for reason in done.reasons] == ["payments.unawaited"]


def test_a_file_or_an_order_that_is_not_ours(on: Stage) -> None:
    one, _ = released(on, 300_00, 100_00)
    with pytest.raises(UnknownFile):
        report(pain002("CS-OTHER", [(one.end_to_end_id, "RJCT", "AC01")]))
    with pytest.raises(UnknownFile):
        report(pain002(number(one), [(one.end_to_end_id, "RJCT", "AC01"), ("STRANGER", "RJCT", "AC01")]))
    assert states() == ["instructed", "instructed"]  # nothing by halves
    with pytest.raises(Refusal):
        report(b"hello")


def test_reject_by_name(on: Stage) -> None:
    row = pay(on, 1_00)
    with pytest.raises(WrongState):
        reject(end_to_end_id=row.end_to_end_id, reason_code="AC01", text="", by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        reject(end_to_end_id="X", reason_code="AC01", text="", by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        reject(end_to_end_id=row.end_to_end_id, reason_code="AC01", text="", by=on.clerk, at=AT)
