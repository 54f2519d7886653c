"""Messages leave by the channel that is cheapest for the day, and what carriers say of them is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cessie.config.invariants import examine
from cessie.connectors.channels.print_partner.sandbox import work
from cessie.connectors.channels.registered_email import sandbox as registered_email
from cessie.connectors.channels.registered_email.service import RegisteredEmail
from cessie.domain.correspondence.hear import ask_soon
from cessie.domain.correspondence.models import Batch, ChannelPrice, Evidence, Message, Writing
from cessie.domain.correspondence.rules.tariff import Price
from cessie.domain.correspondence.set_price import set_price
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.documents import originals
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import sending
from cessie.workflows.house.waiting import look_round
from cessie.workflows.incoming import answering
from cessie.workflows.letters.carriers import hook
from tests.connectors.channels.test_returns import FAILED, IDENTITY, report
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, moment
from tests.workflows.test_notifying import Server

DAY = date(2026, 3, 2)
EVENING = moment(DAY, 16)
PARTNER = Price("print_partner", "piece", "", 0, 1, Money(90), DAY, source="contract", verified=True)


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    """A house with a print partner who is cheaper than its own machine; its debtor is written to on paper."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    settings.PRINT_FOLDER = tmp_path / "print"
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent"
    )
    set_price(price=PARTNER, by=staff("root", "administrator"), at=moment(DAY, 8))
    return road


@pytest.fixture
def desk(db: None) -> Viewer:
    return staff("desk", "collection")


def run(at: object = EVENING) -> sending.Sent:
    return sending.run(by=SYSTEM, now=lambda: at)  # type: ignore[arg-type,return-value]  # a moment


