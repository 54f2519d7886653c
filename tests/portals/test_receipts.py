"""What a person does to received money on the screen has the same consequences as in the workflows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.matching.models import Match, Receipt, Settlement, Split
from cessie.domain.payments.models import Order
from cessie.domain.purchase.invariants import CHECKS
from cessie.domain.purchase.models import Cession
from cessie.domain.users.models import User
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world.papers import credit_note
from tests.bank_files import Row
from tests.domain.conftest import staff, store_folder
from tests.stories.road import build, end, moment
from tests.stories.test_road import on_the_way

__all__ = ["store_folder"]
OGM = make_ogm(20260042)


def logged_in(user_id: UUID | None) -> Client:
    """A browser of a member of the staff who passed both factors."""
    user = User.objects.get(pk=user_id)
    device = TOTPDevice.objects.create(user=user, name="phone", confirmed=True)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return browser


@pytest.mark.parametrize("role", ["treasury", "collection"])
def test_undoing_a_match_takes_its_release_back(db: None, store_folder: Path, tmp_path: Path, role: str) -> None:
    """The debtor's payment was not ours: the invoice is open, so its holdback is held and does not leave."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-6", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    road.bank_day(date(2026, 3, 30), Row(1_210_00, text=OGM))
    match = Match.objects.get(state="posted")
    browser = logged_in(staff("els", role).user_id)
    for _ in range(2):
        there = f"/staff/receipts/{match.receipt_id}/{match.pk}/undo"
        assert browser.post(there, {"note": "not ours"}).status_code == 302
    assert (end()["1100"], end()["2110"]) == ("1210.00", "-121.00")
    assert [order.state for order in Order.objects.order_by("ordered_at")] == ["executed", "cancelled"]
    assert [breach.in_words() for check in CHECKS for breach in check()] == []


def test_a_credit_note_is_taken_off_on_its_page(db: None, store_folder: Path, tmp_path: Path) -> None:
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    issued, due = date(2026, 3, 2), date(2026, 4, 1)
    on_the_way(road, number="2026-6", net="1000.00", issued=issued, due=due, reference=shown_ogm(OGM))
    sale = road.sale("CN-1", "100.00", issued=issued, due=due)
    (came,) = take_in_invoice(
        data=credit_note(sale, road.house, "2026-7"), name="cn.xml", channel="portal", client_id=road.client_id,
        by=road.owner, at=moment(issued),
    )  # fmt: skip
    assert came.state == "held"
    els = logged_in(staff("els", "treasury", "credit").user_id)
    els.post(f"/staff/invoices/{came.invoice_id}/clear", {"code": "M17.unknown", "note": "he means 2026-6"})
    here = f"/staff/invoices/{came.invoice_id}/settlements"
    invoice = Cession.objects.get().invoice_id
    assert str(invoice) in els.get(here).content.decode()
    els.post(f"{here}/take-off", {"invoice": invoice, "amount": "121,00"})
    assert (end()["1100"], end()["2110"]) == ("1089.00", "-108.90")
    assert "2026-6" in els.get(here).content.decode()
    mine = logged_in(User.objects.get(email="chief@huis.example").pk)
    assert mine.post(f"{here}/take-off", {"invoice": invoice, "amount": "1,00"}, follow=True).status_code == 200
    assert end()["1100"] == "1089.00"


def test_the_desk_settles_agrees_and_refunds_on_the_pages(db: None, store_folder: Path, tmp_path: Path) -> None:
    """A grant needs a second person; what was paid twice goes back; the client's report waits for the desk."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=0)
    on_the_way(
        road, number="2026-6", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1), reference=shown_ogm(OGM)
    )
    invoice = Cession.objects.get().invoice
    els, jan = logged_in(staff("els", "treasury").user_id), logged_in(staff("jan", "treasury").user_id)
    here = f"/staff/invoices/{invoice.pk}/settlements"
    grant = {"kind": "short_payment", "amount": "400,00", "note": "damaged"}
    assert els.post(f"{here}/settle", grant).status_code == 302
    (asked,) = Settlement.objects.filter(state="asked")
    assert "damaged" in els.get(here).content.decode()
    els.post(f"{here}/agree", {"settlement": asked.pk})
    assert end()["1100"] == "1210.00"
    jan.post(f"{here}/agree", {"settlement": asked.pk})
    assert end()["1100"] == "810.00"
    jan.post(f"{here}/split", {"scheme": "be_contractor", "social_percent": "3,5", "tax_percent": "1,5", "note": "x"})
    assert Split.objects.get().social_cents == 35_00
    for number, paid in ((1, 810_00), (2, 810_00)):
        road.bank_day(date(2026, 3, 29 + number), Row(paid, text=OGM, iban=road.buyer.iban, name=road.buyer.name))
    twice = Receipt.objects.order_by("received_at").last()
    assert twice is not None
    there = f"/staff/receipts/{twice.pk}"
    page = els.get(there).content.decode()
    assert str(road.debtor_id) in page
    els.post(f"{there}/use", {"kind": "overpayment", "amount": "810,00", "debtor": road.debtor_id})
    match = Match.objects.get(receipt=twice, state="posted")
    els.post(f"{there}/{match.pk}/refund")
    assert "2310" in end()
    order = Order.objects.get(rule="P19")
    jan.post(f"/staff/debtors/{road.debtor_id}/accounts/{order.payee_id}")
    order.payee.refresh_from_db()
    assert (order.amount_cents, order.payee.state, order.payee.iban) == (810_00, "confirmed", road.buyer.iban)
    assert "810" in els.get(there).content.decode()
    assert [breach.in_words() for check in CHECKS for breach in check()] == []
