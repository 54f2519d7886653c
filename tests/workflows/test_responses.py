"""What buyers in the network say of the invoices sent to them: into their thread, to a person where they ask."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from cessie.connectors.channels.peppol.sandbox import Sandbox
from cessie.domain.correspondence.models import Message, Note
from cessie.domain.correspondence.threads import responses_to, thread
from cessie.domain.disputes.models import Dispute
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.work.models import Task
from cessie.formats.invoice_response import INVOICE, MESSAGE, Clarification
from cessie.portals.frame.invoice_out import invoice_out
from cessie.workflows.house.waiting import look_round
from cessie.workflows.incoming.answering import contest
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.creditor import Creditor
from tests.workflows.test_invoicing import AT, creditor, hand_in, network, turn

__all__ = ["creditor", "network"]
HEARD = AT + timedelta(minutes=2)


def test_he_has_it_and_he_questions_it(creditor: Creditor, network: Sandbox) -> None:
    """Receipt is proof of arrival and needs nobody; a question is a task with its reason, and becomes a dispute. Told
    again, also after a crash before the access point knew, it is one note."""
    key = hand_in(creditor)
    turn(network)
    network.turn(HEARD)
    turn(None, HEARD)
    message, had = Message.objects.get(), Note.objects.get()
    assert (had.response["code"], had.message_id, had.read_by) == ("AB", message.pk, SYSTEM.key)
    assert message.state == "delivered"
    (told,) = network.sent
    reason = Clarification("OPStatusReason", "PRI", "The price is not that of our order")
    network.respond(told, "UQ", reason, Clarification("OPStatusAction", "PIN"))
    for row in network.inbox:
        row["confirmed"] = False
    turn(None, HEARD + timedelta(minutes=1))
    turn(None, HEARD + timedelta(minutes=2))
    asks = Note.objects.get(read_at=None)
    assert Note.objects.count() == 2
    assert all(row["confirmed"] for row in network.inbox)
    assert (asks.response["reasons"], asks.response["actions"], asks.text) == (["PRI"], ["PIN"], reason.words)
    look_round(by=SYSTEM, at=HEARD)
    task = Task.objects.get(kind="letter.answer", state="open")
    assert "2026-101" in str(task.reasons)
    entries = thread(viewer=creditor.owner, client_id=creditor.client_id, debtor_id=message.debtor_id)
    assert [entry.note for entry in entries if entry.note] == [asks, had]

    with pytest.raises(NotFound):
        contest(note_id=asks.pk, ground="price", by=of_client(message.pk), at=HEARD)
    desk = staff("desk", "collection")
    for _ in range(2):
        contest(note_id=asks.pk, ground="price", by=desk, at=HEARD + timedelta(hours=1))
    dispute = Dispute.objects.get()
    assert (dispute.invoice_id, dispute.ground) == (key, "price")
    look_round(by=SYSTEM, at=HEARD + timedelta(hours=1))
    assert not Task.objects.filter(kind="letter.answer", state="open").exists()


def test_what_came_back_stands_on_the_invoice_with_its_code_in_words(creditor: Creditor, network: Sandbox) -> None:
    """The buyer's question for its creditor, a machine's refusal as a machine's; nothing for another client."""
    row = Invoice.objects.get(pk=hand_in(creditor))
    turn(network)
    (told,) = network.sent
    network.respond(told, "UQ", Clarification("OPStatusReason", "PRI", "Not our price"))
    network.respond(told, "RE")
    said = b64decode(network.inbox[1]["fileContent"]).replace(INVOICE.encode(), MESSAGE.encode())
    network.inbox[1]["fileContent"] = b64encode(said).decode()
    turn(None, HEARD)
    out = invoice_out(row, creditor.owner)
    assert out is not None
    assert {(note.response["of"], note.response["code"]) for note in out.responses} == {
        ("invoice", "UQ"), ("message", "RE"),
    }  # fmt: skip
    shown = render_to_string("frame/invoice_out.html", {"out": out})
    assert all(words in shown for words in ("he questions it", ">UQ<", "Not our price", "does not have the invoice"))
    assert "he refuses it" not in shown
    assert out.message is not None
    assert responses_to(viewer=of_client(row.pk), message=out.message) == ()


def test_nobody_else_speaks_about_an_invoice(creditor: Creditor, network: Sandbox) -> None:
    """Another participant's answer, and one that cannot be read, wait for a person and change nothing."""
    hand_in(creditor)
    turn(network)
    (told,) = network.sent
    network.respond({**told, "recipient": "0208:0000000295"}, "AB")
    network.respond(told, "AP")
    network.inbox[1]["fileContent"] = b64encode(b"<nothing/>").decode()
    turn(None, HEARD)
    assert [(note.message_id, note.debtor_id, note.read_at) for note in Note.objects.all()] == [(None, None, None)] * 2
    look_round(by=SYSTEM, at=HEARD)
    assert Task.objects.filter(kind="letter.answer", state="open").count() == 2
