"""What waits for the registration of a Dutch deed: its payout until two people registered it, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cessie.domain.contracts.amend import amend
from cessie.domain.parties.models import Client, Company
from cessie.domain.payments.models import Order
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.queries import ProposalFacts, offers
from cessie.domain.purchase.register_deed import SamePerson, note_registration
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.workflows.house.waiting import look_round
from cessie.workflows.purchases import buying
from cessie.workflows.purchases.registering import confirm, pay_registered
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, build, moment

DAY = date(2026, 3, 2)
QUIET = {"disclosure": "CONFIDENTIAL", "collector": "CLIENT_MANDATE", "account_model": "DEDICATED_CLIENT",
         "matcher": "CLIENT"}  # fmt: skip


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path) -> Road:
    """As ever, but Dutch and confidential."""
    found = build(tmp_path, advance=90, fee="3.5", minimum=50_00, **QUIET)
    Company.objects.filter(pk=Client.objects.get(pk=found.client_id).company_id).update(country="NL")
    found.house = replace(found.house, name=found.seller.name, iban=found.seller.iban)  # what its invoices show
    return found


def sold(road: Road) -> ProposalFacts:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    (offer,) = offers(viewer=road.owner)
    buying.approve(proposal_id=offer.id, digest=offer.digest, by=road.owner, at=moment(DAY, 11))
    return offer


def noted(by: Viewer) -> Deed:
    return note_registration(
        deed_id=Deed.objects.get().pk, on=DAY, number="R-1", proof=("p.pdf", b"%PDF-1"), by=by, at=moment(DAY, 12)
    )


def test_nothing_is_paid_before_two_people_registered_it(road: Road) -> None:
    offer, an, bo = sold(road), staff("an", "credit"), staff("bo", "treasury")
    assert not Order.objects.exists()
    look_round(by=SYSTEM, at=moment(DAY, 11))
    assert Task.objects.get(kind="deed.unregistered").client_id == road.client_id
    deed = noted(an)
    with pytest.raises(SamePerson):
        confirm(deed_id=deed.pk, by=an, at=moment(DAY, 13))
    assert not Order.objects.exists()
    for _ in range(2):
        confirm(deed_id=deed.pk, by=bo, at=moment(DAY, 13))
    order = Order.objects.get()
    assert (order.key, Money(order.amount_cents), order.rule) == (f"payout:{offer.id}", offer.payout, "P04")
    assert pay_registered(by=SYSTEM, at=moment(DAY, 14)) == 0
    look_round(by=SYSTEM, at=moment(DAY, 14))
    assert not Task.objects.filter(kind="deed.unregistered", state="open").exists()


def test_what_debtors_were_told_of_is_paid_by_the_clock(road: Road) -> None:
    sold(road)
    assert pay_registered(by=SYSTEM, at=moment(DAY, 12)) == 0
    told = {"disclosure": "NOTIFIED"}
    amend(contract_id=road.contract_id, valid_from=date(2026, 3, 3), changes=told, by=SYSTEM, at=moment(DAY, 12))
    assert pay_registered(by=SYSTEM, at=moment(date(2026, 3, 3), 9)) == 1
    assert Order.objects.count() == 1
