"""Late interest, exact to the last fraction and rounded once: the arithmetic that all countries share.

Days are counted from the day after the due date to the day asked, both included; a payment's own day still counts. The
rate of each day is that of its semester, the denominator 365 (``act/act``: 366 in leap years). Nothing is rounded
before interest is booked: at a payment, and at the end (policy ``claim``; ``capitalisation`` and ``segment`` round more
often; the answer says which).

>>> from cessie.law.rates import project_rates
>>> claim = Claim("BE", "b2b", Money.parse("5000.00"), date(2025, 1, 31), date(2025, 9, 15))
>>> answer = interest(claim, project_rates())
>>> str(answer.interest), str(answer.total)
('347.05 EUR', '5387.05 EUR')
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cessie.law.countries import country
from cessie.law.facts import Claim, Interest, Payment, Settled, Step
from cessie.law.guards import Finding, Unlawful, finding
from cessie.law.imputation import Beside, Owed, impute, named_first
from cessie.law.rates import Rate, Rates
from cessie.law.regime import INTEREST_FIRST, PRINCIPAL_FIRST, Part, Regime
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Reason

_DAY = timedelta(days=1)
_MICRO = Decimal(1).scaleb(-6)


def interest(claim: Claim, rates: Rates) -> Interest:
    """What the claim bears; refused (``Unlawful``) with the guard in the way: an unknown rate, one below the floor,
    a due date after the day asked, a consumer who was not reminded.
    """
    _sensible(claim)
    regime = country(claim.country).regime(claim, rates)
    account = _Account(claim, regime, rates)
    account.run()
    return account.answer()


def _sensible(claim: Claim) -> None:
    if claim.principal.cents <= 0:
        raise Unlawful(None, "law.no_principal", N_("A claim needs an amount above zero."))
    if claim.until < claim.due:
        words = N_("The due date {due} lies after {until}: no interest has run.")
        raise Unlawful("LAW-GEN-01", "law.due_after_until", words, due=claim.due, until=claim.until)
    for payment in claim.payments:
        if payment.amount.cents <= 0:
            raise Unlawful(None, "law.no_payment", N_("A payment needs an amount above zero."))
        if payment.on > claim.until:
            words = N_("The payment of {on} lies after {until}.")
            raise Unlawful("LAW-GEN-01", "law.payment_after_until", words, on=payment.on, until=claim.until)


@dataclass
class _Account:
    """The running state of one claim, in fractions of a cent: principal, interest that bears interest, and that not."""

    claim: Claim
    regime: Regime
    rates: Rates
    steps: list[Step] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: dict[tuple[str, str, date], Rate] = field(default_factory=dict)
    capital: Fraction = Fraction(0)
    capitalised: Fraction = Fraction(0)
    running: Fraction = Fraction(0)
    costs: int = 0
    later: list[tuple[date, Money]] = field(default_factory=list)
    interest_paid: int = 0
    excess: int = 0

    def run(self) -> None:
        claim, first = self.claim, self.regime.first
        self.capital, self.costs = Fraction(claim.principal.cents), claim.costs.cents
        self.later = list(claim.later_costs)
        payments = sorted(claim.payments, key=lambda payment: payment.on)
        early = [payment for payment in payments if payment.on < first]
        for payment in early:
            self._settle(payment)
            if payment.on <= claim.due:
                words = N_("The payment of {on} came by the due date {due}: it bears no interest.")
                self.findings.append(finding("LAW-GEN-01", "law.paid_in_time", words, on=payment.on, due=claim.due))
        waiting = payments[len(early) :]
        turns = set(anniversaries(first, claim.until)) if self.regime.yearly else set()
        stops = {payment.on for payment in waiting} | {turn - _DAY for turn in turns} | {claim.until}
        day = first
        for stop in sorted(stop for stop in stops if stop >= first):
            self._accrue(day, stop)
            for payment in waiting:
                if payment.on == stop:
                    self._settle(payment)
            day = stop + _DAY
            if day in turns and stop < claim.until:
                self._capitalise()
        self._owe(claim.until)

    def _accrue(self, first: date, last: date) -> None:
        base = self.capital + self.capitalised
        if not base:
            return
        for start, end, percent, row in self.regime.between(self.rates, first, last):
            if row:
                self.used[row.key] = row
            for begin, stop, denominator in _years(start, end, self.claim.day_count):
                days = (stop - begin).days + 1
                amount = base * Fraction(percent) * days / (100 * denominator)
                if self.claim.rounding == "segment":
                    amount = Fraction(half_up(amount))
                self.running += amount
                provisional = row is not None and row.status == "provisional"
                self.steps.append(Step(begin, stop, days, _shown(base), percent, _micros(amount), provisional))

    def _capitalise(self) -> None:
        if self.claim.rounding == "capitalisation":
            self.running = Fraction(half_up(self.running))
        self.capitalised += self.running
        self.running = Fraction(0)

    def _settle(self, payment: Payment) -> None:
        """Book the interest to the cent, then impute the payment in the country's order."""
        self._owe(payment.on)
        self.running = Fraction(half_up(self.capitalised + self.running)) - self.capitalised
        owed = Owed(self._owed("principal"), Beside(self._owed("interest"), self._owed("costs")))
        order = named_first(payment.towards, _order(self.claim, self.regime))
        found = impute(payment.amount, owed, order=order, exact="law")
        shown = {"costs": found.beside.costs, "interest": found.beside.interest, "principal": found.principal}
        for part, taken in shown.items():
            self._lower(part, taken.cents)
        self.excess += found.over.cents
        self.settled.append(Settled(payment.on, payment.amount, **shown, excess=found.over, key=payment.key))

    def _owe(self, day: date) -> None:
        """Costs that are owed from a day on come in on it."""
        self.costs += sum(amount.cents for on, amount in self.later if on <= day)
        self.later = [(on, amount) for on, amount in self.later if on > day]

    def _owed(self, part: str) -> Money:
        if part == "costs":
            return Money(self.costs)
        return Money(int(self.capital if part == "principal" else self.capitalised + self.running))

    def _lower(self, part: str, cents: int) -> None:
        if part == "costs":
            self.costs -= cents
        elif part == "principal":
            self.capital -= cents
        else:
            self.interest_paid += cents
            new = max(Fraction(0), self.running - cents)
            self.capitalised -= cents - (self.running - new)
            self.running = new

    def answer(self) -> Interest:
        """Round once, add up, and say what is not sure."""
        claim, regime = self.claim, self.regime
        left = half_up(self.capitalised + self.running)
        late = claim.until > claim.due and not _paid_by(claim, claim.due) and not claim.insolvent
        fixed = Money(regime.fixed.cents * claim.invoices if late else 0)
        if self.excess:
            words = N_("The payments exceed the claim by {excess}.")
            self.findings.append(finding(None, "law.overpaid", words, excess=Money(self.excess)))
        if claim.insolvent and regime.fixed:
            words = N_("Insolvency bars the fixed sum.")
            self.findings.append(finding("LAW-GEN-03", "law.insolvent", words))
        sources = dict.fromkeys((*regime.sources, *(row.source for row in self.used.values())))
        return Interest(
            interest=Money(self.interest_paid + left),
            fixed_sum=fixed,
            total=Money(int(self.capital) + left + self.costs + fixed.cents),
            principal_left=Money(int(self.capital)),
            interest_left=Money(left),
            costs_left=Money(self.costs),
            excess=Money(self.excess),
            steps=tuple(self.steps),
            settled=tuple(self.settled),
            sources=tuple(sources),
            day_count=claim.day_count,
            rounding=claim.rounding,
            provisional=any(step.provisional for step in self.steps),
            unverified=(*regime.unverified, *_doubtful(self.used.values())),
            findings=(*regime.findings, *self.findings),
        )


