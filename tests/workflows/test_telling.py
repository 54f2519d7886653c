"""Unpaid documents are declared in time, claims told and heard over the insurer's service, and nothing goes twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from cessie.connectors.errors import AuthFailed, Rejected
from cessie.connectors.insurers import Overdue
from cessie.connectors.insurers.atradius import Atradius
from cessie.connectors.insurers.sandbox import APP_KEY, CLIENT, NON_PAYMENTS, SECRET, Sandbox
from cessie.domain.credit.declare import declare
from cessie.domain.credit.models import ClaimNews, Declaration, Policy, Telling
from cessie.domain.credit.tell import move_telling
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.house.waiting import look_round
from cessie.workflows.losses import insuring
from cessie.workflows.losses.declaring import Reportable, declare_chosen, reportable
from cessie.workflows.losses.telling import Told, run
from tests.domain.conftest import SYSTEM, an, bob, client_, debtor, other_client, seller, store_folder
from tests.domain.purchase.conftest import accepted, agree, owner
from tests.domain.purchase.test_insurance import bea, bought

__all__ = [
    "accepted", "agree", "an", "bea", "bob", "bought", "client_", "debtor", "other_client", "owner", "seller",
    "store_folder",
]  # fmt: skip

KEYS = {"client_id": CLIENT, "secret": SECRET, "app_key": APP_KEY, "policy": "P-1", "customer": "H-1"}
DUE = date(2026, 4, 1)
#: Sixty days after it the policy wants it reported, within thirty more.
SOON, THEN = datetime(2026, 5, 20, 9, tzinfo=UTC), datetime(2026, 6, 5, 9, tzinfo=UTC)
LATE = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(THEN) as sandbox:
        yield sandbox


@pytest.fixture
def insurer(there: Sandbox) -> Iterator[Atradius]:
    with Atradius(there.url, **KEYS, non_payments=NON_PAYMENTS) as service:
        yield service


def only(viewer: Viewer, at: datetime) -> Reportable:
    (row,) = reportable(viewer=viewer, today=at.date())
    return row


def test_a_document_is_declared_once_and_in_time(bought: Invoice, an: Viewer, owner: Viewer) -> None:
    assert [only(an, at).stage(at.date()) for at in (SOON, THEN, LATE)] == ["soon", "due", "late"]
    insuring.propose(by=SYSTEM, at=THEN)
    task = Task.objects.get(kind="invoice.report", state="open")
    assert task.due_at.date() == date(2026, 6, 30)  # the last day on which cover is kept
    row = only(an, THEN)
    with pytest.raises(Refusal) as no:  # nobody set a service up
        declare_chosen(keys=[row.key], on=None, by=an, at=THEN)
    assert no.value.code == "declaring.no_service"
    with pytest.raises(NotFound):  # the policy is the house's, not his
        declare_chosen(keys=[row.key], on=THEN.date(), by=owner, at=THEN)
    for day in (DUE - timedelta(days=1), THEN.date() + timedelta(days=1)):
        with pytest.raises(Refusal):
            declare_chosen(keys=[row.key], on=day, by=an, at=THEN)
    assert len(declare_chosen(keys=[row.key], on=THEN.date(), reference="N-7", by=an, at=THEN)) == 1
    declare(contract_id=row.contract_id, policy=row.policy, items=[row.item], on=THEN.date(), by=an, at=THEN)
    assert Declaration.objects.count() == 1
    assert only(an, LATE).stage(LATE.date()) == "declared"
    Declaration.objects.update(declared_date=LATE.date())
    assert only(an, LATE).stage(LATE.date()) == "declared_late"
    insuring.propose(by=SYSTEM, at=THEN)
    assert not Task.objects.filter(kind="invoice.report", state="open").exists()


def test_what_is_told_over_the_service_goes_once_whatever_happens(
    bought: Invoice, an: Viewer, bob: Viewer, there: Sandbox, insurer: Atradius
) -> None:
    row = only(an, THEN)
    declare(contract_id=row.contract_id, policy=row.policy, items=[row.item], by=an, at=THEN)
    telling = Telling.objects.get()
    there.trouble = 503  # out of reach: it waits
    assert run(insurer=insurer, by=SYSTEM, at=THEN) == Told()
    there.trouble = 401
    with pytest.raises(AuthFailed):
        run(insurer=insurer, by=SYSTEM, at=THEN)
    there.trouble, there.cut = 0, True  # it arrives, and the line is cut before the answer
    run(insurer=insurer, by=SYSTEM, at=THEN)
    telling.refresh_from_db()
    assert (telling.state, len(there.told)) == ("unsure", 1)
    look_round(by=SYSTEM, at=THEN)
    assert Task.objects.filter(kind="claim.untold", state="open").count() == 1
    there.cut = False
    run(insurer=insurer, by=SYSTEM, at=THEN)  # he knows our reference: nothing is sent again
    telling.refresh_from_db()
    said = Declaration.objects.get()
    assert (telling.state, len(there.told), said.reference) == ("told", 1, "N000001")
    assert said.declared_date == THEN.date()
    look_round(by=SYSTEM, at=THEN)
    assert not Task.objects.filter(kind="claim.untold", state="open").exists()
    Telling.objects.update(state="sending")  # killed while it was sent
    run(insurer=insurer, by=SYSTEM, at=THEN)
    assert (Telling.objects.get().state, len(there.told)) == ("told", 1)
    Telling.objects.update(state="failed")
    with pytest.raises(NotAllowed):
        move_telling(telling_id=telling.pk, event="by_hand", by=bob, at=THEN)
    assert move_telling(telling_id=telling.pk, event="by_hand", reference="X", by=an, at=LATE).state == "told"
    assert Declaration.objects.get().declared_date == THEN.date()
    with pytest.raises(WrongState):
        move_telling(telling_id=telling.pk, event="again", by=an, at=LATE)


def test_a_claim_is_told_and_its_decision_heard_once(
    bought: Invoice, an: Viewer, there: Sandbox, insurer: Atradius, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insuring, "over_service", lambda policy: True)
    claim = insuring.claim(invoice_id=bought.pk, note="bankrupt", by=an, at=THEN)
    assert run(insurer=insurer, by=SYSTEM, at=THEN) == Told(sent=1)
    claim.refresh_from_db()
    assert claim.reference == "N000001"
    there.now = THEN + timedelta(days=1)
    assert [run(insurer=insurer, by=SYSTEM, at=there.now).heard for _ in range(2)] == [1, 0]
    news = ClaimNews.objects.get()
    assert (news.outcome, news.granted_cents) == ("granted", 21_780_00)  # 90 % of the 24,200.00
    look_round(by=SYSTEM, at=there.now)
    task = Task.objects.get(kind="claim.answered", state="open")
    assert task.subject_id == str(bought.pk)


@pytest.mark.parametrize(
    ("buyer", "outcome", "granted"), [("B1", "granted", "90.00"), ("B7", "partly", "45.00"), ("B6", "refused", "0")]
)
def test_each_decision_in_the_words_of_the_house(
    there: Sandbox, insurer: Atradius, buyer: str, outcome: str, granted: str
) -> None:
    insurer.file_claim(buyer, [Overdue("F-1", DUE, Money(100_00))], "R-1")
    with pytest.raises(Rejected):
        insurer.report_overdue(buyer, [Overdue("F-1", DUE, Money(100_00))], "R-1")
    assert insurer.told_since(THEN.date()) == {"R-1": "N000001"}
    assert insurer.claims_since(THEN.date()) == []
    there.now = THEN + timedelta(days=1)
    (said,) = insurer.claims_since(THEN.date())
    assert (said.outcome, said.granted, said.reference) == (outcome, Money.parse(granted), "R-1")


def test_what_is_unpaid_on_no_policy_is_nobodys_matter(bought: Invoice, an: Viewer) -> None:
    Policy.objects.update(valid_from=date(2027, 1, 1))
    assert reportable(viewer=an, today=THEN.date()) == []
    with pytest.raises(Refusal):
        declare_chosen(keys=["x"], on=THEN.date(), by=an, at=THEN)
