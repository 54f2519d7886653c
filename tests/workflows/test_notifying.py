"""The debtor is told when his first invoice is bought: once, by mail or post, provably; and never in confidence."""

from __future__ import annotations

import email
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from cessie.config.invariants import examine
from cessie.connectors.channels import Piece
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.errors import AuthFailed
from cessie.domain.audit.models import Event
from cessie.domain.banking.open_account import open_account
from cessie.domain.correspondence.confirm_posted import confirm_posted
from cessie.domain.correspondence.models import Batch, Message
from cessie.domain.correspondence.queries import told
from cessie.domain.correspondence.resend import NotTold
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.correspondence.settle_unsure import settle_unsure
from cessie.domain.documents import originals
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import sending
from cessie.workflows.house import retention
from cessie.workflows.house.waiting import look_round
from cessie.workflows.letters import notifying
from tests.connectors.channels.mail_server import Post, running
from tests.domain.conftest import NOBODY, SYSTEM, of_client, staff
from tests.letters import in_confidence
from tests.stories.road import Road, moment

DAY = date(2026, 3, 2)
MORNING, EVENING = moment(DAY, 11), moment(DAY, 16)
NEW_IBAN = "BE71096123456769"


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    """A house with an address and an e-mail address, that lays its letters in a folder of its own."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent", email="debiteuren@huis.example"
    )
    return road


@pytest.fixture
def mailed(house: Road, settings: Settings) -> Road:
    """The debtor's e-mail address is known, and the house has a server."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    Company.objects.filter(name=house.buyer.name).update(email="ap@buyer.example")
    return house


@pytest.fixture
def desk(db: None) -> Viewer:
    return staff("desk", "collection")


def buy(road: Road, number: str, net: str = "1000.00", day: date = DAY) -> None:
    road.hand_in(road.sale(number, net, issued=day, due=date(2026, 4, 1)), day)
    road.approve(day)


def run(at: datetime, **how: Any) -> sending.Sent:
    return sending.run(by=SYSTEM, now=lambda: at, **how)


class Server:
    """A mail server that does what each test says, and remembers."""

    name, at_once, safe_again = "email", 1, False

    def __init__(self, act: Callable[[], str] = lambda: "250 OK") -> None:
        self.act, self.mails = act, []  # type: ignore[var-annotated]  # bytes

    def deliver(self, name: str, pieces: list[Piece]) -> str:
        self.mails.append(pieces[0].wire)
        return self.act()


def test_the_first_invoice_writes_one_notice_and_the_second_none(house: Road) -> None:
    buy(house, "2026-1")
    buy(house, "2026-2", "1500.00")
    message = Message.objects.get()
    assert (message.state, message.channel, message.debtor_id) == ("queued", "post", house.debtor_id)
    assert [item[0] for item in message.says["items"]] == ["2026-1"]
    assert message.says["everything"] is False, "each invoice is chosen under this contract"
    assert message.iban == house.collection.iban


