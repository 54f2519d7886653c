"""How a debt is built up on any day: principal, interest, costs, each with its law, less what was paid. Pure.

The same facts give the same figures on every day, past or to come: what was ever told can be told again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from cessie.domain.collection.rules.costs import ByLaw, by_law
from cessie.domain.collection.rules.facts import ClaimFacts, DossierFacts, Made, Paid, known_on
from cessie.domain.collection.rules.impute import divide
from cessie.law.countries import COUNTRIES
from cessie.law.facts import Claim, Interest, Payment, Settled, Step
from cessie.law.guards import Finding, Unlawful
from cessie.law.imputation import Beside, Owed, impute, named_first
from cessie.law.interest import interest
from cessie.law.rates import Rates
from cessie.law.regime import PRINCIPAL_FIRST
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

_NO_LAW: Final = Reason(
    "collection.no_law", N_("The law of this country is not known here: only the principal is claimed.")
)


@dataclass(frozen=True, slots=True)
class Parts:
    """An amount by what it is for; ``costs`` by law and made."""

    principal: Money
    interest: Money
    costs: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.principal + self.interest + self.costs

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.principal + other.principal, self.interest + other.interest, self.costs + other.costs)

    def __sub__(self, other: Parts) -> Parts:
        return Parts(self.principal - other.principal, self.interest - other.interest, self.costs - other.costs)


@dataclass(frozen=True, slots=True)
class ClaimUp:
    """One claim: what it came to (``owed``), what of it was paid, and what is open; by parts, with its law.

    ``credited``: what credit notes took off the principal before; ``settled``: each payment with how it was divided.
    """

    facts: ClaimFacts
    credited: Money
    owed: Parts
    paid: Parts
    steps: tuple[Step, ...] = ()
    settled: tuple[Settled, ...] = ()
    by_law: tuple[ByLaw, ...] = ()
    made: tuple[Made, ...] = ()
    sources: tuple[str, ...] = ()
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    provisional: bool = False

    @property
    def open(self) -> Parts:
        """What is still owed."""
        return self.owed - self.paid


@dataclass(frozen=True)
class BuildUp:
    """A dossier on a day. ``to_come``: costs that the law gives from a later day on; ``over``: paid too much."""

    on: date
    claims: tuple[ClaimUp, ...]
    over: tuple[Paid, ...] = ()
    to_come: tuple[ByLaw, ...] = ()
    currency: str = field(default="EUR")

    @cached_property
    def owed(self) -> Parts:
        """All that the debt came to."""
        return self._sum([claim.owed for claim in self.claims])

    @cached_property
    def paid(self) -> Parts:
        """What was paid of it."""
        return self._sum([claim.paid for claim in self.claims])

    @property
    def open(self) -> Parts:
        """What is still owed."""
        return self.owed - self.paid

    @property
    def excess(self) -> Money:
        """What is to be given back."""
        return Money.total((each.amount for each in self.over), self.currency)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every rule behind it, once."""
        return tuple(dict.fromkeys(source for claim in self.claims for source in claim.sources))

    def _sum(self, parts: Sequence[Parts]) -> Parts:
        return sum(parts, nothing(self.currency))


def nothing(currency: str) -> Parts:
    """No amount at all."""
    zero = Money(0, currency)
    return Parts(zero, zero, zero)


def build_up(facts: DossierFacts, on: date, rates: Rates) -> BuildUp:
    """The debt at the end of a day, as it was known then.

    Refused (``Unlawful``, LAW-GEN-02): a day whose rate is not known; what else the law bars is left out, and says so.
    """
    facts = known_on(facts, on)
    credits_ = {claim.id: _credited(facts, claim) for claim in facts.claims}
    principals = {claim.id: claim.principal - credits_[claim.id] for claim in facts.claims}
    found = by_law(facts, principals, on)
    ledger = _Ledger(facts, principals, found, rates)
    given, over = divide(facts.claims, facts.paid, ledger.still, ledger.principal)
    claims = tuple(ledger.told(claim, given[claim.id], credits_[claim.id], on) for claim in facts.claims)
    return BuildUp(on, claims, over, tuple(each for each in found if each.on > on), facts.currency)


def _credited(facts: DossierFacts, claim: ClaimFacts) -> Money:
    cents = sum(each.amount.cents for each in facts.credited if each.claim == claim.id)
    return Money(min(cents, claim.principal.cents), facts.currency)


def _principal_first(owed: Parts, paid: Sequence[Payment]) -> tuple[Settled, ...]:
    """How payments are divided where no law says it: the principal before its costs."""
    found = []
    for each in sorted(paid, key=lambda payment: payment.on):
        left = Owed(owed.principal, Beside(owed.interest, owed.costs))
        part = impute(each.amount, left, order=named_first(each.towards, PRINCIPAL_FIRST), exact="law")
        taken = Parts(part.principal, part.beside.interest, part.beside.costs)
        owed -= taken
        found.append(Settled(each.on, each.amount, taken.costs, taken.interest, taken.principal, part.over, each.key))
    return tuple(found)


