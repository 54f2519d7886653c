"""Messages of every kind leave by the same road: once, under the right name, and in confidence without a trace."""

from __future__ import annotations

import email
from datetime import date, timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.banking.models import Account
from cessie.domain.contracts.invariants import no_debtor_of_a_confidential_contract_was_written_to
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.queries import told_accounts
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead
from cessie.domain.correspondence.waiting import WATCHES
from cessie.domain.correspondence.write import write_paper
from cessie.domain.documents import originals
from cessie.domain.documents.store import store
from cessie.domain.parties.models import Company
from cessie.lib.reasons import Refusal
from cessie.workflows import sending
from tests.domain.conftest import SYSTEM, of_client
from tests.letters import in_confidence, reminder
from tests.stories.road import Road, moment

DAY = date(2026, 4, 21)
AT = moment(DAY, 11)


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    """A house with a mail server, whose client and debtor can be reached by mail."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", "smtp://127.0.0.1:9"
    address = {"street": "Voorbeeldstraat", "building": "1", "postcode": "9000", "town": "Gent"}
    Company.objects.filter(name=road.house.name).update(**address, email="debiteuren@huis.example")
    Company.objects.filter(name=road.seller.name).update(email="boekhouding@drukkerij.example")
    Company.objects.filter(name=road.buyer.name).update(email="ap@buyer.example")
    return road


def write(road: Road, key: str = "reminder:1", *, confidential: bool = False, **changes: Any) -> Message:
    payee = road.seller.name if confidential else road.house.name
    return write_paper(
        key=key, client_id=road.client_id, debtor_id=road.debtor_id, about=road.contract_id,
        paper=reminder(creditor=road.seller.name, **{"house": payee} | changes), purpose="reminder",
        sender=sender_of(client_id=road.client_id, confidential=confidential), by=SYSTEM, at=AT,
    )  # fmt: skip


class Server:
    """A mail server that takes everything."""

    name, at_once, safe_again = "email", 1, False

    def __init__(self) -> None:
        self.pieces: list[Any] = []

    def deliver(self, name: str, pieces: list[Any]) -> str:
        self.pieces += pieces
        return "250 OK"


def test_a_reminder_is_written_once_kept_and_sent(house: Road) -> None:
    one, again, server = write(house), write(house), Server()
    assert one.pk == again.pk
    assert sending.run(by=SYSTEM, now=lambda: AT, mail=server).mails == 1
    one.refresh_from_db()
    assert (one.state, one.kind, one.purpose) == ("sent", "reminder", "reminder")
    assert originals.read(one.document_id or "").startswith(b"%PDF")
    assert told_accounts({(house.contract_id, house.debtor_id)}) == {}, "a reminder is no notice of assignment"
    assert sending.run(by=SYSTEM, now=lambda: AT + timedelta(hours=1), mail=server).mails == 0


def test_answers_go_to_the_letterheads_address_and_invoices_come_along(house: Road) -> None:
    look = Look(colour="#993300", reply_to="facturen@drukkerij.example", email="boek@drukkerij.example")
    set_letterhead(client_id=house.client_id, look=look, by=of_client(house.client_id), at=AT)
    copies = [
        store(data=data, name="x", channel="own", by=SYSTEM, at=AT).document.pk for data in (b"%PDF-1", b"<xml/>")
    ]
    write(house, confidential=True, copies=tuple(copies))
    in_confidence(house)
    server = Server()
    sending.run(by=SYSTEM, now=lambda: AT, mail=server)
    mail = email.message_from_bytes(server.pieces[0].wire, policy=default)
    assert (mail["Reply-To"], server.pieces[0].mail_from) == ("facturen@drukkerij.example", "boek@drukkerij.example")
    attached = [part.get_content()[:6] for part in mail.iter_attachments()]  # type: ignore[attr-defined]  # a modern one
    assert attached == [b"%PDF-1", b"%PDF-1"], "the letter and the one copy that is a PDF"
    assert mail["Message-ID"].endswith("@drukkerij.example>")


def test_in_confidence_the_client_writes_and_nothing_on_the_wire_names_the_house(house: Road) -> None:
    in_confidence(house)
    told, silent, server = write(house), write(house, "reminder:2", confidential=True), Server()
    assert sending.run(by=SYSTEM, now=lambda: AT, mail=server).mails == 1, "under the house's name nothing leaves"
    told.refresh_from_db()
    assert told.state == "dropped"
    (piece,) = server.pieces
    assert piece.mail_from == "boekhouding@drukkerij.example"
    mail = email.message_from_bytes(piece.wire, policy=default)
    words = str(mail.items()) + mail.get_body().get_content()  # type: ignore[union-attr]  # it has one
    assert house.house.name not in words
    assert "huis.example" not in words
    assert mail["From"].addresses[0].display_name == house.seller.name
    Message.objects.filter(pk=told.pk).delete()
    assert _told_in_confidence() == []
    Message.objects.filter(pk=silent.pk).update(sender=silent.sender | {"confidential": False})
    assert _told_in_confidence() == [silent.reference]
    Message.objects.filter(pk=silent.pk).update(sender=silent.sender)


def _told_in_confidence() -> list[str]:
    return [str(each.facts["reference"]) for each in no_debtor_of_a_confidential_contract_was_written_to()]


def test_a_leak_is_refused_before_anything_is_written(house: Road) -> None:
    with pytest.raises(Refusal) as no:
        write(house, confidential=True, house=house.house.name)
    assert no.value.reason.code == "letter.leak"
    assert not Message.objects.exists()


def test_a_copy_that_names_the_house_keeps_the_whole_mail_here(house: Road) -> None:
    """An invoice as its writer made it: nobody looked into it before the last look."""
    in_confidence(house)
    told = f"%PDF-1 Betaal aan {house.house.name.upper()}".encode()
    copy = store(data=told, name="x", channel="own", by=SYSTEM, at=AT).document.pk
    one, server = write(house, confidential=True, copies=(copy,)), Server()
    other = write(house, "reminder:2", confidential=True)
    assert sending.run(by=SYSTEM, now=lambda: AT, mail=server).mails == 1
    assert [piece.reference for piece in server.pieces] == [other.reference]
    one.refresh_from_db()
    assert one.state == "dropped"
    (found,) = next(watch for watch in WATCHES if watch.kind == "letter.leak").look(AT)
    assert found.reasons[0].facts["where"] == "mail.eml/1.pdf"
    account = Account.objects.get(purpose="collection").iban
    with pytest.raises(Refusal, match="name the house"):
        write(house, "reminder:3", confidential=True, iban=account)
