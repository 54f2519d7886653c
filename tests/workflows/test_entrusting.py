"""A debtor signs, moves and cancels on the pages of a service: heard once, confirmed by two people of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from cessie.connectors.errors import AuthFailed
from cessie.connectors.mandates.sandbox import KEY, PREFIX, Sandbox, signed
from cessie.connectors.mandates.twikey import Twikey
from cessie.domain.documents.queries import content
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.hear_service import read_to
from cessie.domain.mandates.models import Creditor, Mandate, ServiceEvent, Signing, TakenBack
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.timing import CutOff
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.take_back import AGAIN, Told, seen_there, tell_again
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.work.models import Task
from cessie.lib.reasons import Refusal
from cessie.workflows.direct_debit import entrusting
from cessie.workflows.direct_debit.signing import ask_to_sign
from cessie.workflows.house.waiting import look_round
from tests.domain.conftest import AT, SYSTEM, an, bob, client_, debtor, other_client, seller, staff
from tests.domain.mandates.conftest import DEBTOR_IBAN, Stage, on
from tests.domain.matching.conftest import bought, collection, contract_id, receives

__all__ = [
    "an", "bob", "bought", "client_", "collection", "contract_id", "debtor", "on", "other_client", "receives", "seller",
]  # fmt: skip
IBAN = "BE68539007547034"


@pytest.fixture
def there(on: Stage, settings: Settings) -> Iterator[Sandbox]:
    """The creditor's debtors sign on the service's pages."""
    set_up_creditor(
        account_id=on.creditor.account_id, identifier=on.creditor.identifier, notice_days=5, cut_off=CutOff(),
        service="twikey", template="CT1", by=staff("setter", "administrator"), at=AT,
    )  # fmt: skip
    with Sandbox(AT) as sandbox:
        settings.TWIKEY_URL, settings.TWIKEY_KEY = f"{sandbox.url}{PREFIX}", KEY
        yield sandbox


def ask(on: Stage) -> str:
    """Where the debtor signs."""
    return ask_to_sign(
        creditor_id=on.creditor.pk, debtor_id=on.mandate.debtor_id, scheme="CORE", email="jan@peeters.example",
        by_mail=False, by=on.clerk, at=AT,
    ).address  # fmt: skip


def debtor_does(url: str, act: str, **said: str) -> None:
    httpx.get(f"{url}/{act}", params=said).raise_for_status()


def hear() -> int:
    return entrusting.hear(by=SYSTEM, at=AT)


def test_what_was_signed_there_serves_once_a_second_person_confirmed_it(on: Stage, there: Sandbox) -> None:
    url = ask(on)
    debtor_does(url, "sign", iban=IBAN, name="Jan Peeters")
    assert [hear(), hear()] == [1, 0]
    mandate = Mandate.objects.get(reference=url.rpartition("/")[2])
    assert (mandate.state, mandate.iban, mandate.holder, mandate.signed_date) == (
        "signed", IBAN, "Jan Peeters", date(2026, 3, 2),
    )  # fmt: skip
    assert IBAN.encode() in content(mandate.document_id, SYSTEM), "the service's own message is the proof"
    assert Signing.objects.get().state == "signed"
    with pytest.raises(SamePerson):
        activate(mandate_id=mandate.pk, by=on.clerk, at=AT)
    activate(mandate_id=mandate.pk, by=on.second, at=AT)
    debtor_does(url, "move", iban=DEBTOR_IBAN)
    debtor_does(url, "cancel")
    assert hear() == 2
    mandate.refresh_from_db()
    assert (mandate.state, mandate.iban, mandate.note) == ("revoked", DEBTOR_IBAN, "twikey: MS02")
    assert mandate.amendments.get().former_iban == IBAN
    assert list(ServiceEvent.objects.order_by("pk").values_list("kind", "outcome")) == [
        ("signed", "done"), ("amended", "done"), ("cancelled", "done"),
    ]  # fmt: skip


def test_a_turn_that_was_killed_before_it_noted_its_position_does_nothing_twice(
    on: Stage, there: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    debtor_does(ask(on), "sign", iban=IBAN, name="Jan")
    read_to(service="twikey", position="0", at=AT)

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(entrusting, "read_to", killed)
        with pytest.raises(KeyboardInterrupt):
            hear()
    assert hear() == 1, "read again"
    assert Mandate.objects.count() == 2, "the one of before and this one"
    assert ServiceEvent.objects.count() == 1


def test_who_refuses_there_has_declined_and_what_cannot_be_done_is_asked_of_a_person(on: Stage, there: Sandbox) -> None:
    debtor_does(ask(on), "refuse")
    debtor_does(ask(on), "sign", iban="BE00", name="Jan")
    there._tell({"CxlRsn": {"Rsn": "MD01"}, "OrgnlMndtId": "NOBODYS"})
    assert hear() == 3
    assert sorted(Signing.objects.values_list("state", flat=True)) == ["declined", "sent"]
    assert set(ServiceEvent.objects.values_list("outcome", flat=True)) == {"done", "refused", "unknown"}
    codes = {reason["code"] for task in Task.objects.filter(kind="mandate.told") for reason in task.reasons}
    assert codes == {"mandates.iban", "mandate.told"}


def signed_there(on: Stage) -> Mandate:
    """A mandate that was signed on the service's pages and serves."""
    url = ask(on)
    debtor_does(url, "sign", iban=IBAN, name="Jan Peeters")
    hear()
    return activate(mandate_id=Signing.objects.get(reference=url.rpartition("/")[2]).pk, by=on.second, at=AT)


