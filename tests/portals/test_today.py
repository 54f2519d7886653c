"""The morning of the collection desk: its login begins there, and each list leads to what waits."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.models import Dispute
from cessie.domain.dunning.models import Touch
from cessie.domain.mandates.models import Collection
from cessie.domain.users.create import create
from tests.portals.house import Stage, visit


def test_its_day_begins_with_what_waits(full: Stage) -> None:
    things, boss = full.things, full.house.staff.administrator
    create(
        email="desk@factor.example", name="Desk", kind="staff", roles=("collection",), password="a desk of 1 person",
        by=boss, at=full.at,
    )  # fmt: skip
    desk = visit("desk@factor.example")
    assert desk.get(reverse("home"))["Location"] == reverse("staff:today")
    assert visit("treasury1@factor.example").get(reverse("home"))["Location"] == reverse("staff:queue")
    quiet = desk.get(reverse("staff:today")).content.decode()
    assert "Nobody is to be called." in quiet
    assert reverse("staff:ladder_run", args=[things["climb_id"]]) in quiet, "a run waits to be looked through"
    assert reverse("staff:note", args=[things["note_id"]]) in quiet

    Touch.objects.update(state="calling")
    Dispute.objects.update(answer_by=full.today - timedelta(days=1))
    Message.objects.update(state="bounced", told_at=full.at, document=things["sha256"])
    Collection.objects.update(state="rejected", collection_date=full.today)
    page = desk.get(reverse("staff:today")).content.decode()
    for name, thing in (("touch", "touch_id"), ("dispute", "dispute_id"), ("letter", "letter_id")):
        assert reverse(f"staff:{name}", args=[things[thing]]) in page
    mandate = Collection.objects.values_list("mandate_id", flat=True)[0]
    assert reverse("staff:mandate", args=[mandate]) in page
    assert page.count('<span class="chip warn">1</span>') >= 5
