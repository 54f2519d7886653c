"""Interest and costs that were claimed beside an invoice stand on its page, and are given up there."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from cessie.domain.invoices.models import Invoice
from cessie.domain.users.models import User
from cessie.ledger.demands import beside, claim_key
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.managed import demand
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def test_the_desk_gives_up_what_is_the_houses_and_the_client_only_sees_it(full: Stage) -> None:
    invoice = Invoice.objects.get(pk=full.things["bought_id"])
    of = Dims(invoice.contract_id, invoice.client_id, invoice.debtor_id, invoice.pk, claim_key(invoice.pk, "costs"))
    event = Event("letter", booking_day(timezone.now()))
    entry = demand(event=event, amount=Money(40_00), of=of, kind="costs_demanded")
    post([entry], by="test", at=timezone.now())
    User.objects.filter(email="credit1@factor.example").update(roles=["collection"])
    desk, owner = visit("credit1@factor.example"), visit("owner1@client.example")
    mine = read(owner.get(reverse("client:invoice", args=[invoice.pk])))
    assert "Interest and costs by law" in mine
    assert "Give it up" not in mine
    said = read(owner.post(reverse("client:invoice_claim", args=[invoice.pk, "waive"]), {"words": "x"}, follow=True))
    assert "is the house" in said
    assert "Give it up" in read(desk.get(reverse("staff:invoice", args=[invoice.pk])))
    there = reverse("staff:invoice_claim", args=[invoice.pk, "waive"])
    assert "Please say why" in read(desk.post(there, {"words": " "}, follow=True))
    said = read(desk.post(there, {"words": "goodwill"}, follow=True))
    assert "Given up" in said
    assert beside([invoice.pk])[invoice.pk].total == Money(0)
    assert "Claim it again" in said
    again = reverse("staff:invoice_claim", args=[invoice.pk, "undo_waiver"])
    said = read(desk.post(again, {"words": "by mistake"}, follow=True))
    assert "Given up, then claimed again" in said
    assert beside([invoice.pk])[invoice.pk].total == Money(40_00)