def test_what_is_revoked_here_is_told_to_the_service_once(on: Stage, there: Sandbox) -> None:
    mandate = signed_there(on)
    revoke(mandate_id=on.mandate.pk, note="by telephone", by=on.clerk, at=AT)
    assert not TakenBack.objects.exists(), "signed on paper: nobody is told"
    for _ in range(2):
        revoke(mandate_id=mandate.pk, note="by telephone", by=on.clerk, at=AT)
    there.trouble = 503
    assert hear() == 0
    there.trouble = 0
    row = TakenBack.objects.get()
    assert (row.told_at, row.answer, row.next_at) == (None, "not now [503]", AT + AGAIN), "out of reach: later"
    assert entrusting.hear(by=SYSTEM, at=AT + AGAIN) == 0
    row.refresh_from_db()
    assert (row.told_at, row.next_at) == (AT + AGAIN, None)
    assert there.events[-1]["CxlRsn"] == {"Rsn": "by telephone"}
    assert entrusting.hear(by=SYSTEM, at=AT + 2 * AGAIN) == 1, "its own feed tells it back, which changes nothing"
    mandate.refresh_from_db()
    assert (mandate.state, mandate.note, len(there.events)) == ("revoked", "by telephone", 2)
    with pytest.raises(Told):
        tell_again(mandate_id=mandate.pk, by=on.clerk, at=AT)


def test_a_turn_killed_after_the_service_took_it_hears_that_before_it_asks_again(on: Stage, there: Sandbox) -> None:
    mandate = signed_there(on)
    revoke(mandate_id=mandate.pk, note="by telephone", by=on.clerk, at=AT)
    there.cut = True  # it does it and hangs up: whether it did, nobody knows
    hear()
    there.cut = False
    assert TakenBack.objects.get().told_at is None
    assert entrusting.hear(by=SYSTEM, at=AT + AGAIN) == 1
    assert TakenBack.objects.get().told_at == AT + AGAIN
    assert sum("CxlRsn" in event for event in there.events) == 1


def test_what_the_service_refuses_to_end_is_a_persons_who_says_how_he_knows(on: Stage, there: Sandbox) -> None:
    mandate = signed_there(on)
    revoke(mandate_id=mandate.pk, note="by telephone", by=on.clerk, at=AT)
    del there.invited[mandate.reference]
    hear()
    look_round(by=SYSTEM, at=AT)
    (task,) = Task.objects.filter(kind="mandate.untold")
    assert "no such mandate" in task.reasons[0]["facts"]["answer"]
    hear()
    assert TakenBack.objects.get().next_at is None, "it is not asked again by itself"
    assert tell_again(mandate_id=mandate.pk, by=on.clerk, at=AT).next_at == AT
    hear()
    with pytest.raises(Refusal, match="Say how you know"):
        seen_there(mandate_id=mandate.pk, note=" ", by=on.clerk, at=AT)
    seen_there(mandate_id=mandate.pk, note="ended on its pages", by=on.second, at=AT)
    look_round(by=SYSTEM, at=AT)
    assert not Task.objects.filter(kind="mandate.untold", state="open").exists()


def test_an_invitation_without_an_answer_is_not_sent_again_by_itself(on: Stage, there: Sandbox) -> None:
    there.cut = True
    with pytest.raises(Refusal, match="is not known"):
        ask(on)
    (asked,) = there.invited
    there.cut = False
    debtor_does(f"{there.url}/debtor/{asked}", "sign", iban=IBAN, name="Jan")
    hear()
    assert Mandate.objects.filter(reference=asked).exists(), "the debtor had it: our question is found by its reference"


def test_a_creditor_chooses_a_service_with_its_kind_of_mandate_and_a_key_that_is_wrong_stops(
    on: Stage, there: Sandbox
) -> None:
    with pytest.raises(Refusal, match="kind of mandate"):
        set_up_creditor(
            account_id=on.creditor.account_id, identifier=on.creditor.identifier, service="twikey",
            by=staff("setter-2", "administrator"), at=AT,
        )  # fmt: skip
    assert Creditor.objects.get().template == "CT1"
    with Twikey(f"{there.url}{PREFIX}", "wrong") as service, pytest.raises(AuthFailed):
        entrusting.run(service=service, by=SYSTEM, at=AT)


def test_a_signed_call_has_the_feed_read_soon_and_another_finds_nothing(db: None, settings: Settings) -> None:
    settings.TWIKEY_KEY = KEY
    query, name = "type=contract&event=1", "cessie.workflows.jobs.hear_mandates"
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(f"/hook/mandates?{query}").status_code == 404
    assert browser.get(f"/hook/mandates?{query}", headers={"X-Signature": signed("type=x")}).status_code == 404
    assert not ProcrastinateJob.objects.filter(task_name=name).exists()
    for _ in range(2):
        assert browser.get(f"/hook/mandates?{query}", headers={"X-Signature": signed(query)}).status_code == 200
    assert ProcrastinateJob.objects.filter(task_name=name).count() == 1
