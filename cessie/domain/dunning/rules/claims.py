"""What may be claimed beside the invoices on a day: interest, costs, and when a consumer's free period is over. Pure.

Everything is counted by ``cessie.law``; here it is asked for many invoices at once, and what was counted is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from uuid import UUID

from cessie.domain.dunning.rules.items import LawFacts, Notice, OpenItem
from cessie.law.acts import Act, Case, in_the_way
from cessie.law.countries import COUNTRIES, country
from cessie.law.facts import Claim, CostsAsked, Segment
from cessie.law.guards import GUARDS, Finding, Unlawful
from cessie.law.interest import interest
from cessie.law.many import Book
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import Reason

#: Where a consumer is left alone for a period after the first reminder before he owes more than the invoice.
PERIODS = {"BE": "first_reminder", "NL": "fourteen_day_letter"}
#: Interest of consumers there depends on the day of their notice.
BY_NOTICE = frozenset({("BE", "b2c"), ("FR", "b2c")})
#: Where costs are counted on the principals together.
SUMMED = frozenset({("NL", "b2b"), ("NL", "b2c"), ("NL", "b2g"), ("BE", "b2c")})
_DAY = timedelta(days=1)
#: An amount whose interest is only looked at for its days and rates.
_ANY = Money(100_00)
#: An invoice, and the cents of it that are asked.
Asked = tuple[OpenItem, int]


class Tariff:
    """The claims of one day by the law's facts of one run."""

    def __init__(self, law: LawFacts, on: date) -> None:
        self.law, self.on = law, on
        self._books: dict[tuple[str, Segment], Book] = {}
        self._factors: dict[object, Fraction] = {}
        self._stops: dict[tuple[object, ...], tuple[Finding, ...]] = {}

    def interest(self, item: OpenItem, cents: int, due: date) -> int:
        """Cents of interest on what is asked of an invoice since the day after ``due``; refused as the law refuses."""
        terms, kind = item.terms, (item.country, item.segment)
        if not terms.interest or due >= self.on or cents <= 0 or item.country not in COUNTRIES:
            return 0
        if terms.rate is None and kind not in BY_NOTICE:
            if kind not in self._books:
                self._books[kind] = Book(item.country, item.segment, self.on, self.law.rates)
            return self._books[kind].interest(cents, due)
        return half_up(cents * self._factor(item, due))

    def _factor(self, item: OpenItem, due: date) -> Fraction:
        """The interest of one cent where a clause or a notice says from when and how much: never compound there."""
        notice, terms = item.notice, item.terms
        key = (item.country, item.segment, due, notice, terms.rate, terms.creditor)
        if key not in self._factors:
            start = None if notice is None else notice.received if item.country == "FR" else notice.sent
            if (item.country, item.segment) in BY_NOTICE and (start is None or start >= self.on):
                return Fraction(0)  # a consumer whom nothing is shown to have reached owes none
            claim = Claim(
                item.country, item.segment, _ANY, due, self.on, contract_rate=terms.rate, creditor=terms.creditor,
                notice=start, channel=notice.channel if notice else "post",
            )  # fmt: skip
            steps = interest(claim, self.law.rates).steps
            self._factors[key] = sum((Fraction(step.rate) * step.days / 36_500 for step in steps), Fraction(0))
        return self._factors[key]

    def costs(self, asked: Sequence[Asked], *, announced: bool = False) -> dict[UUID, int]:
        """Cents of costs by invoice: of each creditor, country and segment together, divided to the cent.

        ``announced``: as they will be once the period of a first reminder is over. What was claimed before stands, and
        the rest is what the law gives on all together above it.
        """
        groups: dict[tuple[object, ...], list[Asked]] = {}
        for item, cents in asked:
            creditor = None if item.collector == "buyer" else item.client_id
            groups.setdefault((creditor, item.country, item.segment, item.terms), []).append((item, cents))
        found: dict[UUID, int] = {}
        for group in groups.values():
            found |= self._of_group(group, announced=announced)
        return found

    def _of_group(self, group: list[Asked], *, announced: bool) -> dict[UUID, int]:
        first = group[0][0]
        stands = {item.invoice_id: item.claimed.cents for item, _ in group if item.claimed is not None}
        new = [(item, cents) for item, cents in group if item.claimed is None and cents > 0]
        if not new or not first.terms.costs or first.country not in COUNTRIES:
            return stands
        together = (first.country, first.segment) in SUMMED
        whole = [(item, cents) for item, cents in group if cents > 0] if together else new
        total = self._by_law(whole, announced=announced)
        if together:
            total = max(0, total - sum(stands.values()))
        shares = in_parts(total, [cents for _, cents in new] if together else [1] * len(new))
        return stands | {item.invoice_id: share for (item, _), share in zip(new, shares, strict=True)}

    def _by_law(self, group: list[Asked], *, announced: bool) -> int:
        """Of invoices whose periods are all over, or all begin now: any one's notice tells the law which."""
        first, terms = group[0][0], group[0][0].terms
        notice = next((item.notice for item, _ in group if item.notice is not None), None)
        asked = CostsAsked(
            first.country,
            first.segment,
            tuple(Money(cents) for _, cents in group),
            self.on,
            notice=notice.sent if notice else None,
            channel=notice.channel if notice else "post",
            received=notice.received if notice else None,
            clause=terms.clause,
            vat_rate=terms.vat_rate,
            vat_deductible=terms.vat_rate is None,
            vat_declared=terms.vat_rate is not None,
        )
        found = country(first.country).costs(asked)
        return found.costs.cents if announced else found.due_now.cents

    def period_over(self, item: OpenItem) -> bool:
        """Whether a consumer's free period after his first reminder has passed; without a reminder it has not."""
        if item.country not in PERIODS or item.segment != "b2c":
            return True
        return item.notice is not None and self.on > free_period(item, item.notice)

    def against(self, item: OpenItem, act: Act) -> tuple[Finding, ...]:
        """The guards that stand in the way of an act on an invoice; nothing disputed is asked here."""
        kind = (
            act,
            item.country,
            item.segment,
            item.natural_person,
            item.collector,
            item.confidential,
            self.period_over(item),
        )
        if kind not in self._stops:
            self._stops[kind] = in_the_way(self._case(item, act))
        return self._stops[kind]

    def _case(self, item: OpenItem, act: Act) -> Case:
        return Case(
            item.country,
            item.segment,
            act,
            natural_person=item.natural_person or item.segment == "b2c",
            for_others=item.collector != "creditor",
            registered=item.country in self.law.registered,
            period_over=self.period_over(item),
            letter_complete=self.law.letter_complete,
            confidential=item.confidential,
            names_the_factor=self.law.names_the_factor,
        )


