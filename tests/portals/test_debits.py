"""Direct debit on the pages of the staff: enter, compare, gather, release, hand over, change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cessie.domain.mandates.models import Batch, Collection, Creditor, Mandate
from cessie.domain.users.rules.viewer import system
from cessie.workflows.jobs import bank
from cessie.workflows.money.paying import send_released
from tests.portals.house import Stage, visit


def test_the_files_road_on_the_pages(full: Stage) -> None:
    second, at = visit("treasury2@factor.example"), [full.things["file_id"], "release"]
    own = visit("treasury1@factor.example").post(reverse("staff:collection_batch_act", args=at), follow=True)
    assert "Another person must do this." in own.content.decode()
    shown = second.get(reverse("staff:collection_batch", args=at[:1])).content.decode()
    assert "GEHEIM-ECHO-55555" in shown
    second.post(reverse("staff:collection_batch_act", args=at))
    assert Batch.objects.get().state == "released"
    assert send_released(channel=bank(), by=system("bank"), at=full.at) == 1
    batch = Batch.objects.get()
    assert batch.state == "sent"
    (left,) = Path(settings.BANK_FOLDER, "out").glob(f"{batch.number}.xml")
    assert b"pain.008.001.08" in left.read_bytes()
    listed = second.get(reverse("staff:collected"), {"csv": "1"}).content.decode()
    assert "GEHEIM-ECHO-55555;" in listed
    assert "Sent to the bank" in listed


def test_a_paper_mandate_is_entered_by_one_and_compared_by_another(full: Stage) -> None:
    clerk, second = visit("treasury1@factor.example"), visit("treasury2@factor.example")
    asked = {
        "debtor": full.buyer.debtor_id, "creditor": Creditor.objects.get().pk, "scheme": "CORE",
        "holder": "Jan Peeters", "iban": "BE68 5390 0754 7034", "signed": full.today.isoformat(), "limit": "1.000,00",
    }  # fmt: skip
    missing = clerk.post(reverse("staff:mandate_add"), asked, follow=True).content.decode()
    assert "Add the scan of what the debtor signed." in missing
    scan = SimpleUploadedFile("mandate.pdf", b"%PDF-signed by Jan")
    made = clerk.post(reverse("staff:mandate_add"), asked | {"scan": scan}, follow=True).content.decode()
    assert "another person must compare it with the scan" in made
    row = Mandate.objects.get(holder="Jan Peeters")
    assert (row.limit_cents, row.signed_date, row.iban) == (1_000_00, full.today, "BE68539007547034")
    second.post(reverse("staff:mandate_act", args=[row.pk, "activate"]))
    row.refresh_from_db()
    assert row.state == "active"
    new = SimpleUploadedFile("moved.pdf", b"%PDF-moved")
    second.post(
        reverse("staff:mandate_act", args=[row.pk, "amend"]), {"iban": "BE43068999999501", "scan": new}, follow=True
    )
    shown = clerk.get(reverse("staff:mandate", args=[row.pk])).content.decode()
    assert "BE68 5390 0754 7034" in shown, "what it said before"
    clerk.post(reverse("staff:mandate_act", args=[row.pk, "revoke"]), {"note": "by mail"})
    found = clerk.get(reverse("staff:mandates"), {"q": "peeters", "state": "over", "csv": "1"}).content.decode()
    assert f"{row.reference};" in found
    assert clerk.get(reverse("staff:mandates"), {"q": "nobody at all"}).content.decode().count("No mandate fits") == 1


def test_a_collection_is_told_or_left_and_a_creditor_set_up(full: Stage) -> None:
    clerk = visit("treasury1@factor.example")
    clerk.post(reverse("staff:collection_batch_act", args=[full.things["file_id"], "discard"]))
    page = clerk.get(reverse("staff:collections")).content.decode()
    assert "Prepare the file of BE81ZZZ0123456749" in page
    one = full.things["collection_id"]
    clerk.post(reverse("staff:collection_act", args=[one, "tell"]), {"told": "2026-01-02"})
    assert Collection.objects.get(pk=one).notified_date == date(2026, 1, 2)
    clerk.post(reverse("staff:collection_act", args=[one, "drop"]))
    assert Collection.objects.get(pk=one).state == "dropped"
    said = {
        "account": Creditor.objects.get().account_id, "identifier": "NL79ZZZ999999990000", "notice": "5", "before": "2",
        "until": "15:30", "version": "02",
    }  # fmt: skip
    denied = clerk.post(reverse("staff:creditor_set_up"), said, follow=True).content.decode()
    assert "Your role does not allow this" in denied
    visit("admin@factor.example").post(reverse("staff:creditor_set_up"), said)
    made = Creditor.objects.get(identifier="NL79ZZZ999999990000")
    assert (made.notice_days, made.cut_off_days, made.pain_version) == (5, 2, "02")