@dataclass
class _Ledger:
    """Each claim asked of the law with the payments it has so far."""

    facts: DossierFacts
    principals: Mapping[UUID, Money]
    costs: Sequence[ByLaw]
    rates: Rates

    def still(self, claim: ClaimFacts, paid: Sequence[Payment], on: date) -> Money:
        """What is open on a claim at the end of a day."""
        left, _ = self._asked(claim, paid, on)
        return left

    def principal(self, claim: ClaimFacts, paid: Sequence[Payment], on: date) -> Money:
        """What is open of its principal."""
        _, answer = self._asked(claim, paid, on)
        if isinstance(answer, Interest):
            return answer.principal_left
        whole = Money.total((each.amount for each in paid), self.facts.currency)
        return max(self.principals[claim.id] - whole, Money(0, self.facts.currency))

    def told(self, claim: ClaimFacts, paid: Sequence[Payment], credited: Money, on: date) -> ClaimUp:
        """The claim with all that is known about it."""
        by_law_ = tuple(each for each in self.costs if each.claim == claim.id and each.on <= on)
        made = tuple(each for each in self._made(claim) if each.on <= on)
        cents = sum(each.amount.cents for each in by_law_) + sum(each.amount.cents for each in made)
        costs = Money(cents, self.facts.currency)
        _, answer = self._asked(claim, paid, on)
        zero = Money(0, self.facts.currency)
        if isinstance(answer, Interest):
            owed = Parts(self.principals[claim.id], answer.interest, costs)
            left = Parts(answer.principal_left, answer.interest_left, answer.costs_left)
            return ClaimUp(
                claim, credited, owed, owed - left, answer.steps, answer.settled, by_law_, made,
                tuple(dict.fromkeys((*answer.sources, *(source for each in by_law_ for source in each.sources)))),
                (*answer.unverified, *(doubt for each in by_law_ for doubt in each.unverified)),
                (*answer.findings, *(said for each in by_law_ for said in each.findings)), answer.provisional,
            )  # fmt: skip
        owed = Parts(self.principals[claim.id], zero, costs)
        settled = _principal_first(owed, paid)
        given = sum((Parts(each.principal, each.interest, each.costs) for each in settled), nothing(zero.currency))
        return ClaimUp(
            claim, credited, owed, given, settled=settled, by_law=by_law_, made=made,
            sources=tuple(source for each in by_law_ for source in each.sources), findings=answer,
        )  # fmt: skip

    def _asked(
        self, claim: ClaimFacts, paid: Sequence[Payment], on: date
    ) -> tuple[Money, Interest | tuple[Finding, ...]]:
        """What is open, with the answer of the law; without one where the law gives no interest at all, and why."""
        principal, until = self.principals[claim.id], max(on, claim.due)
        dated = tuple((each.on, each.amount) for each in self._of(claim) if each.on <= on)
        dated += tuple((each.on, each.amount) for each in self._made(claim) if each.on <= on)
        costs = Money.total((amount for _, amount in dated), self.facts.currency)
        whole = Money.total((each.amount for each in paid), self.facts.currency)
        if principal.cents <= 0 or self.facts.country not in COUNTRIES:
            said = () if principal.cents <= 0 else (Finding(_NO_LAW),)
            return principal + costs - whole, said
        notice = claim.notice
        start = None if notice is None else notice.received if self.facts.country == "FR" else notice.sent
        asked = Claim(
            self.facts.country, self.facts.segment, principal, claim.due, until, tuple(paid), contract_rate=claim.rate,
            creditor=self.facts.creditor, notice=start, channel=notice.channel if notice else "post", invoices=0,
            insolvent=self.facts.insolvent, later_costs=dated,
        )  # fmt: skip
        if (self.facts.country, self.facts.segment) == ("FR", "b2c") and start is None:
            asked = replace(asked, notice=until)  # nothing is shown to have reached him: no day of interest yet
        try:
            answer = interest(asked, self.rates)
        except Unlawful as no:
            if no.guard == "LAW-GEN-02":
                raise
            return principal + costs - whole, (Finding(no.reason, no.guard),)
        return answer.principal_left + answer.interest_left + answer.costs_left, answer

    def _of(self, claim: ClaimFacts) -> tuple[ByLaw, ...]:
        return tuple(each for each in self.costs if each.claim == claim.id)

    def _made(self, claim: ClaimFacts) -> tuple[Made, ...]:
        """Costs that were made for the dossier stand with its oldest claim."""
        oldest = min(self.facts.claims, key=lambda each: (each.due, each.number, each.id))
        return self.facts.made if claim.id == oldest.id else ()
