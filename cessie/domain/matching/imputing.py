"""What of the money given to invoices pays the interest and costs that were claimed beside them: the country's law says
it, or the contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.payable import Payable, payable
from cessie.domain.matching.rules.disposal import Disposal
from cessie.domain.matching.rules.evidence import SCORES
from cessie.domain.matching.rules.facts import Candidate, Outcome
from cessie.domain.parties.models import Debtor
from cessie.law.facts import Imputation
from cessie.law.imputation import Beside, Exact, Imputed, Owed, impute, order_of
from cessie.ledger.demands import beside, demanded_after
from cessie.lib.money import EUR, Money
from cessie.terms.contract import LateClaims

_IMPUTATIONS: Final[Mapping[str, Imputation]] = {"LAW": "law", "PRINCIPAL_FIRST": "principal_first"}
_EXACT: Final[Mapping[str, Exact]] = {"STANDS": "stands", "GIVEN_UP": "given_up", "LAW": "law"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What stands beside an invoice on the day of a payment (``now``), and what was claimed after it (``later``)."""

    now: Beside
    later: Beside


def terms_of_late(invoice: Payable, day: date) -> LateClaims:
    """What the contract of an invoice says about claims beside it."""
    return terms_on(invoice.contract_id, day)[1].late_claims


def claimed(invoice_ids: Collection[UUID], paid: date) -> dict[UUID, Claimed]:
    """What stands beside these invoices for a payment of a day; those beside which nothing stands are left out."""
    stands = {key: part for key, part in beside(invoice_ids).items() if part.total}
    if not stands:
        return {}
    after = demanded_after(stands, paid)
    found = {}
    for key, part in stands.items():
        late = Beside(min(part.interest, after[key].interest), min(part.costs, after[key].costs))
        found[key] = Claimed(Beside(part.interest - late.interest, part.costs - late.costs), late)
    return found


def alone(outcome: Outcome) -> bool:
    """Whether a way is found that needs a person, and none beside it is as good."""
    if outcome.status != "proposed" or not outcome.candidates:
        return False
    return all(other.score < outcome.candidates[0].score for other in outcome.candidates[1:])


def made_sure(outcome: Outcome) -> Outcome:
    """The outcome with its best way taken."""
    best, *others = outcome.candidates
    return Outcome(
        status="matched",
        allocations=best.allocations,
        excess=best.excess,
        candidates=(replace(best, automatic=True), *others),
        reasons=best.reasons,
    )


def is_all_claimed(best: Candidate, before: Mapping[str, Money], paid: date) -> bool:
    """Whether the money is to the cent each invoice that is named, or all of a payer known by his account, with what
    stood beside it on that day: nothing is left to choose."""
    known = best.rule != "oldest_first" or best.score == SCORES["oldest"]
    whole = all(share.amount == before[share.item] for share in best.allocations)
    if not best.excess or best.excess.currency != EUR or not known or not whole:
        return False
    stands = claimed([UUID(share.item) for share in best.allocations], paid)
    return best.excess == Money.total(each.now.total for each in stands.values())


def with_claims(
    found: Disposal, *, open_now: Mapping[UUID, Money], over: Money, paid: date, but: Iterable[UUID] = ()
) -> Disposal:
    """The decision with its money divided: a part of what it gives to an invoice pays the claims beside it.

    Money over (``over``) pays the claims of invoices that are paid whole, in their order. What explains a short payment
    closes the invoice as if it were paid exactly. ``but``: invoices whose money is the invoice's alone.
    """
    if over.currency != EUR:
        return found
    stands = claimed([key for key in found.allocations if key not in set(but)], paid)
    if not stands:
        return found
    parts: dict[UUID, Imputed] = {}
    rules = _rules(stands, paid)
    for key, given in found.allocations.items():
        if key in stands:
            parts[key] = _divided(given, open_now[key], stands[key], over, rules[key], closed=key in found.closings)
            over -= parts[key].principal + parts[key].beside.total - given
    shares = {key: parts[key].principal if key in parts else given for key, given in found.allocations.items()}
    return replace(
        found,
        allocations={key: amount for key, amount in shares.items() if amount},
        beside={key: part.beside for key, part in parts.items() if part.beside.total},
        given_up={key: part.given_up for key, part in parts.items() if part.given_up.total},
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    late: LateClaims
    country: str

    def impute(self, paid: Money, owed: Owed) -> Imputed:
        order = order_of(self.country, _IMPUTATIONS[self.late.imputation])
        return impute(paid, owed, order=order, exact=_EXACT[self.late.exact])


def _rules(invoice_ids: Collection[UUID], day: date) -> dict[UUID, _Rule]:
    rows = payable(ids=list(invoice_ids))
    debtors = Debtor.objects.filter(pk__in={row.debtor_id for row in rows})
    countries = dict(debtors.values_list("pk", "company__country"))
    late = {row.contract_id: terms_of_late(row, day) for row in rows}
    return {row.id: _Rule(late[row.contract_id], countries[row.debtor_id]) for row in rows}


def _divided(given: Money, still: Money, stands: Claimed, over: Money, rule: _Rule, *, closed: bool) -> Imputed:
    owed = Owed(still, stands.now, stands.later)
    if closed:  # what is missing is explained: the invoice is paid, and nothing else was meant
        return replace(rule.impute(still, owed), principal=given, beside=Beside())
    more = min(over, stands.now.total) if given == still else Money(0, given.currency)
    return rule.impute(given + more, owed)


def by_hand(
    given: Mapping[UUID, Money], *, open_now: Mapping[UUID, Money], paid: date
) -> tuple[dict[UUID, Money], dict[UUID, Beside]]:
    """A person's amounts divided: the invoice first, as he said; what is above it pays the claims beside it.

    What is above those too is left on the invoice, where it is refused.
    """
    stands = claimed([key for key, amount in given.items() if amount > open_now.get(key, amount)], paid)
    shares, parts = dict(given), {}
    for key, claim in stands.items():
        both = claim.now + claim.later
        part = impute(given[key], Owed(open_now[key], both), order=("principal", "interest", "costs"), exact="law")
        if not part.over:
            shares[key], parts[key] = part.principal, part.beside
    return {key: amount for key, amount in shares.items() if amount}, parts
