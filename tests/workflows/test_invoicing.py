"""The invoice itself goes to its debtor: over Peppol where the law says so, else by what is cheapest; once."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from cessie.config.invariants import examine
from cessie.connectors.channels.peppol.sandbox import Sandbox
from cessie.domain.correspondence.models import Evidence, Message, Outgoing, Receiving
from cessie.domain.correspondence.set_invoice_sending import set_invoice_sending
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.domain.work.models import Task
from cessie.lib.reasons import Refusal
from cessie.workflows import sending
from cessie.workflows.follow_up import invoicing
from cessie.workflows.house.waiting import look_round
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.creditor import Creditor, build
from tests.stories.road import moment
from tests.workflows.test_notifying import Server

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
AT = moment(DAY, 16)


@pytest.fixture
def creditor(db: None, store_folder: Path, settings: Settings, tmp_path: Path) -> Creditor:
    """A creditor who has his invoices sent; his debtor has a mail address."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", "smtp://127.0.0.1:9"
    found = build()
    Company.objects.filter(name=found.seller.name).update(email="facturen@seller.example")
    assert set_invoice_sending(client_id=found.client_id, sends=True, by=found.owner, at=moment(DAY, 8))
    assert not set_invoice_sending(client_id=found.client_id, sends=True, by=found.owner, at=moment(DAY, 8))
    return found


@pytest.fixture
def network(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(AT) as there:
        for name, value in there.environment().items():
            setattr(settings, name.removeprefix("CESSIE_"), value)
        yield there


def turn(there: Sandbox | None = None, at: datetime = AT, mail: Server | None = None) -> sending.Sent:
    if there is not None:
        there.now = at
    return sending.run(by=SYSTEM, now=lambda: at, mail=mail)


def hand_in(creditor: Creditor, number: str = "2026-101") -> UUID:
    return creditor.hand_in(creditor.sale(number, "1000.00", issued=DAY, due=DUE), DAY)


def test_between_belgian_undertakings_it_goes_over_peppol_as_it_was_handed_in_once(
    creditor: Creditor, network: Sandbox
) -> None:
    key = hand_in(creditor)
    turn(network)
    message = Message.objects.get()
    assert (message.channel, message.chosen_for["code"], message.state) == ("peppol", "choice.be_mandate", "sent")
    receiving = Receiving.objects.get()
    assert (receiving.receives, receiving.looked_at) == (True, AT)
    (sent,) = network.sent
    original = originals.read(Invoice.objects.get(pk=key).document_id)
    assert message.wire_id == Invoice.objects.get(pk=key).document_id
    assert (sent["sender"], sent["recipient"]) == tuple(
        f"0208:{actor.identifiers['be.enterprise']}" for actor in (creditor.seller, creditor.buyer)
    )
    assert len(original) * 4 // 3 <= len(sent["fileContent"])

    invoicing.send_invoice(invoice_id=key, by=creditor.owner, at=AT)
    turn(network, AT + timedelta(minutes=5))
    message.refresh_from_db()
    assert (len(network.sent), Message.objects.count(), message.state) == (1, 1, "delivered")
    assert Evidence.objects.get(message=message).kind == "delivery"
    assert [result for result in examine() if result.breaches] == []


def test_while_the_network_is_silent_it_waits_and_a_debtor_who_is_not_there_gets_a_mail(
    creditor: Creditor, network: Sandbox
) -> None:
    hand_in(creditor)
    Company.objects.filter(name=creditor.buyer.name).update(email="ap@buyer.example")
    network.trouble = 503
    turn(network)
    assert (Message.objects.count(), Receiving.objects.count()) == (0, 0), "silence is not no"
    assert Outgoing.objects.get().trouble[0]["code"] == "choice.peppol"
    look_round(by=SYSTEM, at=AT)
    assert Task.objects.filter(kind="letter.invoice_held", state="open").count() == 1

    network.trouble, network.hosts = 0, set()
    server, later = Server(), AT + timedelta(hours=1)
    assert turn(network, later, server).mails == 1
    message = Message.objects.get()
    assert (message.channel, Receiving.objects.get().receives) == ("email", False)
    assert message.wire_id is not None
    mail = email.message_from_bytes(originals.read(message.wire_id), policy=default)
    assert mail["From"].addresses[0].addr_spec == "facturen@seller.example"
    assert "2026-101" in mail["Subject"]
    assert "1.210,00" not in mail["Subject"]
    files = {part.get_content_type(): part.get_content() for part in mail.iter_attachments()}
    assert set(files) == {"application/pdf", "application/xml"}
    assert b"2026-101" in files["application/xml"]
    look_round(by=SYSTEM, at=later)
    assert not Task.objects.filter(kind="letter.invoice_held", state="open").exists()


def test_what_the_network_refuses_waits_for_a_person_and_goes_no_other_way(
    creditor: Creditor, network: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = f"0208:{creditor.buyer.identifiers['be.enterprise']}"
    monkeypatch.setattr("cessie.connectors.channels.peppol.sandbox.FAILS", who)
    hand_in(creditor)
    turn(network)
    turn(network, AT + timedelta(minutes=5))
    first, after = Message.objects.order_by("written_at")
    assert (first.state, after.state, after.channel) == ("failed", "draft", "")
    assert "refused" in str(first.trouble)


def test_who_sends_himself_and_what_came_over_peppol_is_not_sent(creditor: Creditor, network: Sandbox) -> None:
    set_invoice_sending(client_id=creditor.client_id, sends=False, by=creditor.owner, at=moment(DAY, 8))
    key = hand_in(creditor)
    assert not Outgoing.objects.exists()
    Arrival.objects.update(channel="peppol")
    set_invoice_sending(client_id=creditor.client_id, sends=True, by=creditor.owner, at=moment(DAY, 8))
    assert not invoicing.accepted(invoice_id=key, at=AT)
    with pytest.raises(Refusal, match="Peppol"):
        invoicing.send_invoice(invoice_id=key, by=creditor.owner, at=AT)
    Arrival.objects.update(channel="portal")
    invoicing.send_invoice(invoice_id=key, by=creditor.owner, at=AT)  # a person asks for this one
    turn(network)
    assert len(network.sent) == 1


def test_nobody_else_has_an_invoice_sent(creditor: Creditor) -> None:
    key = hand_in(creditor)
    stranger, treasurer = of_client(UUID(int=7)), staff("t9", "treasury")
    with pytest.raises(NotFound):
        invoicing.send_invoice(invoice_id=key, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        invoicing.send_invoice(invoice_id=key, by=treasurer, at=AT)
    for who, no in ((stranger, NotFound), (treasurer, NotAllowed)):
        with pytest.raises(no):
            set_invoice_sending(client_id=creditor.client_id, sends=False, by=who, at=AT)


SHEET = (
    "number;issue date;due date;net;vat;gross;debtor;debtor vat;country;postcode;city;street\n"
    "2026-201;2026-03-02;2026-04-01;100.00;21.00;121.00;{name};{vat};BE;9000;Gent;Voorbeeldstraat 2\n"
)


def test_a_sheet_that_lacks_what_the_network_wants_says_so(creditor: Creditor, network: Sandbox) -> None:
    data = SHEET.format(name=creditor.buyer.name, vat=creditor.buyer.vat).encode()
    (done,) = creditor.bring(data, "sheet.csv", DAY)
    assert done.state == "accepted", done
    turn(network)
    codes = [reason["code"] for reason in Outgoing.objects.get().trouble]
    assert codes == ["choice.not_structured", "ubl.write", "letter.no_pdf"]
    assert "lines" in str(Outgoing.objects.get().trouble)
    assert not Message.objects.exists()