def test_a_purchase_that_fails_writes_nothing(house: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(notifying, "write", fails)
    with pytest.raises(RuntimeError):
        buy(house, "2026-1")
    assert not Message.objects.exists()


def test_a_letter_is_laid_at_three_and_told_once_a_person_posted_it(
    house: Road, desk: Viewer, settings: Settings
) -> None:
    buy(house, "2026-1")
    assert run(MORNING) == run(moment(DAY, 14)) == sending.Sent()
    assert run(EVENING).letters == 1
    assert run(EVENING).letters == 0
    message, batch = Message.objects.get(), Batch.objects.get()
    assert message.state == "to_post"
    (pdf,) = Path(settings.POST_FOLDER).glob("out/20260302-001/*.pdf")
    assert pdf.read_bytes() == originals.read(message.document_id or "")
    look_round(by=SYSTEM, at=EVENING)
    assert Task.objects.get(kind="letter.to_post", state="open").subject_id == str(batch.pk)
    for who in (house.owner, SYSTEM, staff("books", "administrator")):
        with pytest.raises(NotAllowed):
            confirm_posted(batch_id=batch.pk, by=who, at=EVENING)
    for _ in range(2):
        confirm_posted(batch_id=batch.pk, by=desk, at=EVENING)
    message.refresh_from_db()
    assert (message.state, message.told_at) == ("sent", EVENING)
    assert Event.objects.filter(action="correspondence.post").count() == 1
    look_round(by=SYSTEM, at=EVENING)
    assert not Task.objects.filter(kind__startswith="letter.", state="open").exists()


def test_a_mail_is_accepted_by_a_real_server_and_proven_to_the_byte(
    mailed: Road, caplog: pytest.LogCaptureFixture
) -> None:
    buy(mailed, "2026-1")
    post = Post(["later", "ok"])
    with running(post) as port, caplog.at_level(logging.DEBUG):
        server = Smtp(f"smtp://127.0.0.1:{port}")
        assert run(MORNING, mail=server).mails == 0
        assert Message.objects.get().state == "queued"
        assert run(MORNING + timedelta(minutes=1), mail=server).mails == 0, "not before its time"
        assert run(MORNING + timedelta(minutes=2), mail=server).mails == 1
        assert run(MORNING + timedelta(hours=3), mail=server).mails == 0
    message = Message.objects.get()
    assert (message.state, message.told_at) == ("sent", MORNING + timedelta(minutes=2))
    assert post.mails == [originals.read(message.wire_id or "")]
    tries = list(message.attempts.order_by("number").values_list("outcome", "answer"))
    assert tries[0][0] == "later"
    assert "452" in tries[0][1]
    assert tries[1] == ("accepted", "250 2.0.0 queued as M1")
    mail = email.message_from_bytes(post.mails[0], policy=default)
    assert mail["Message-ID"] == f"<{message.pk}@huis.example>"
    assert mailed.collection.iban in mail.get_body().get_content().replace(" ", "")  # type: ignore[union-attr]  # it has one
    (letter,) = mail.iter_attachments()
    assert letter.get_content() == originals.read(message.document_id or "")
    assert not any("buyer.example" in line.getMessage() for line in caplog.records if line.name.startswith("cessie"))
    assert not Event.objects.filter(data__icontains="buyer.example").exists()


def test_what_a_server_refuses_follows_by_post(mailed: Road) -> None:
    buy(mailed, "2026-1")
    with running(Post(["never to"])) as port:
        assert run(MORNING, mail=Smtp(f"smtp://127.0.0.1:{port}")).mails == 0
    first, second = Message.objects.order_by("written_at", "pk")
    assert (first.state, second.state, second.channel, second.first_id) == ("failed", "queued", "post", first.pk)
    assert second.says == first.says
    assert "buyer.example" not in str(first.trouble)
    assert run(EVENING).letters == 1


def test_a_server_that_lets_nobody_in_stops_the_run_and_loses_nothing(mailed: Road) -> None:
    buy(mailed, "2026-1")

    def locked_out() -> str:
        raise AuthFailed("email", "login", "not let in", code="535")

    with pytest.raises(AuthFailed):
        run(MORNING, mail=Server(locked_out))
    assert Message.objects.get().state == "queued"


class Killed(BaseException):
    """Stands for the end of the process."""


def test_killed_while_sending_it_never_leaves_twice_unseen(mailed: Road, desk: Viewer) -> None:
    buy(mailed, "2026-1")

    def dies() -> str:
        raise Killed

    dying, later = Server(dies), Server()
    with pytest.raises(Killed):
        run(MORNING, mail=dying)
    assert len(dying.mails) == 1
    assert Message.objects.get().state == "sending"
    assert run(MORNING + timedelta(minutes=5), mail=later) == sending.Sent()
    assert run(MORNING + timedelta(minutes=16), mail=later) == sending.Sent(lost=1)
    assert run(MORNING + timedelta(hours=9), mail=later) == sending.Sent()
    assert later.mails == []
    message = Message.objects.get()
    assert message.state == "unsure"
    look_round(by=SYSTEM, at=EVENING)
    assert Task.objects.get(kind="letter.unsure", state="open").subject_id == str(message.pk)
    with pytest.raises(NotAllowed):
        settle_unsure(message_id=message.pk, left=False, note="x", by=SYSTEM, at=EVENING)
    with pytest.raises(Refusal):
        settle_unsure(message_id=message.pk, left=False, note=" ", by=desk, at=EVENING)
    settle_unsure(message_id=message.pk, left=False, note="not in the server's log", by=desk, at=EVENING)
    assert run(EVENING, mail=later).mails == 1
    assert later.mails == dying.mails, "the very bytes, with the same Message-ID"


def test_a_person_may_say_that_it_left(mailed: Road, desk: Viewer) -> None:
    buy(mailed, "2026-1")
    with running(Post(["gone"])) as port:
        run(MORNING, mail=Smtp(f"smtp://127.0.0.1:{port}"))
    message = Message.objects.get()
    assert message.state == "unsure"
    settled = settle_unsure(message_id=message.pk, left=True, note="he answered it", by=desk, at=EVENING)
    assert (settled.state, settled.told_at) == ("sent", MORNING)


def test_a_batch_that_was_begun_is_laid_after_the_crash_as_it_was(house: Road, settings: Settings) -> None:
    buy(house, "2026-1")

    class Dies:
        name, at_once, safe_again = "post", 500, True

        def deliver(self, name: str, pieces: list[Piece]) -> str:
            raise Killed

    with pytest.raises(Killed):
        run(EVENING, post=Dies())
    assert Message.objects.get().state == "sending"
    assert run(EVENING + timedelta(hours=1)).letters == 1
    assert len(list(Path(settings.POST_FOLDER).glob("out/*/*.pdf"))) == 1
    assert Message.objects.get().attempts.count() == 1


def test_nobody_reachable_is_a_task_until_somebody_enters_an_address(house: Road, desk: Viewer) -> None:
    Company.objects.filter(name=house.buyer.name).update(street="", town="")
    buy(house, "2026-1")
    assert Message.objects.get().state == "draft"
    look_round(by=SYSTEM, at=MORNING)
    assert Task.objects.filter(kind="letter.no_address", state="open").count() == 1
    for wrong in (How(email="nonsense"), How(street="Halfweg"), How(language="xx")):
        with pytest.raises(Refusal):
            set_writing(debtor_id=house.debtor_id, how=wrong, by=desk, at=MORNING)
    how = How(language="fr", street="Rue Neuve", building="3", postcode="5000", town="Namur", attention="Mme Petit")
    assert set_writing(debtor_id=house.debtor_id, how=how, by=desk, at=MORNING) == 1
    message = Message.objects.get()
    assert (message.state, message.channel, message.language) == ("queued", "post", "fr")
    assert message.recipient["lines"][1:4] == ["Mme Petit", "Rue Neuve 3", "5000 Namur"]
    look_round(by=SYSTEM, at=MORNING)
    assert not Task.objects.filter(kind="letter.no_address", state="open").exists()


def test_who_does_not_want_mail_gets_a_letter(mailed: Road, desk: Viewer) -> None:
    set_writing(debtor_id=mailed.debtor_id, how=How(mail_allowed=False), by=desk, at=MORNING)
    buy(mailed, "2026-1")
    assert Message.objects.get().channel == "post"


def test_what_comes_back_is_followed_by_a_letter_and_then_by_a_person(mailed: Road, desk: Viewer) -> None:
    buy(mailed, "2026-1")
    run(MORNING, mail=Server())
    first = Message.objects.get()
    notifying.came_back(message_id=first.pk, note="mailbox full", by=desk, at=MORNING)
    second = Message.objects.get(first=first)
    assert (second.channel, second.state) == ("post", "queued")
    run(EVENING)
    confirm_posted(batch_id=Batch.objects.get().pk, by=desk, at=EVENING)
    notifying.came_back(message_id=second.pk, note="moved", by=desk, at=EVENING)
    third = Message.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert (third.state, third.channel) == ("draft", "")
    assert told(viewer=house_viewer(mailed), client_id=mailed.client_id, debtor_id=mailed.debtor_id) == (
        told(viewer=SYSTEM, client_id=mailed.client_id, debtor_id=mailed.debtor_id)
    )


def house_viewer(road: Road) -> Viewer:
    return of_client(road.client_id)


def test_a_notice_sent_again_names_the_first(mailed: Road, desk: Viewer) -> None:
    buy(mailed, "2026-1")
    first = Message.objects.get()
    with pytest.raises(NotTold):
        notifying.send_again(message_id=first.pk, by=desk, at=MORNING)
    server = Server()
    run(MORNING, mail=server)
    for _ in range(2):
        again = notifying.send_again(message_id=first.pk, by=desk, at=MORNING)
    assert Message.objects.count() == 2
    run(MORNING, mail=server)
    text = email.message_from_bytes(server.mails[1], policy=default).get_body().get_content()  # type: ignore[union-attr]  # it has one
    assert first.reference in text
    assert again.reference in text


def test_the_account_changes_and_each_debtor_who_owes_is_told_once(house: Road, desk: Viewer) -> None:
    buy(house, "2026-1")
    assert notifying.look(by=SYSTEM, at=MORNING) == 0
    first = Message.objects.get()
    chief = staff("boss", "administrator")
    open_account(
        iban=NEW_IBAN, holder=house.house.name, purpose="collection", opened_date=DAY, opening=Money(0), by=chief,
        at=EVENING,
    )  # fmt: skip
    assert notifying.look(by=SYSTEM, at=EVENING) == 0, "a further account changes nothing"
    with connection.cursor() as cursor:
        cursor.execute("update banking_account set closed_date = %s where id = %s", [DAY, house.collection.pk])
    assert [notifying.look(by=SYSTEM, at=EVENING) for _ in range(2)] == [1, 0]
    second = Message.objects.exclude(pk=first.pk).get()
    assert (second.iban, second.says["former_iban"]) == (NEW_IBAN, house.collection.iban)
    with pytest.raises(Refusal, match="not paid to any more"):
        notifying.send_again(message_id=first.pk, by=desk, at=EVENING)
    with connection.cursor() as cursor:
        cursor.execute("update banking_account set closed_date = null where id = %s", [house.collection.pk])
    assert [notifying.look(by=SYSTEM, at=EVENING) for _ in range(2)] == [1, 0], "the old account came back"


# --- in confidence


def test_no_debtor_of_a_confidential_contract_is_ever_written_to(house: Road) -> None:
    house.hand_in(house.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    in_confidence(house)
    house.approve(DAY)
    notifying.look(by=SYSTEM, at=MORNING)
    run(EVENING)
    assert not Message.objects.exists()


def test_what_waits_when_a_contract_turns_confidential_never_leaves(mailed: Road) -> None:
    buy(mailed, "2026-1")
    in_confidence(mailed)
    server = Server()
    assert run(MORNING, mail=server) == run(EVENING, mail=server) == sending.Sent()
    assert server.mails == []
    assert Message.objects.get().state == "dropped"
    Message.objects.all().delete()


def test_a_message_under_a_confidential_contract_is_a_breach(house: Road) -> None:
    buy(house, "2026-1")
    in_confidence(house)
    message = Message.objects.get()
    found = [breach.in_words() for result in examine() for breach in result.breaches]
    assert found == [f"Letter {message.reference} went to a debtor under a contract that is confidential."]
    message.delete()


# --- who may see, and until when


def test_the_client_sees_that_his_debtor_was_told_and_nobody_else_does(house: Road) -> None:
    buy(house, "2026-1")
    pair = {"client_id": house.client_id, "debtor_id": house.debtor_id}
    assert len(told(viewer=house.owner, **pair)) == 1
    assert told(viewer=NOBODY, **pair) == told(viewer=of_client(UUID(int=1)), **pair) == ()


def test_when_its_time_is_over_the_letter_goes_and_the_fact_stays(house: Road, settings: Settings) -> None:
    buy(house, "2026-1")
    run(EVENING)
    message = Message.objects.get()
    chief = staff("boss", "administrator")
    retention.run(by=chief, at=moment(date(2040, 1, 5)), dry_run=False)
    message.refresh_from_db()
    assert (message.recipient, message.says["items"], message.says["client"]) == ({}, [], "")
    assert message.state == "to_post"
    assert not originals.path_of(message.document_id or "").exists()
