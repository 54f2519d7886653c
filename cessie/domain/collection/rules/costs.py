"""What the law lets a debtor owe for collection, claim by claim, and from which day. Pure.

Between businesses the fixed sum of each invoice is owed from the first day of delay, the Dutch scale from the day on
which the dossier was begun; a consumer owes nothing before the period of his first reminder (BE) or 14-day letter (NL)
is over. Where the law takes the principals together (BW 6:96(7); Belgian damages), a claim that comes later adds what
the scale gives above what it gave before: the whole is never more than that of all together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from cessie.domain.collection.rules.facts import ClaimFacts, DossierFacts
from cessie.domain.dunning.rules.claims import SUMMED, in_parts
from cessie.law.countries import COUNTRIES, country
from cessie.law.facts import Costs, CostsAsked
from cessie.law.guards import Finding, Unlawful
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ByLaw:
    """``amount`` of costs on one claim, owed from a day on, with where the law says so."""

    claim: UUID
    on: date
    amount: Money
    sources: tuple[str, ...]
    unverified: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


def by_law(facts: DossierFacts, principals: Mapping[UUID, Money], on: date) -> tuple[ByLaw, ...]:
    """The costs of every claim of which something is owed, those of days to come among them.

    ``principals``: what each claim is about, its credit notes taken off.
    """
    if facts.country not in COUNTRIES:
        return ()
    claims = [claim for claim in facts.claims if principals[claim.id].cents > 0]
    days = {claim.id: day for claim in claims if (day := owed_from(facts, claim, on)) is not None}
    dated = sorted(
        (each for each in claims if each.id in days), key=lambda each: (days[each.id], each.due, each.number)
    )
    groups = [(day, list(group)) for day, group in groupby(dated, key=lambda each: days[each.id])]
    together = (facts.country, facts.segment) in SUMMED
    found = _summed(facts, groups, principals, on) if together else _each(facts, groups, principals, on)
    return tuple(found)


def owed_from(facts: DossierFacts, claim: ClaimFacts, on: date) -> date | None:
    """From which day the costs of a claim are owed; None where no day can be named yet, or there are none."""
    if facts.segment == "b2c":
        try:
            return _ask(facts, [claim], [claim.principal], on, Money(0)).claimable_from
        except Unlawful:
            return None
    return claim.taken if (facts.country, facts.segment) in SUMMED else claim.due + _DAY


def _each(
    facts: DossierFacts, groups: Sequence[tuple[date, list[ClaimFacts]]], principals: Mapping[UUID, Money], on: date
) -> Iterator[ByLaw]:
    for day, claims in groups:
        for claim in claims:
            answer = _ask(facts, [claim], [principals[claim.id]], max(on, day), Money(0))
            if answer.costs:
                yield ByLaw(claim.id, day, answer.costs, answer.sources, answer.unverified, answer.findings)


def _summed(
    facts: DossierFacts, groups: Sequence[tuple[date, list[ClaimFacts]]], principals: Mapping[UUID, Money], on: date
) -> Iterator[ByLaw]:
    """Group after group by day, each with what the scale gives above the groups before it."""
    so_far: list[ClaimFacts] = []
    before = 0
    for day, claims in groups:
        so_far += claims
        amounts = [principals[claim.id] for claim in so_far]
        answer = _ask(facts, so_far, amounts, max(on, day), _in_time(facts, amounts, day))
        more, before = max(0, answer.costs.cents - before), max(before, answer.costs.cents)
        shares = in_parts(more, [principals[claim.id].cents for claim in claims])
        for claim, share in zip(claims, shares, strict=True):
            if share:
                yield ByLaw(claim.id, day, Money(share), answer.sources, answer.unverified, answer.findings)


def _in_time(facts: DossierFacts, amounts: Sequence[Money], day: date) -> Money:
    """What a consumer paid before his period was over: no costs are taken of it (BW 6:96(7))."""
    if facts.segment != "b2c":
        return Money(0)
    cents = sum(paid.amount.cents for paid in facts.paid if paid.on < day)
    return Money(max(0, min(cents, Money.total(amounts).cents)))


def _ask(
    facts: DossierFacts, claims: Sequence[ClaimFacts], amounts: Sequence[Money], on: date, in_time: Money
) -> Costs:
    notice = next((claim.notice for claim in reversed(claims) if claim.notice is not None), None)
    asked = CostsAsked(
        facts.country, facts.segment, tuple(amounts), on, paid_in_time=in_time,
        notice=notice.sent if notice else None, channel=notice.channel if notice else "post",
        received=notice.received if notice else None, clause=all(claim.clause for claim in claims),
        insolvent=facts.insolvent,
    )  # fmt: skip
    return country(facts.country).costs(asked)
