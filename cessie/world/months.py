"""The turns of the year: what money costs, what the law asks, and the end of each month.

In a play with months every client's contract bears interest and a fee a month, one of them a minimum commission of the
year. The treasury enters the reference rates of each week and what changes in the statutory ones with a half year; it
ends each month as soon as the bank has told all of it. Always one person enters or starts, and another confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from cessie.domain.banking.models import Statement
from cessie.domain.banking.say_still import say_still
from cessie.domain.charges.before_close import not_reached
from cessie.domain.charges.close_month import close_month
from cessie.domain.charges.decide_allowance import decide_allowance
from cessie.domain.charges.decide_rates import decide_rates
from cessie.domain.charges.enter_rates import enter_rates
from cessie.domain.charges.models import FeeInvoice
from cessie.domain.charges.month_ends import month_ends, preview
from cessie.domain.charges.propose_allowance import propose_allowance
from cessie.domain.charges.rules.allowance import Matrix
from cessie.domain.charges.rules.rates_file import Given
from cessie.domain.charges.start_month import start_month
from cessie.domain.contracts.models import Contract
from cessie.domain.statutes.decide import decide
from cessie.domain.statutes.enter import enter
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.rates import Rate
from cessie.law.semester import provisional, semester_of
from cessie.ledger.entry import Dims, Event
from cessie.ledger.period import first_open, following
from cessie.ledger.post import post
from cessie.ledger.rules.fees import fee
from cessie.lib.days import add_bank_days, bank_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.fees import FeeRule, FeeTerms
from cessie.terms.interest import InterestTerms
from cessie.terms.presets import AMERICAN
from cessie.workflows import clock
from cessie.workflows.house.statutes import effect
from cessie.workflows.money import charging
from cessie.world.desk import Desk, Step
from cessie.world.stage import WORLD, moment

REFERENCE = "EURIBOR_3M"
WEEK = timedelta(days=7)
#: Weeks of reference rates that the house knows when the play begins: a quarter, which may be looked up, and some.
KNOWN = 14
PORTAL = FeeRule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00)), "SERVICE", account="4020")
#: Percents set aside for losses, by how long a debtor is late: without recourse, and with.
ALLOWANCE = Matrix(tuple(map(Decimal, ["0.2", "1", "4", "10", "30", "50"])), (*[Decimal(0)] * 5, Decimal(20)))
#: Bank days after which an account that told nothing more is looked at, and a month that did not end is an error.
STILL, PATIENCE = 2, 10
#: So much commission that no client of the play reaches it.
YEARLY_MINIMUM = Money(250_000_00)


def costs(number: int) -> Mapping[str, Any]:
    """What the contract of the client with this number costs; how often its reference rate is looked up differs."""
    reset = ("DAILY", "MONTH_START", "QUARTER_START")[number % 3]
    interest = InterestTerms(reference=REFERENCE, margin=Decimal("1.75"), surcharge=Decimal(2), reset=reset)  # type: ignore[arg-type]  # a word of the list
    return {
        "interest": interest,
        "fee_plan": (*AMERICAN.fee_plan, PORTAL),
        "yearly_minimum": YEARLY_MINIMUM if number == 1 else Money(0),
    }


def _last(month: date) -> date:
    return following(month) - timedelta(days=1)


@dataclass(frozen=True)
class Months:
    """What the treasury does beside the day's work. ``work``: does the end of a month, on which a process may die."""

    desk: Desk
    first_day: date
    work: Callable[[Callable[[], object]], None]

    def night(self, today: date) -> None:
        """While nobody waits: money in use earns its days, and every client's year is looked at."""
        if today == self.first_day:
            self._set_allowance(today)
            self._enter_rates([today - n * WEEK for n in range(KNOWN, -1, -1)], today)
        clock.night(by=WORLD, at=moment(today, 2, 23))

    def morning(self, today: date) -> None:
        """After the bank's post was read: the rates of the week and of the half year, and the month that is over."""
        if today > self.first_day and today == bank_day_from(today - timedelta(days=today.weekday())):
            self._enter_rates([today], today)
        if today == bank_day_from(semester_of(today)[0]):
            self._enter_statutes(today)
        while (month := self._over(today)) is not None and self._told_until(_last(month)):
            if not self._end_month(month, today):
                break

    def left(self, today: date) -> list[date]:
        """Months that are over by ten bank days, of which the bank has told all, and which nobody ended."""
        month, found = self._over(today), []
        while month is not None and add_bank_days(_last(month), PATIENCE) <= today and self._told_until(_last(month)):
            found.append(month)
            month = following(month) if following(month) < today.replace(day=1) else None
        return found

    def _over(self, today: date) -> date | None:
        """The oldest month that is over and is not ended; before the books begin that is the one before this."""
        this = today.replace(day=1)
        oldest = first_open() or (this - timedelta(days=1)).replace(day=1)
        return oldest if oldest < this else None

    def _set_allowance(self, today: date) -> None:
        staff, first = self.desk.house.staff, today.replace(day=1)
        row = propose_allowance(
            matrix=ALLOWANCE, valid_from=first, note="made up", by=staff.treasury, at=moment(today, 0, 30)
        )
        decide_allowance(policy_id=row.pk, event="confirm", by=staff.second_treasury, at=moment(today, 0, 35))

    def _enter_rates(self, days: list[date], today: date) -> None:
        """Values that follow from the seed and the day alone: what is played does not hang on them."""
        staff, given = self.desk.house.staff, [Given(REFERENCE, day, self._value(day), "made up") for day in days]
        rows = enter_rates(rates=given, by=staff.treasury, at=moment(today, 1))
        decide_rates(
            fixing_ids=[row.pk for row in rows], event="confirm", by=staff.second_treasury, at=moment(today, 1, 5)
        )
        self.desk.tell(Step(today, f"reference rate confirmed by {staff.second_treasury.name}", f"{given[-1].value} %"))

    def _value(self, day: date) -> Decimal:
        return Decimal(190 + Random(f"rate {self.desk.house.seed} {day}").randrange(60)) / 100  # noqa: S311 - play

    def _enter_statutes(self, today: date) -> None:
        """The half year's rates by formula where none are known; else a notice that corrects one. Effect, four eyes."""
        staff, at = self.desk.house.staff, moment(today, 8, 30)
        rows = enter(rates=self._of_half_year(today), by=staff.treasury, at=at)
        for change in effect(viewer=staff.second_treasury, changes=[row.rate for row in rows], today=today):
            words = f"statutory interest of {change.country} on what is overdue would change by"
            self.desk.tell(Step(today, words, f"{change.invoices} invoices", change.difference))
        decide(rate_ids=[row.pk for row in rows], event="confirm", by=staff.second_treasury, at=moment(today, 8, 35))
        self.desk.tell(Step(today, f"statutory rates confirmed by {staff.second_treasury.name}", f"{len(rows)} rates"))

    def _of_half_year(self, today: date) -> tuple[Rate, ...]:
        force = rates_in_force()
        lacking = provisional(force, today)
        if lacking:
            return lacking
        published = force.find("BE", "b2b_late_interest", today)
        if published is None:
            raise AssertionError("what is neither known nor follows from a formula")
        return (replace(published, percent=published.percent + Decimal("0.5"), source="made-up notice"),)

    def _end_month(self, month: date, today: date) -> bool:
        """Preview, start, charge and invoice, close by another; False where something of the month is not booked."""
        staff, at = self.desk.house.staff, moment(today, 8, 40)
        self._look_at_still(month, today)
        planned = preview(viewer=staff.treasury, month=month, at=at)
        if planned.blocks:
            self.desk.tell(Step(today, f"the month {month:%Y-%m} cannot end yet", reasons=planned.blocks))
            return False
        for total in planned.totals:
            words = f"the month {month:%Y-%m} will charge: {total.kind.replace('_', ' ')}"
            self.desk.tell(Step(today, words, f"{total.count} contracts", total.net))

        def charge() -> None:
            run = start_month(month=month, by=staff.treasury, at=at)
            charging.end_month(run_id=run.pk, by=WORLD, at=at)

        self.work(charge)
        run = month_ends(viewer=staff.second_treasury).get(month=month)
        close_month(run_id=run.pk, by=staff.second_treasury, at=moment(today, 8, 50))
        # Not by a worker that dies: typst sets its papers by threads, which a forked process does not have.
        charging.state_months(by=WORLD, at=moment(today, 8, 52))
        self._show(month, today)
        self._require_shut(_last(month), today)
        return True

    def _look_at_still(self, month: date, today: date) -> None:
        """Banks that tell nothing of days without movement: the treasury looks there some days later, and says so."""
        if add_bank_days(_last(month), STILL) > today:
            return
        person = self.desk.house.staff.treasury
        for account, day in not_reached(_last(month)):
            say_still(account_id=account.pk, until=_last(month), by=person, at=moment(today, 8, 38))
            self.desk.tell(Step(today, f"nothing moved since {day}, as {person.name} saw at the bank", account.iban))

    def _told_until(self, last: date) -> bool:
        """Whether the bank has told every day of the month on both accounts of the house: what comes after the month
        is closed could not be booked on its day any more.
        """
        house = self.desk.house
        ends = Statement.objects.filter(
            account__iban__in=(house.collection_iban, house.payout_iban), state="chained", following__isnull=True
        ).values_list("closing_date", flat=True)
        return all(bank_day_from(end + timedelta(days=1)) > last for end in ends)

    def _show(self, month: date, today: date) -> None:
        for invoice in FeeInvoice.objects.filter(month=month).order_by("serial"):
            self.desk.tell(Step(today, "fee invoice, net", invoice.number, Money(invoice.net_cents)))
        self.desk.tell(Step(today, f"month closed by {self.desk.house.staff.second_treasury.name}", f"{month:%Y-%m}"))

    def _require_shut(self, last: date, today: date) -> None:
        """Nobody can book in the month any more, not even who speaks to the ledger itself."""
        contract = Contract.objects.earliest("number")
        late, of = Event(f"late/{last}", last), Dims(contract=contract.pk, client=contract.client_id)
        entry = fee(event=late, kind="service_fee", net=Money(1), vat=Money(0), country="BE", of=of)
        try:
            with transaction.atomic():
                post([entry], by=WORLD.key, at=moment(today, 8, 55))
                raise AssertionError(f"something was booked on {last}, in a month that is closed")
        except Refusal as no:
            if no.reason.code != "ledger.month_closed":
                raise
