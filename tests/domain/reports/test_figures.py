"""The sums behind the reports against the books added up line by line, and what a report makes of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from cessie.domain.reports.queries import kinds, report
from cessie.domain.reports.rules.measures import average
from cessie.domain.reports.rules.report import Asked, By
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.ledger.chart import BOUGHT, FUNDS_IN_USE
from cessie.ledger.figures import daily_in_use, stood
from cessie.ledger.models import Line
from cessie.ledger.period import close
from cessie.ledger.post import post
from cessie.ledger.reverse import reverse
from cessie.ledger.rules import dilution, fees, interest, payouts, purchase, receipts
from cessie.ledger.valued import BEARING
from cessie.lib.money import Money
from tests.ledger.conftest import AT, dims, event, key

pytestmark = pytest.mark.django_db

ONE, TWO = dims("INV1", reference="PAY1"), dims("INV2", contract="K2", debtor="D2", reference="PAY2")
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


@pytest.fixture(autouse=True)
def books() -> None:
    """Two clients; one purchase is undone, one receipt has an old value date, March is closed."""
    early = [
        purchase.purchase(event=event("1"), face=Money(10_000_00), of=ONE),
        purchase.hold_back(event=event("1"), amount=Money(1_000_00), of=ONE),
        fees.fee(event=event("1"), kind="factoring_commission", net=Money(80_00), vat=Money(0), country="BE", of=ONE),
        payouts.instruct(event=event("1"), amount=Money(8_920_00), of=ONE),
        purchase.purchase(event=event("2", "2026-03-10"), face=Money(5_000_00), of=TWO),
        purchase.purchase(event=event("3", "2026-03-20"), face=Money(700_00), of=TWO),
    ]
    posted = post(early, by="me", at=AT)
    reverse(entry_id=posted[-1].entry_id, booking_date=date(2026, 3, 21), text="", by="me", at=AT)
    close(month=date(2026, 3, 1), by="me", at=AT + timedelta(days=35))
    late = [
        dilution.credit_note(event=event("4", "2026-04-02"), amount=Money(400_00), of=ONE),
        interest.accrue(event=event("5", "2026-04-03"), amount=Money(20_00), of=ONE),
        receipts.receipt(event=event("6", "2026-04-09", "2026-04-01"), amount=Money(3_000_00), of=ONE),
        receipts.allocate(event=event("6", "2026-04-09", "2026-04-01"), amount=Money(3_000_00), of=ONE),
    ]
    post(late, by="me", at=AT + timedelta(days=40))


def naive(column: str, keys: set[UUID], accounts: tuple[str, ...], first: date, last: date) -> dict[UUID, int]:
    """The sum of each day's balance by value date, one day and one line at a time."""
    lines = list(Line.objects.filter(account__in=accounts).values_list(f"{column}_id", "value_date", "amount_cents"))
    found, day = dict.fromkeys(keys, 0), first
    while day <= last:
        for who, value, cents in lines:
            if value <= day:
                found[who] += cents
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("span", [(FIRST, LAST), (date(2026, 3, 3), date(2026, 3, 3)), (date(2026, 4, 1), LAST)])
def test_the_average_is_that_of_every_day(span: tuple[date, date]) -> None:
    found = daily_in_use("contract", *span)
    slow = naive("contract", set(found), FUNDS_IN_USE, *span)  # type: ignore[arg-type]  # each line names its contract
    assert {who: amount.cents for who, amount in found.items()} == slow


def test_what_stood_is_what_was_booked_by_then() -> None:
    day = date(2026, 3, 20)
    assert {who: Money.total(each.values()).cents for who, each in stood(BOUGHT, "debtor", day=day).items()} == {
        key("D1"): 10_000_00,
        key("D2"): 5_700_00,
    }
    assert stood(BOUGHT, "client", day=day, clients=[key("client of K2")]).keys() == {key("client of K2")}


@pytest.mark.parametrize("by", ["client", "debtor", "contract"])
@pytest.mark.parametrize("clients", [None, frozenset({key("client of K1")})])
def test_every_report_agrees_whatever_is_asked(by: By, clients: frozenset[UUID] | None) -> None:
    for code, kind in kinds().items():
        for last in (LAST, date(2026, 3, 31), date(2026, 3, 5)):
            if by in kind.BY:
                made = report(viewer=system("test"), code=code, asked=Asked(by, FIRST, last, clients))
                assert made.agrees, f"{code} on {last}: {made.proofs}"
                assert all(len(row.values) == len(kind.COLUMNS) for row in made.rows)


def test_figures_of_the_period() -> None:
    asked = Asked("client", FIRST, LAST)
    values = {
        code: {row.key: row.values for row in report(viewer=system("test"), code=code, asked=asked).rows}
        for code in kinds()
    }
    one, two = key("client of K1"), key("client of K2")
    assert values["turnover"][one][:3] == (Money(10_000_00), Money(-400_00), Money(9_600_00))
    assert values["turnover"][two][2] == Money(5_000_00), "what was undone does not count"
    assert values["dilution"][one][3:] == (Money(400_00), Decimal("4.00"))
    assert values["funds"][one][0] == Money(6_600_00)
    assert values["concentration"][one][1] == Decimal("56.90")
    income, average, simple = (values["earned"][one][n] for n in (3, 4, 5))
    assert isinstance(average, Money)
    assert income == Money(100_00)
    days = (LAST - FIRST).days + 1
    assert average == Money(round(naive("client", {one, two}, FUNDS_IN_USE, FIRST, LAST)[one] / days))
    assert simple == (Decimal(100_00) * 360 * 100 / days / average.cents).quantize(Decimal("0.01"))
    assert values["outstanding"][two][3] == Decimal("61.00"), "all of March's and none of April's: both months whole"


def test_nobody_asks_for_figures_that_are_not_his() -> None:
    mine = Viewer(key="user:1", kind="client", client_ids=frozenset({key("client of K1")}))
    rows = report(viewer=mine, code="funds", asked=Asked("client", FIRST, LAST)).rows
    assert {row.key for row in rows} == {key("client of K1")}
    assert report(viewer=Viewer("x", "debtor"), code="funds", asked=Asked("client", FIRST, LAST)).rows == ()
    for code, asked in (
        ("funds", Asked("client", FIRST, LAST, frozenset({key("client of K2")}))),
        ("funds", Asked("debtor", FIRST, LAST)),
        ("nonsense", Asked("client", FIRST, LAST)),
    ):
        with pytest.raises(NotFound):
            report(viewer=mine, code=code, asked=asked)


def test_utilisation_is_that_of_each_day_one_by_one() -> None:
    told = report(viewer=system("test"), code="utilisation", asked=Asked("client", FIRST, LAST))
    assert told.agrees
    days = [FIRST + timedelta(days=n) for n in range(61)]
    keys = set(Line.objects.filter(account__in=BEARING).values_list("client_id", flat=True))
    daily = {key: [naive("client", keys, BEARING, day, day)[key] for day in days] for key in keys}
    for row in told.rows:
        assert row.key is not None
        _facility, _used, _available, _share, mean, _mean_share, peak = row.values
        each = daily[row.key]
        assert (mean, peak) == (average(Money(sum(each)), 61), Money(max(each)))
    shown = [row.key for row in told.rows if row.key]
    assert [amount.cents for _day, amount in told.series] == [sum(daily[key][n] for key in shown) for n in range(61)]