def _order(claim: Claim, regime: Regime) -> tuple[Part, ...]:
    if claim.imputation == "principal_first":
        return PRINCIPAL_FIRST
    return INTEREST_FIRST if claim.imputation == "interest_first" else regime.order


def _paid_by(claim: Claim, day: date) -> bool:
    return sum(payment.amount.cents for payment in claim.payments if payment.on <= day) >= claim.principal.cents


def anniversaries(first: date, until: date) -> Iterator[date]:
    """The days on which a full year has passed since the first day of interest; after 29 February: 1 March."""
    year = first.year + 1
    while True:
        leap = (first.month, first.day) == (2, 29) and not isleap(year)
        turn = date(year, 3, 1) if leap else first.replace(year=year)
        if turn > until:
            return
        yield turn
        year += 1


def _years(first: date, last: date, day_count: str) -> Iterator[tuple[date, date, int]]:
    """The days with their denominator; ``act/act`` cuts at the new year."""
    while first <= last:
        end = last if day_count == "act/365" else min(last, date(first.year, 12, 31))
        yield first, end, 366 if day_count == "act/act" and isleap(first.year) else 365
        first = end + _DAY


def _shown(cents: Fraction) -> Decimal:
    """An amount in units of the currency, two decimals, for the eye."""
    return Decimal(half_up(cents)).scaleb(-2)


def _micros(cents: Fraction) -> Decimal:
    """An exact amount in units of the currency to six decimals, for the eye."""
    return Decimal(half_up(cents * 10_000)).scaleb(-6).quantize(_MICRO)


def _doubtful(rows: Iterable[Rate]) -> Iterator[Reason]:
    for row in rows:
        if row.confidence == "unverified":
            words = N_("The rate of {rate} from {first} has no second source.")
            yield Reason("law.rate_unverified", words, {"rate": f"{row.percent} %", "first": row.first})
