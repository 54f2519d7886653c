"""The nightly look sees what came in, and from whose account."""

from __future__ import annotations

from datetime import date

from cessie.domain.credit.models import Suspicion
from cessie.domain.parties.models import Client
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows import clock, money_in
from cessie.workflows.money import paying
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment

DAY, LATER = date(2026, 3, 2), date(2026, 3, 30)
OGM = make_ogm(20260042)


def test_a_client_who_pays_for_his_debtor_is_seen_once(road: Road) -> None:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(OGM)), DAY)
    road.approve(DAY)
    road.pay_run(DAY)
    road.bank_day(DAY)
    account = Client.objects.get(pk=road.client_id).company.accounts.values_list("iban", flat=True)[0]
    road.book(road.collection, LATER, Row(1_210_00, iban=account, text=OGM))
    paying.collect(channel=road.channel, by=SYSTEM, at=moment(LATER, 20))
    money_in.run(by=SYSTEM, at=moment(LATER, 21))
    assert [clock.night(by=SYSTEM, at=moment(LATER, hour)) for hour in (22, 23)] == [1, 0]
    seen = Suspicion.objects.get()
    assert [sign["rule"] for sign in seen.signals] == ["F07"]
    assert "2026-1" in str(seen.signals[0]["reason"])
    assert seen.score == 50
