"""What is known of a dossier when its debt is built up: frozen, amounts in one currency, days as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from cessie.domain.dunning.rules.items import Notice
from cessie.law.facts import Part, Segment
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as it was handed in on the day ``taken``; ``rate`` and ``clause`` by the principal's own terms.

    ``notice``: the first reminder of it, the principal's or ours; consumers owe nothing beside without one.
    """

    id: UUID
    number: str
    issued: date
    due: date
    principal: Money
    taken: date
    rate: Decimal | Literal["maximum"] | None = None
    clause: bool = False
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Money of the debtor: to the dossier, or (``claim``) to one claim; ``direct``: the principal got it himself.

    Money that went back stands as an amount below zero: what was paid last counts as never paid. ``booked``: the books
    of the invoice know it, as settling the part ``towards``; else its division follows from the build-up. ``agreed``:
    it came while a plan ran, which is agreed on the principal.
    """

    key: str
    on: date
    amount: Money
    claim: UUID | None = None
    direct: bool = False
    towards: Part | None = None
    booked: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Credited:
    """A credit note: so much of the claim was never owed."""

    claim: UUID
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Made:
    """Costs that somebody billed, owed by the debtor from a day on by an article."""

    key: str
    on: date
    amount: Money
    kind: str
    article: str


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier: ``country`` is that of the law that holds."""

    country: str
    segment: Segment
    claims: tuple[ClaimFacts, ...]
    paid: tuple[Paid, ...] = ()
    credited: tuple[Credited, ...] = ()
    made: tuple[Made, ...] = ()
    insolvent: bool = False
    creditor: Literal["company", "sme", "individual"] = "company"

    @property
    def currency(self) -> str:
        """Of all its amounts."""
        return self.claims[0].principal.currency if self.claims else "EUR"


def known_on(facts: DossierFacts, on: date) -> DossierFacts:
    """The dossier as it stood at the end of a day: what came later is left away."""
    return DossierFacts(
        facts.country,
        facts.segment,
        tuple(each for each in facts.claims if each.taken <= on),
        tuple(each for each in facts.paid if each.on <= on),
        tuple(each for each in facts.credited if each.on <= on),
        tuple(each for each in facts.made if each.on <= on),
        facts.insolvent,
        facts.creditor,
    )
