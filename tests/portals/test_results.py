"""What a creditor's reminders brought: on his page and the desk's, with intervals, costs and files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rules import learning
from tests.portals.house import Stage, visit


def test_he_reads_what_it_brought_and_what_it_cost_and_the_other_reads_nothing(
    full: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Keys are drawn anew for each house, and by them one debtor in ten is in the control group: here nobody is.
    monkeypatch.setattr(learning, "drawn", lambda *_: 999)
    owner, other = visit("owner1@client.example"), visit("owner2@client.example")
    before = owner.get(reverse("client:results")).content.decode()
    assert "No reminder to compare yet" in before
    sent = full.at - timedelta(days=20)
    Touch.objects.update(state="written", message=full.things["letter_id"], on=sent.date())
    told = {"told_at": sent, "state": "delivered", "price_cents": 1_40, "document": full.things["sha256"]}
    Message.objects.filter(pk=full.things["letter_id"]).update(**told)

    page = owner.get(reverse("client:results")).content.decode()
    assert "Too few to say: 1 messages" in page
    assert "Days until the money" in page
    assert page.count('class="chart"') == 2, "the intervals, and the cost by month"
    assert "€\xa01.40" in page
    costs = owner.get(reverse("client:results"), {"costs": "1"}).content.decode()
    assert costs.splitlines()[1].endswith(";by letter;1;1.40;0;0")
    rows = owner.get(reverse("client:results"), {"csv": "1"}).content.decode().splitlines()
    assert rows[0].count(";") == 9
    desk = visit("treasury1@factor.example").get(reverse("staff:worked"), {"client": str(full.own.client_id)})
    assert "Days until the money" in desk.content.decode()
    assert "No reminder to compare yet" in other.get(reverse("client:results")).content.decode()


def test_what_left_today_stands_with_its_cost_on_his_first_page(full: Stage) -> None:
    owner = visit("owner1@client.example")
    assert "Left today" in owner.get(reverse("client:receivables")).content.decode()
    of = {"told_at": full.at, "state": "sent", "price_cents": 1_40, "document": full.things["sha256"]}
    Message.objects.filter(pk=full.things["letter_id"]).update(**of)
    page = owner.get(reverse("client:receivables")).content.decode()
    assert "1 message by letter" in page
    assert "€\xa01.40" in page
    assert (
        "1 message by letter" not in visit("owner2@client.example").get(reverse("client:receivables")).content.decode()
    )


def test_an_invoice_tells_its_notice_of_default_with_the_proof_that_it_arrived(full: Stage) -> None:
    page = reverse("client:invoice", args=[full.things["invoice_id"]])
    owner = visit("owner1@client.example")
    assert "Notice of default" not in owner.get(page).content.decode(), "nothing has left yet"
    Touch.objects.update(state="written", message=full.things["letter_id"], tone="default_notice")
    of = {"told_at": full.at, "state": "delivered", "channel": "registered_post", "document": full.things["sha256"]}
    Message.objects.filter(pk=full.things["letter_id"]).update(**of)
    for who in (owner, visit("treasury1@factor.example")):
        portal = "client" if who is owner else "staff"
        shown = who.get(reverse(f"{portal}:invoice", args=[full.things["invoice_id"]])).content.decode()
        assert "Notice of default" in shown
        assert "proven to have arrived" in shown
        assert "handed to the carrier" in shown
