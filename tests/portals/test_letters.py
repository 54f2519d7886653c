"""Letters to debtors, on the pages of the desk and of the client."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from cessie.domain.correspondence.models import InvoiceSending, Message, Outgoing
from cessie.domain.users.rules.viewer import system
from cessie.workflows import sending
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


@pytest.fixture(autouse=True)
def _post(tmp_path: Path, settings: Settings) -> None:
    settings.POST_FOLDER = tmp_path / "post"


def test_the_desk_posts_letters_and_the_client_sees_that_his_debtor_was_told(full: Stage) -> None:
    desk, treasury = visit("credit1@factor.example"), visit("treasury1@factor.example")
    mine = visit("owner1@client.example")
    letter = Message.objects.get(kind="assignment_notice")
    page, bought = reverse("staff:letter", args=[letter.pk]), reverse("client:invoice", args=[full.things["bought_id"]])
    assert "The debtor is to be told" in read(mine.get(bought))
    assert "wait for the batch" in read(desk.get(reverse("staff:letters")))
    assert treasury.post(reverse("staff:letters_lay")).status_code == 403
    desk.post(reverse("staff:letters_lay"))
    letter.refresh_from_db()
    assert letter.batch is not None
    assert letter.batch.name in read(desk.get(reverse("staff:letters")))
    desk.post(reverse("staff:letters_posted", args=[letter.batch_id]))
    said = read(desk.get(page))
    assert letter.reference in said
    assert str(letter.document_id) in said
    assert desk.get(reverse("staff:document", args=[letter.document_id])).content.startswith(b"%PDF")
    told = read(mine.get(bought))
    assert "The debtor was told" in told
    assert letter.reference in told
    found = read(desk.get(reverse("staff:letters"), {"q": letter.reference[:9], "state": "told", "sort": "debtor"}))
    assert letter.reference in found
    assert letter.reference not in read(desk.get(reverse("staff:letters"), {"state": "doubt"}))
    rows = desk.get(reverse("staff:letters"), {"csv": "1"}).content.decode("utf-8-sig").splitlines()
    assert sum(letter.reference in row for row in rows) == 1
    desk.post(reverse("staff:letter_act", args=[letter.pk, "back"]), {"note": "moved"})
    after = Message.objects.get(first=letter)
    assert after.state == "draft"
    desk.post(
        reverse("staff:debtor_writing", args=[letter.debtor_id]),
        {
            "language": "fr",
            "street": "Rue Neuve",
            "building": "3",
            "postcode": "5000",
            "town": "Namur",
            "mail_allowed": "yes",
        },
    )
    after.refresh_from_db()
    assert (after.state, after.language) == ("queued", "fr")
    assert after.reference in read(desk.get(reverse("staff:debtor", args=[letter.debtor_id])))
    assert letter.reference in read(desk.get(reverse("staff:invoice", args=[full.things["bought_id"]])))
    assert sending.lay_letters(by=system("letters"), at=full.at, now=True) == 1


def test_an_invoice_is_sent_from_its_page_and_what_it_waits_for_is_said(full: Stage) -> None:
    mine, reader, desk = (visit(f"{who}.example") for who in ("owner1@client", "reader1@client", "credit1@factor"))
    bought = full.things["bought_id"]
    page, send = reverse("client:invoice", args=[bought]), reverse("client:invoice_send", args=[bought])
    assert "Send it to the debtor" in read(mine.get(page))
    assert "Send it to the debtor" not in read(reader.get(page))
    reader.post(send)
    assert not Outgoing.objects.exists()
    mine.post(send)
    assert "It leaves within minutes." in read(mine.get(page))
    sending.run(by=system("letters"), now=lambda: full.at)
    told = read(desk.get(reverse("staff:invoice", args=[bought])))
    assert "It cannot leave yet:" in told
    assert "It has no PDF that could be printed: it cannot go on paper." in told
    assert "Try again" in read(mine.get(page))

    set_, look = reverse("client:invoice_sending"), reverse("client:letterhead")
    assert "Have them sent by us from now on" in read(mine.get(look))
    reader.post(set_, {"sends": "yes"})
    assert not InvoiceSending.objects.exists()
    mine.post(set_, {"sends": "yes"})
    assert "We send each invoice as soon as it is accepted" in read(mine.get(look))
    theirs = reverse("staff:letterhead", args=[full.own.client_id])
    assert "We send each invoice" in read(desk.get(theirs))
    desk.post(reverse("staff:invoice_sending", args=[full.own.client_id]), {"sends": "no"})
    assert "count as sent by the creditor himself" in read(desk.get(theirs))
