"""A dossier on the pages of the desk, its principal and the debtor: each sees what is his, and acts where he may."""

from __future__ import annotations

from django.urls import reverse

from cessie.domain.collection.models import Act, Complaint, Dossier, Turn
from cessie.domain.invoices.models import Invoice
from cessie.lib.money import Money
from cessie.workflows.follow_up.trusting import direct_on_dossier
from tests.portals.dossiers import collected
from tests.portals.house import Stage, visit
from tests.portals.test_debtor import english, link_of


def test_a_dossier_is_seen_and_worked_on_by_each_in_his_way(stage: Stage) -> None:
    stage.hand_in("BRAVO-22", 1_000_00)
    stage.approve("BRAVO-22")
    things = collected(stage, Invoice.objects.get().pk)
    desk, owner = visit("collection1@factor.example"), visit("owner1@client.example")
    at = {"args": [things["dossier_id"]]}
    seen = desk.get(reverse("staff:dossier", **at)).content.decode()
    assert "GEHEIM" in seen
    assert "+++202/6000/00192+++" in seen
    his = owner.get(reverse("client:dossier", **at)).content.decode()
    assert "GEHEIM" not in his  # what the desk notes for itself
    assert "2026-000001" in owner.get(reverse("client:dossiers"), {"q": "2026000001"}).content.decode()
    assert b"2026-000001" in desk.get(reverse("staff:dossiers"), {"csv": "1"}).content
    owes = english().get(link_of(stage)).content.decode()
    assert "Dossier 2026-000001" in owes
    assert "This invoice is in the dossier above" in owes

    paid = {"dossier": "2026-000001", "amount": Money(77_40), "paid_date": stage.today}
    direct_on_dossier(client_id=stage.own.client_id, by=stage.own.owner, at=stage.at, **paid)
    assert "77.40" in owner.get(reverse("client:dossier", **at)).content.decode()  # what he was paid himself settles

    owner.post(reverse("client:dossier_act", args=[things["dossier_id"], "complain"]), {"words": "te streng"})
    assert Complaint.objects.get().state == "open"
    owner.post(reverse("client:dossier_act", args=[things["dossier_id"], "settle"]), {"words": "x"})
    desk.post(reverse("staff:dossier_act", args=[things["dossier_id"], "answer"]), {"words": "begrepen"})
    assert Complaint.objects.get().state == "answered"
    desk.post(reverse("staff:dossier_act", args=[things["dossier_id"], "cause"]), {"cause": "short"})
    desk.post(reverse("staff:dossier_act", args=[things["dossier_id"], "give_up"]), {"words": "niets te halen"})
    dossier = Dossier.objects.get()
    assert (dossier.cause, dossier.state) == ("short", "closed_uncollectable")
    assert Act.objects.get(kind="call").state == "dropped"
    assert Turn.objects.filter(event="give_up", words="niets te halen").exists()
