"""A plan by direct debit: each instalment is fetched on its day, once; what comes back is missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.end import end
from cessie.domain.arrangements.look import look
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.queries import missed
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.managed.tell import tell as tell_paid
from cessie.domain.mandates.announce import announce
from cessie.domain.mandates.debit_plan import debit_plan, leave_debit
from cessie.domain.mandates.models import Collection, Mandate, PlanDebit
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.release import release
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.tell import tell
from cessie.domain.mandates.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.direct_debit.debiting import propose_due
from cessie.workflows.direct_debit.instalments import awaited, propose_instalments
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.mandates.conftest import sound
from tests.stories.creditor import still_open
from tests.stories.road import moment
from tests.workflows.test_collecting import DAY, Own, own

__all__ = ["own"]

FIRST, SECOND = date(2026, 4, 1), date(2026, 5, 4)
#: The nights in which each is proposed: 14 days of notice and a week before.
NIGHT, LATER = date(2026, 3, 11), date(2026, 4, 13)


@pytest.fixture
def plan(own: Own) -> Arrangement:
    """1,210.00 in two parts; the debtor has them fetched."""
    made = ask_plan(
        invoice_ids=[own.invoice_id], parts=equal(Money(1210_00), 2, FIRST), by=own.creditor.owner, at=moment(DAY)
    )
    debit_plan(arrangement_id=made.pk, by=_debtor(own), at=moment(DAY))
    return made


def _debtor(own: Own) -> Viewer:
    whose = (own.creditor.client_id, own.mandate.debtor_id)
    return Viewer(key=f"link:{own.mandate.debtor_id}", kind="debtor", owes=whose)


def _night(day: date) -> int:
    at = moment(day, 3)
    look(awaited=awaited(), by=SYSTEM, at=at)
    return propose_due(by=SYSTEM, at=at) + propose_instalments(by=SYSTEM, at=at)


def _leaves(own: Own, on: date) -> Collection:
    """The debtor was told, and the file left."""
    row, at = Collection.objects.get(state="proposed"), moment(on)
    tell(collection_id=row.pk, notified_date=on, by=own.creditor.collector, at=at)
    batch = prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at)
    release(batch_id=batch.pk, by=staff(f"other-{on}", "treasury"), at=at)
    return row


def _state(plan: Arrangement) -> str:
    return Arrangement.objects.get(pk=plan.pk).state


def test_each_instalment_is_fetched_on_its_day_once_and_the_plan_is_kept(own: Own, plan: Arrangement) -> None:
    assert _night(NIGHT - timedelta(days=1)) == 0
    assert [_night(NIGHT) for _ in range(2)] == [1, 0]
    first = _leaves(own, NIGHT)
    assert (first.amount_cents, first.collection_date) == (605_00, FIRST)
    own.creditor.bank(FIRST, Row(605_00, first.end_to_end_id))
    assert still_open(own.invoice_id) == ["605.00"]
    assert [_night(LATER) for _ in range(2)] == [1, 0]
    second = _leaves(own, LATER)
    assert (second.amount_cents, second.collection_date) == (605_00, SECOND)
    assert _night(SECOND + timedelta(days=9)) == 0
    assert _state(plan) == "running", "the bank has not answered yet"
    own.creditor.bank(SECOND + timedelta(days=10), Row(605_00, second.end_to_end_id))
    _night(SECOND + timedelta(days=11))
    assert (_state(plan), still_open(own.invoice_id)) == ("kept", ["0.00"])
    sound()


def test_what_comes_back_for_want_of_money_is_missed_and_not_tried_again(own: Own, plan: Arrangement) -> None:
    _night(NIGHT)
    first = _leaves(own, NIGHT)
    own.creditor.bank(FIRST, Row(605_00, first.end_to_end_id))
    _night(LATER)
    second = Collection.objects.get(state="proposed")
    back = LATER + timedelta(days=1)
    own.creditor.bank(back, Row(-605_00, first.end_to_end_id, reason="AM04"))
    first.refresh_from_db()
    assert "counts as missed" in str(first.reasons)
    assert [each.amount for each in missed(on=back)] == [Money(605_00)]
    _night(back)
    assert (_state(plan), Collection.objects.count()) == ("broken", 2)
    announce(mandate_id=own.mandate.pk, by=SYSTEM, at=moment(back))
    second.refresh_from_db()
    assert second.state == "dropped", "the plan is broken: what is left falls due as the law says"
    assert still_open(own.invoice_id) == ["1210.00"]
    sound()


def test_what_our_file_did_wrong_is_put_right_and_nobody_missed_anything(own: Own, plan: Arrangement) -> None:
    _night(NIGHT)
    first = _leaves(own, NIGHT)
    own.creditor.bank(FIRST, Row(605_00, first.end_to_end_id))
    own.creditor.bank(FIRST + timedelta(days=1), Row(-605_00, first.end_to_end_id, reason="TM01"))
    again = Collection.objects.get(state="proposed")
    assert (again.retry_of_id, again.instalment_id, again.amount_cents) == (first.pk, first.instalment_id, 605_00)
    _night(FIRST + timedelta(days=5))
    assert _state(plan) == "running"


def test_what_he_pays_before_is_not_fetched(own: Own, plan: Arrangement) -> None:
    _night(NIGHT)
    tell_paid(
        key=uuid7(), invoice_id=own.invoice_id, kind="told", amount=Money(605_00), paid=NIGHT, note="in cash",
        by=own.creditor.owner, at=moment(NIGHT),
    )  # fmt: skip
    announce(mandate_id=own.mandate.pk, by=SYSTEM, at=moment(NIGHT))
    assert [row.state for row in Collection.objects.all()] == ["dropped"]
    assert _night(NIGHT + timedelta(days=1)) == 0


def test_he_takes_it_back_and_pays_himself(own: Own, plan: Arrangement) -> None:
    _night(NIGHT)
    for _ in range(2):
        leave_debit(arrangement_id=plan.pk, by=_debtor(own), at=moment(NIGHT))
    assert [row.state for row in Collection.objects.all()] == ["dropped"]
    assert (_night(LATER), PlanDebit.objects.filter(left_at__isnull=True).count()) == (0, 0)


def test_an_instalment_that_cannot_be_fetched_is_asked_of_the_desk(own: Own, plan: Arrangement) -> None:
    revoke(mandate_id=own.mandate.pk, note="his word", by=own.creditor.owner, at=moment(DAY))
    (watch,) = [watch for watch in WATCHES if watch.kind == "collection.instalment"]
    assert [list(watch.look(moment(day))) for day in (NIGHT, FIRST - timedelta(days=15))] == [[], []]
    assert _night(FIRST - timedelta(days=14)) == 0
    (waits,) = watch.look(moment(FIRST - timedelta(days=14)))
    assert waits.subject == ("arrangements.Arrangement", str(plan.pk))


def test_only_the_plans_own_people_choose_it_under_a_mandate_that_allows_it(own: Own) -> None:
    made = ask_plan(
        invoice_ids=[own.invoice_id], parts=equal(Money(1210_00), 2, FIRST), by=own.creditor.owner, at=moment(DAY)
    )
    with pytest.raises(NotFound):
        debit_plan(arrangement_id=made.pk, by=of_client(own.mandate.pk), at=moment(DAY))
    Mandate.objects.update(limit_cents=600_00)
    with pytest.raises(Refusal, match="more than the mandate allows"):
        debit_plan(arrangement_id=made.pk, by=_debtor(own), at=moment(DAY))
    Mandate.objects.update(limit_cents=None)
    first, again = (debit_plan(arrangement_id=made.pk, by=_debtor(own), at=moment(DAY)) for _ in range(2))
    assert first.pk == again.pk
    end(arrangement_id=made.pk, words="he paid", by=own.creditor.owner, at=moment(DAY))
    assert _night(NIGHT) == 1, "the plan is over: the invoice is collected whole as any other"
    assert Collection.objects.get().amount_cents == 1210_00