@lru_cache(maxsize=4096)
def free_until(code: str, notice: Notice) -> date:
    """The last day of the period that a first reminder gives a consumer; the day of the notice where there is none."""
    if code not in PERIODS:
        return notice.sent
    days = {"sent": notice.sent}
    if notice.received is not None and code == "NL":
        days["received"] = notice.received
    dates = country(code).PROCEDURES[PERIODS[code]](days, {"channel": notice.channel}).dates
    return dates["act_from"] - _DAY if code == "BE" else dates["costs_from"] - _DAY


def free_period(item: OpenItem, notice: Notice) -> date:
    """The same of an invoice: a collector for others in Belgium gives the longer period of 15 days."""
    last = free_until(item.country, notice)
    if item.country == "BE" and item.collector != "creditor":
        dates = country("BE").PROCEDURES["third_party_notice"]({"sent": notice.sent}, {}).dates
        last = max(last, dates["last_free_day"])
    return last


def in_parts(total: int, weights: Sequence[int]) -> list[int]:
    """Cents divided by weight, none lost: what rounding leaves goes to the largest remainders, the first before.

    >>> in_parts(4000, [1, 1, 1]), in_parts(0, [5])
    ([1334, 1333, 1333], [0])
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    order = sorted(range(len(weights)), key=lambda n: -(total * weights[n] % whole))
    for n in order[:left]:
        shares[n] += 1
    return shares


def guarded(found: Finding | Unlawful) -> Reason:
    """Why the law says no, with its guard and article as facts."""
    reason, guard = found.reason, found.guard
    if guard is None:
        return reason
    return Reason(reason.code, reason.message, {**reason.facts, "guard": guard, "article": GUARDS[guard].article})


@lru_cache(maxsize=128)
def tariff(law: LawFacts, on: date) -> Tariff:
    """The tariff of a day, made once for a run."""
    return Tariff(law, on)
