"""What the staff notes about a company holds its invoices; ended, it does no more."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from cessie.domain.invoices import queries as invoices
from cessie.domain.parties.models import Mark
from cessie.domain.parties.waiting import WATCHES
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def test_a_note_on_a_debtor_holds_the_next_invoice(stage: Stage) -> None:
    desk, treasurer = visit("credit1@factor.example"), visit("treasury1@factor.example")
    debtor, client = stage.buyer.debtor_id, stage.own.client_id
    note = reverse("staff:mark_set", args=["debtor", debtor])
    said = {"kind": "order_required", "note": "His terms of purchase, article 9."}
    treasurer.post(note, said)
    desk.post(note, {**said, "kind": "withholding"})
    desk.post(note, {**said, "note": ""})
    assert not Mark.objects.exists()
    desk.post(note, said)
    desk.post(note, said)
    mark = Mark.objects.get()
    held = stage.hand_in("GEHEIM-300")
    assert held.state == "held"
    assert held.invoice_id is not None
    codes = {doubt.code for doubt in invoices.doubts(viewer=stage.house.staff.credit, invoice_id=held.invoice_id)}
    assert codes == {"M19"}
    page = read(treasurer.get(reverse("staff:debtor", args=[debtor])))
    assert "His terms of purchase, article 9." in page
    assert desk.post(reverse("staff:mark_end", args=["client", client, mark.pk])).status_code == 404
    end = reverse("staff:mark_end", args=["debtor", debtor, mark.pk])
    for _twice in range(2):
        assert "Another person must agree" in read(desk.post(end, follow=True))
    mark.refresh_from_db()
    assert mark.ended_at is None, "what frees money takes two people"
    (waits,) = next(watch for watch in WATCHES if watch.kind == "mark.end").look(stage.at)
    assert waits.subject == ("parties.Debtor", str(debtor))
    desk.post(note, said)
    mark.refresh_from_db()
    assert mark.end_asked_by == "", "noted once more it is kept"
    desk.post(end)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.update(ended_at=stage.at, ended_by=F("end_asked_by"))
    visit("credit2@factor.example").post(end)
    mark.refresh_from_db()
    assert mark.ended_at is not None
    assert stage.hand_in("GEHEIM-301", 700_00).state == "accepted"

    share = reverse("staff:mark_set", args=["client", client])
    for percent in ("", "0", "101", "a lot", "12.345", "NaN"):
        desk.post(share, {"kind": "blocked_account", "note": "G-rekening.", "percent": percent})
    assert Mark.objects.filter(ended_at__isnull=True).count() == 0
    desk.post(share, {"kind": "blocked_account", "note": "G-rekening.", "percent": "40"})
    desk.post(share, {"kind": "blocked_account", "note": "G-rekening.", "percent": "45,5"})
    smaller = {"kind": "blocked_account", "note": "G-rekening.", "percent": "25,5"}
    assert "two people end that first" in read(desk.post(share, smaller, follow=True))
    assert [f"{row.percent}" for row in Mark.objects.filter(ended_at__isnull=True)] == ["45.50"]
    assert Mark.objects.count() == 3
    assert "45.50 %" in read(treasurer.get(reverse("staff:client", args=[client])))
