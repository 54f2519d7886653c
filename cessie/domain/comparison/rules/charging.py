"""What a contract charges while it is played: commission by invoice, fees and interest by month, minimums by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cessie.domain.charges.rules.month_fees import Facts, fees_of_month, minimum_of_year
from cessie.domain.comparison.rules.account import Account
from cessie.domain.comparison.rules.diary import Diary
from cessie.domain.comparison.rules.offers import Offer
from cessie.lib.money import Money, half_up
from cessie.terms import vat
from cessie.terms.contract import purchase_fee
from cessie.terms.fees import FeeRule, days_overdue, late_surcharge, started_periods
from cessie.terms.interest import Balance, Fixing, interest, rate_on, segments, surcharge

_DAY: Final = timedelta(days=1)
#: What the books call a fee -> the kind of cost; what is not named here is a service.
_KINDS: Final = {"factoring_commission": "commission", "minimum_commission_true_up": "minimum"}


@dataclass(slots=True)
class Counted:
    """What a month was so far, as its fees ask for it; cents."""

    bought: int = 0
    net: int = 0
    count: int = 0
    credited: int = 0
    collected: int = 0
    commission: int = 0
    events: Counter[str] = field(default_factory=Counter)

    def facts(self, *, of_year: int, funds: int, eligible: int) -> Facts:
        """The same as the books would tell it."""
        return Facts(
            commission_of_month=Money(self.commission), commission_of_year=Money(of_year), funds_in_use=Money(funds),
            bought=Money(self.bought), bought_net=Money(self.net), bought_count=self.count,
            credited=Money(self.credited), collected=Money(self.collected), counts=dict(self.events),
            eligible=Money(eligible),
        )  # fmt: skip


class Charges:
    """Charges one contract's account and writes each cost into the diary. ``month``: what the month was so far."""

    def __init__(self, offer: Offer, account: Account, diary: Diary, fixings: Sequence[Fixing]) -> None:
        self.month = Counted()
        #: Interest of the month that is not yet charged, in cents.
        self.accrued = Decimal(0)
        self._offer, self._terms, self._account, self._diary = offer, offer.terms, account, diary
        self._fixings = fixings
        #: What counts for financing now, in cents: who knows the pool says it before a month ends.
        self.eligible = 0
        self._commission_of_year = 0
        self._known: dict[int, set[str]] = defaultdict(set)  # debtors sold in each year
        self._rates: dict[tuple[str, int, int], Decimal] = {}
        self._purchase: tuple[date, FeeRule] | None = None
        self._of_net = any(rule.base == "NET" for rule in self._terms.fee_plan)

    def once(self) -> None:
        """What is charged at the start."""
        self._charge("service", Money(self._offer.once), "SETUP", self._diary.first)

    def commission(self, face: int, day: date) -> None:
        """On what is sold, or credited."""
        if self._purchase is None or self._purchase[0] != day:
            self._purchase = (day, purchase_fee(self._terms, day))
        rule = self._purchase[1]
        base = self.net_of(face, day) if rule.base == "NET" else Money(face)
        self._charge("commission", rule.terms.of(base), rule.vat_type, day)

    def book(self, kind: str, net: Money, tax: Money) -> None:
        """A charge with its VAT."""
        self._account.charge((net + tax).cents)
        self._diary.cost(kind, net.cents, tax.cents)
        if kind in ("commission", "minimum"):
            self.month.commission += net.cents
            self._commission_of_year += net.cents

    def sell(self, debtor: str, face: int, day: date) -> None:
        """Count an invoice that is sold. Who is sold for the first time in a year is checked, and insured where the
        company insures its customers."""
        self.month.bought += face
        self.month.net += self.net_of(face, day).cents
        self.month.count += 1
        if debtor not in self._known[day.year]:
            self._known[day.year].add(debtor)
            self.month.events.update(("LIMIT_REQUEST", "DEBTOR_CHECK"))
            self._diary.pay_insurer(self._offer.per_debtor)

    def late(self, face: int, due: date, day: date) -> None:
        """The surcharge of an invoice that was paid, or goes back, that day."""
        for rule in self._terms.fees("LATE_PERIOD", day):
            overdue = days_overdue(due, day)
            periods = started_periods(overdue, grace_days=rule.grace_days, period_days=rule.period_days)
            self._charge("service", late_surcharge(Money(face), rule.terms.percent, periods), rule.vat_type, day)

    def net_of(self, face: int, day: date) -> Money:
        """The face without the standard rate, where a fee is taken of that: a ledger does not tell it."""
        if not self._of_net:
            return Money(0)
        return Money(half_up(face * 100 / (100 + vat.standard_rate(self._terms.vat_country, day))))

    def end_day(self, day: date) -> None:
        """Note how the day ended, and what it bears of interest."""
        terms = self._terms.interest
        base = 0
        if terms is not None:
            drawn = terms.base == "DRAWN_ONLY"
            funds = self._diary.drawn - self._diary.collected if drawn else self._account.funds
            base = max(0, funds + self._diary.floating(terms.float_days))
        self._diary.note(funds=self._account.funds, base=base)
        if terms is not None and base:
            year = 360 if terms.day_count == "ACT/360" else 365
            self.accrued += base * rate_on(self._fixings, terms, day) / (100 * year)

    def end_month(self, day: date) -> None:
        """Interest, the fees of the month, the minimum of a year that is over, the insurer's premium."""
        self._interest(day)
        for due in fees_of_month(self._terms.fee_plan, self._facts(), day):
            self._charge(_KINDS.get(due.kind, "service"), due.net, due.vat_type, day)
        ended = day + _DAY if day == self._diary.last else None
        minimum = self._terms.yearly_minimum
        for due in minimum_of_year(minimum, self._facts(), day, self._diary.first, ended):
            self._charge("minimum", due.net, due.vat_type, day)
        self._diary.pay_insurer(Money(self.month.bought).percent(self._offer.premium).cents)
        self._diary.end_month(day)
        self.month = Counted()
        if day.month == 12:
            self._commission_of_year = 0

    def _facts(self) -> Facts:
        return self.month.facts(of_year=self._commission_of_year, funds=self._account.funds, eligible=self.eligible)

    def _interest(self, day: date) -> None:
        terms = self._terms.interest
        if terms is None:
            return
        first, bases = self._diary.bases()
        balances = [Balance(first + n * _DAY, Money(base)) for n, base in enumerate(bases)]
        found = segments(balances, self._fixings, terms, first, day, limit=self._terms.limits.facility)
        percent = self._terms.interest_vat_rate(day)
        for kind, net in (("interest", interest(found)), ("surcharge", surcharge(found, terms.surcharge))):
            if net:
                self.book(kind, net, net.percent(percent))
        self.accrued = Decimal(0)

    def _charge(self, kind: str, net: Money, vat_type: str, day: date) -> None:
        if not net:
            return
        key = (vat_type, day.year, day.month)
        if key not in self._rates:
            self._rates[key] = vat.rate_on(self._terms.vat_country, vat_type, day)
        self.book(kind, net, net.percent(self._rates[key]))
