"""From hand-over to money, on the pages."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.models import Account
from cessie.domain.payments.models import Order
from cessie.domain.payments.release import release
from cessie.domain.payments.send import send
from cessie.domain.users.rules.viewer import system
from tests.bank_files import Page, Row, camt053
from tests.portals.house import Stage, visit
from tests.portals.test_client import read

OFFERS = 'href="/staff/offers/'


def test_the_clock_on_each_proposal_and_the_report(full: Stage, tmp_path: Path) -> None:
    desk, mine = visit("treasury1@factor.example"), visit("owner1@client.example")
    offer = full.things["proposal_id"]
    assert "approve in good time" in read(mine.get(reverse("client:proposal", args=[offer])))
    said = read(desk.get(reverse("staff:proposal", args=[offer])))
    assert "GEHEIM-BRAVO-22" in said
    assert "within 24 bank hours" in said
    page = desk.get(reverse("staff:speed")).content.decode()
    assert "Nothing was paid in these days" in page
    assert page.count(OFFERS) == 4, "one offered, three bought and not yet paid"
    pay(full, Folder(tmp_path / "channel"))
    asked = {"since": "nonsense", "client": str(full.own.client_id)}
    page = desk.get(reverse("staff:speed"), asked).content.decode()
    assert page.count(OFFERS) == 3
    assert 'class="chart"' in page
    assert "100 %" in page
    assert "Nothing was paid" in read(desk.get(reverse("staff:speed"), {"client": str(full.other.client_id)}))
    rows = desk.get(reverse("staff:speed_csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("GEHEIM-")
    assert rows[1].endswith(";24;yes")


def pay(stage: Stage, channel: Folder) -> None:
    """The batch leaves and the bank executes it today."""
    batch = stage.things["batch_id"]
    release(batch_id=batch, by=stage.house.staff.second_treasury, at=stage.at)
    send(batch_id=batch, channel=channel, by=system("paying"), at=stage.at)
    order = Order.objects.get(batch_id=batch)
    account = Account.objects.get(purpose="payout")
    page = Page(
        stage.today, 2_000_000_00, (Row(-order.amount_cents, order.end_to_end_id),), number=1, iban=account.iban
    )
    stage.take_in(camt053(page, message="PAID"), "paid.xml")
