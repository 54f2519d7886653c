"""Interest night by night: differences, also for late value dates and corrected rates; a day without a rate waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from cessie.domain.charges.accrue import MonthClosed, NotOver, accrue
from cessie.domain.charges.charge_month import charge_month
from cessie.domain.charges.invariants import CHECKS
from cessie.domain.charges.models import Accrual, Charge
from cessie.domain.charges.waiting import WATCHES
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger import period
from cessie.ledger.entry import Dims, Event
from cessie.ledger.models import Entry
from cessie.ledger.post import post
from cessie.ledger.queries import balance
from cessie.ledger.rules.pledge import advance, repay
from cessie.lib.days import BRUSSELS
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.workflows.money import charging
from tests.domain.charges.conftest import Fix, Sign, use
from tests.domain.conftest import SYSTEM

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
DAY = timedelta(days=1)


def night(after: date, hour: int = 3) -> datetime:
    return datetime.combine(after + DAY, time(hour), BRUSSELS)


def earn(contract: Contract, until: date, hour: int = 3) -> int:
    return accrue(contract_ids=[contract.pk], until=until, by=SYSTEM, at=night(until, hour)).looks


def earned(contract: Contract) -> Money:
    return balance("1400", Dims(contract=contract.pk))


def breaches() -> list[str]:
    return [breach.in_words() for check in CHECKS for breach in check()]


def test_thirty_nights_earn_what_one_look_earns(sign: Sign, fix: Fix, other_client: Client) -> None:
    nightly, once = sign(), sign(client=other_client)
    fix("2.035", JUNE)
    for contract in (nightly, once):
        use(contract, 100_000_00, date(2026, 6, 5), night(date(2026, 6, 4)))
    for day in range(1, 31):
        earn(nightly, date(2026, 6, day))
    assert earn(nightly, date(2026, 6, 30), 4) == 0
    earn(once, date(2026, 6, 30))
    assert earned(nightly) == earned(once) == Money(26_253)  # 100,000 x 26 days x 3.635 / 36000
    assert Accrual.objects.filter(contract=nightly).count() == 26
    assert breaches() == []
    Accrual.objects.filter(contract=once).update(interest_posted_cents=1)
    assert len(breaches()) == 2


def test_advances_on_a_pledge_bear_interest_until_they_are_repaid(sign: Sign, fix: Fix) -> None:
    contract = sign()
    fix("2.035", JUNE)
    of = Dims(contract=contract.pk, client=contract.client_id, reference=uuid7())
    for day, move, cents in ((5, advance, 40_000_00), (20, repay, 30_000_00)):
        event = Event(f"{day}", date(2026, 6, day))
        post([move(event=event, amount=Money(cents), of=of)], by="test", at=night(event.booking_date - DAY))
    earn(contract, date(2026, 6, 30))
    assert earned(contract) == Money(71_69)  # (40,000 x 15 days + 10,000 x 11 days) x 3.635 / 36000
    assert breaches() == []


def test_money_that_came_earlier_than_known_leads_to_a_difference(sign: Sign, fix: Fix) -> None:
    """The receipt of 20 June is matched on 3 July, when June is charged and closed: July carries the difference."""
    contract = sign()
    fix("2.035", JUNE)
    fix("2.100", JULY)
    use(contract, 121_440_00, date(2026, 6, 5), night(date(2026, 6, 4)))
    charge_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=night(date(2026, 6, 30)))
    june = Charge.objects.get()
    period.close(month=JUNE, by="test", at=night(JULY))
    earn(contract, date(2026, 7, 2))
    entries = {entry.id: entry.posted_by for entry in Entry.objects.all()}
    use(contract, -60_000_00, date(2026, 6, 20), night(date(2026, 7, 2), 9), booked=date(2026, 7, 3), rule="P08")
    earn(contract, date(2026, 7, 3))
    assert entries.items() <= {entry.id: entry.posted_by for entry in Entry.objects.all()}.items()
    back = Accrual.objects.get(month=JUNE, run=2)
    assert (back.interest_posted_cents, back.until_date) == (-66_64, date(2026, 7, 3))  # 60,000 x 11 x 3.635 / 36000
    charge_month(contract_ids=[contract.pk], month=JULY, by=SYSTEM, at=night(date(2026, 7, 31)))
    july = Charge.objects.get(month=JULY)
    looks = Accrual.objects.filter(contract=contract)
    assert june.net_cents + july.net_cents == sum(look.interest_posted_cents for look in looks)
    assert not earned(contract)
    assert breaches() == []


def test_a_corrected_rate_leads_to_a_difference(sign: Sign, fix: Fix) -> None:
    contract = sign()
    fix("2.350", JUNE)
    use(contract, 36_000_00, date(2026, 6, 1), night(date(2026, 5, 31)))
    earn(contract, date(2026, 6, 10))
    wrong = earned(contract)
    fix("2.035", JUNE, at=night(date(2026, 6, 10), 8))
    earn(contract, date(2026, 6, 10), 9)
    assert (wrong, earned(contract)) == (Money(39_50), Money(36_35))


def test_a_day_without_a_rate_waits_and_is_made_up(sign: Sign, fix: Fix, other_client: Client) -> None:
    waits, goes_on = sign({"reference": "ESTR", "reset": "DAILY"}), sign(client=other_client)
    fix("2.035", JUNE)
    for contract in (waits, goes_on):
        use(contract, 36_000_00, JUNE, night(date(2026, 5, 31)))
    found = charging.earn(by=SYSTEM, at=night(JUNE))
    assert {key: reason.facts["day"] for key, reason in found.items()} == {waits.pk: JUNE}
    assert (earned(waits), earned(goes_on)) == (Money(0), Money(3_64))
    (told,) = WATCHES[1].look(night(JUNE))
    assert told.subject == ("charges.Reference", "ESTR")
    fix("2.035", JUNE, "ESTR")
    assert charging.earn(by=SYSTEM, at=night(date(2026, 6, 3))) == {}
    assert earned(waits) == Money(10_91)
    assert list(WATCHES[1].look(night(date(2026, 6, 3)))) == []


def test_floats_and_amendments(sign: Sign, fix: Fix) -> None:
    """Two float days keep a receipt of the last of May earning on the 1st of June."""
    contract = sign({"float_days": 2})
    fix("2.035", date(2026, 5, 1))
    fix("2.035", JUNE)
    use(contract, 36_000_00, date(2026, 5, 30), night(date(2026, 5, 29)))
    earn(contract, date(2026, 5, 31))
    use(contract, -36_000_00, date(2026, 5, 31), night(date(2026, 5, 31)), rule="P08")
    earn(contract, date(2026, 6, 2))
    assert {row.month.month: row.interest_posted_cents for row in Accrual.objects.all()} == {5: 7_27, 6: 3_64}


def test_a_day_that_is_not_over_and_a_closed_month_are_refused(sign: Sign, an: Viewer) -> None:
    contract = sign()
    with pytest.raises(NotOver):
        accrue(contract_ids=[contract.pk], until=JULY, by=SYSTEM, at=night(date(2026, 6, 30)))
    period.close(month=JUNE, by="test", at=night(JULY))
    with pytest.raises(MonthClosed):
        charge_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=night(JULY))
    with pytest.raises(NotAllowed):
        accrue(contract_ids=[contract.pk], until=JULY, by=an, at=night(JULY))
    assert charging.earn(by=SYSTEM, at=night(date(2026, 6, 30))) == {}
