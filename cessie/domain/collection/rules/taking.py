"""Whether a claim may be taken into a dossier. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.law.countries import COUNTRIES, country
from cessie.law.facts import Deadlines, Segment
from cessie.law.guards import GUARDS
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason


@dataclass(frozen=True, slots=True)
class Offered:
    """A claim that is offered: ``open`` is what its invoice still asks for."""

    number: str
    due: date
    open: Money
    country: str
    segment: Segment
    insolvent: bool = False


def barred_from(code: str, segment: Segment, due: date) -> date | None:
    """The last day on which the claim can be brought, by the limitation of the country; None where none is known."""
    found = limitation(code, segment, due)
    return found.dates["claim_until"] if found is not None else None


def limitation(code: str, segment: Segment, due: date) -> Deadlines | None:
    """The limitation of a claim with its sources; None where the law of the country is not known here."""
    procedures = country(code).PROCEDURES if code in COUNTRIES else {}
    if "limitation" not in procedures:
        return None
    return procedures["limitation"]({"due": due}, {"segment": segment})


def why_not(claim: Offered, on: date) -> Reason | None:
    """Why a claim cannot be taken in; None where it can."""
    facts: dict[str, Fact] = {"number": claim.number}
    if claim.open.cents <= 0:
        return Reason("collection.nothing_open", N_("Nothing is open on {number}."), facts)
    if claim.due >= on:
        return Reason(
            "collection.not_due", N_("{number} is not late: it falls due on {due}."), facts | {"due": claim.due}
        )
    if claim.insolvent:
        words = N_("The debtor of {number} is insolvent: the claim is filed with the administrator, not collected.")
        return Reason(
            "collection.insolvent", words, facts | {"guard": "LAW-GEN-03", "article": GUARDS["LAW-GEN-03"].article}
        )
    last = barred_from(claim.country, claim.segment, claim.due)
    if last is not None and on > last:
        words, law = N_("{number} is time-barred since {day}."), limitation(claim.country, claim.segment, claim.due)
        article = law.sources[0] if law is not None and law.sources else ""
        return Reason("collection.time_barred", words, facts | {"day": last, "guard": "LAW-GEN-01", "article": article})
    return None