def buy(road: Road, number: str) -> Message:
    road.hand_in(road.sale(number, "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    road.approve(DAY)
    return Message.objects.get()


def moves_to(road: Road, building: str, desk: Viewer) -> None:
    how = How(street="Proefweg", building=building, postcode="2000", town="Antwerpen", country="BE")
    set_writing(debtor_id=road.debtor_id, how=how, by=desk, at=moment(DAY, 9))


def test_the_partner_prints_posts_and_reports(house: Road, desk: Viewer, tmp_path: Path) -> None:
    message = buy(house, "2026-1")
    assert (message.channel, message.price_cents) == ("print_partner", 90)
    assert {each["channel"] for each in message.considered} == {"print_partner", "post", "registered_post"}
    assert run().letters == 1
    assert run().letters == 0
    message.refresh_from_db()
    assert (message.state, Batch.objects.get().channel) == ("to_post", "print_partner")
    look_round(by=SYSTEM, at=EVENING)
    assert not Task.objects.filter(kind="letter.to_post").exists(), "nobody brings them to the post"
    look_round(by=SYSTEM, at=EVENING + timedelta(days=3))
    assert Task.objects.filter(kind="letter.no_report", state="open").count() == 1

    assert work(tmp_path / "print" / "letters", EVENING) == 1
    assert run(EVENING + timedelta(days=3)).heard == 1
    message.refresh_from_db()
    assert (message.state, message.told_at, message.price_cents) == ("sent", EVENING, 110)
    look_round(by=SYSTEM, at=EVENING + timedelta(days=3))
    assert not Task.objects.filter(kind="letter.no_report", state="open").exists()
    assert [result for result in examine() if result.breaches] == []


def test_what_the_partner_brings_back_waits_for_an_address_and_leaves_for_the_new_one(
    house: Road, desk: Viewer, tmp_path: Path
) -> None:
    message = buy(house, "2026-1")
    moves_to(house, "404", desk)
    run()
    work(tmp_path / "print" / "letters", EVENING)
    assert run(EVENING + timedelta(days=4)).heard == 2
    message.refresh_from_db()
    after = Message.objects.get(first=message)
    assert (message.state, after.state, after.channel) == ("bounced", "draft", ""), "all paper goes to that address"
    assert "unknown at this address" in str(message.trouble)
    moves_to(house, "12 bus 3", desk)
    after.refresh_from_db()
    assert (after.state, after.channel) == ("queued", "print_partner")


def test_a_registered_letter_is_delivered_with_its_proof_in_the_store(
    house: Road, desk: Viewer, tmp_path: Path
) -> None:
    message = buy(house, "2026-1")
    Message.objects.update(purpose="default_notice")
    moves_to(house, "7", desk)  # chosen anew
    message.refresh_from_db()
    assert (message.channel, message.chosen_for["code"]) == ("registered_post", "choice.only")
    run()
    work(tmp_path / "print" / "registered", EVENING)
    run(EVENING + timedelta(days=4))
    message.refresh_from_db()
    assert message.state == "delivered"
    proof = Evidence.objects.get(message=message)
    assert proof.kind == "delivery"
    assert originals.read(proof.document_id).startswith(b"%PDF")
    run(EVENING + timedelta(days=4))
    assert Evidence.objects.count() == 1


def test_a_registered_e_mail_that_nobody_fetches_is_followed_by_a_registered_letter(
    house: Road, desk: Viewer, settings: Settings
) -> None:
    with registered_email.Sandbox(EVENING) as there:
        settings.REGISTERED_EMAIL_URL = f"{there.url}/api"
        who = registered_email.TOKEN, registered_email.PRIVATE_KEY, registered_email.USER
        channel = RegisteredEmail(f"{there.url}/api", *who, clock=lambda: there.now)

        def turn(later: timedelta) -> sending.Sent:
            there.now = EVENING + later
            return sending.run(by=SYSTEM, now=lambda: there.now, others={"registered_email": channel})

        Company.objects.filter(name=house.house.name).update(email="debiteuren@huis.example")
        message = buy(house, "2026-1")
        Message.objects.update(purpose="default_notice", wish="registered_email")
        how = How(email="negligence@buyer.example", street="Proefweg", building="7", postcode="2000", town="Antwerpen")
        set_writing(debtor_id=house.debtor_id, how=how, by=desk, at=moment(DAY, 9))
        message.refresh_from_db()
        assert message.channel == "registered_post", "it is handed to a person, and none is known"
        set_writing(debtor_id=house.debtor_id, how=replace(how, attention="Ann Peeters"), by=desk, at=moment(DAY, 9))
        message.refresh_from_db()
        assert (message.channel, message.chosen_for["code"]) == ("registered_email", "choice.wished_document")

        assert turn(timedelta(0)).mails == 1
        assert turn(timedelta(minutes=3)).heard == 1
        assert turn(timedelta(minutes=30)).heard == 0, "it is not asked for every minute"
        number = str(there.mails[0]["id"])
        address = urlsplit(hook("registered_email")).path
        for path, status in ((f"{address}x", 404), (address.replace("registered_email", "post"), 404), (address, 200)):
            assert Client().post(path, {"id_mail": number, "new_state": "AR"}).status_code == status
        assert turn(timedelta(minutes=31)).heard == 0, "the hook is of another day"
        ask_soon(channel="registered_email", handed=number, at=EVENING + timedelta(minutes=32))
        assert turn(timedelta(minutes=32)).heard == 1
        message.refresh_from_db()
        assert message.state == "sent", "a carrier's call is not believed: he is asked"

        assert turn(timedelta(days=15, hours=1)).heard == 2
        message.refresh_from_db()
        after = Message.objects.get(first=message)
        assert (message.state, after.state, after.channel) == ("bounced", "queued", "registered_post")
        kept = {each.kind: originals.read(each.document_id) for each in Evidence.objects.filter(message=message)}
        assert set(kept) == {"sending", "negligence"}
        assert kept["negligence"].startswith(b"%PDF")


def test_prices_are_entered_by_the_administrator_from_today_on(house: Road, desk: Viewer) -> None:
    root = Viewer(key="user:root2", kind="staff", roles=frozenset(["administrator"]))
    with pytest.raises(NotAllowed):
        set_price(price=PARTNER, by=desk, at=EVENING)
    for wrong in (
        replace(PARTNER, since=DAY - timedelta(days=1)), replace(PARTNER, net=Money(-1)), replace(PARTNER, source=" "),
        replace(PARTNER, channel="pigeon"), replace(PARTNER, country="be"), replace(PARTNER, pieces=-1),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            set_price(price=wrong, by=root, at=EVENING)
    buy(house, "2026-1")
    run()
    Message.objects.update(state="sent", told_at=EVENING)
    effect = set_price(price=replace(PARTNER, net=Money(60)), by=root, at=EVENING)
    assert (effect.pieces, effect.cost, effect.would) == (1, Money(90), Money(60))
    assert ChannelPrice.objects.get().net_cents == 60, "a price of a day that is not over is corrected"


def test_a_mail_that_comes_back_to_the_mailbox_goes_by_the_next_channel_and_a_complaint_ends_mail(
    house: Road, settings: Settings, tmp_path: Path
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    Company.objects.filter(name=house.house.name).update(email="debiteuren@huis.example")
    Company.objects.filter(name=house.buyer.name).update(email="ap@buyer.example")
    message = buy(house, "2026-1")
    assert message.channel == "email"
    sending.run(by=SYSTEM, now=lambda: EVENING, mail=Server())
    back = report("delivery-status", FAILED).replace(IDENTITY.encode(), f"{message.pk}@huis.example".encode())
    spam = report("feedback-report", "Feedback-Type: abuse").replace(
        IDENTITY.encode(), f"{message.pk}@huis.example".encode()
    )
    (tmp_path / "mail" / "in").mkdir(parents=True)
    for _ in range(2):
        (tmp_path / "mail" / "in" / "1.eml").write_bytes(back)
        (tmp_path / "mail" / "in" / "2.eml").write_bytes(spam)
        answering.take_in_mails(folder=tmp_path / "mail", by=SYSTEM, at=EVENING)
    message.refresh_from_db()
    after = Message.objects.get(first=message)
    assert (message.state, after.state, after.channel) == ("bounced", "queued", "print_partner")
    assert Evidence.objects.get(message=message).kind == "return"
    assert not Writing.objects.get(pk=house.debtor_id).mail_allowed
