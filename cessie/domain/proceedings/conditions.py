"""Which conditions of a procedure hold for a case today: from the registers, the dossier, disputes and the books.

What only the one who acts can know (the debtor's solvency, papers attached, who appeared) he states himself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.collection.known import Known, known
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.rules.build_up import BuildUp, build_up
from cessie.domain.collection.rules.split import split
from cessie.domain.collection.rules.taking import barred_from
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.models import Identifier
from cessie.domain.proceedings.models import Case, Step
from cessie.domain.proceedings.rules.statement import Line, Statement, statement
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.guards import Unlawful
from cessie.law.procedures import fr_simplified, nl_summons
from cessie.lib.money import Money

#: What the one who acts states; all else is found here.
STATED: Final = frozenset(
    {
        "solvency_acceptable", "register_opened", "evidence_attached", "reply_form_attached", "debtor_absent",
        "provisionally_enforceable", "judgment_served", "terms_agreed",
    }
)  # fmt: skip
#: The register in which both parties of an IOS must be active.
REGISTERS: Final = {"BE": "be.enterprise", "FR": "fr.siren", "NL": "nl.kvk"}


@dataclass(frozen=True, slots=True)
class Facts:
    """A case's dossier on a day, and the conditions that hold."""

    statement: Statement
    up: BuildUp
    holds: frozenset[str]


def facts_of(dossier: Dossier, procedure: str, on: date, *, by_lawyer: bool = False, in_part: bool = False) -> Facts:
    """Everything that can be found on a day; refused (``Unlawful``, LAW-GEN-02) where a rate of it is not known.

    ``in_part``: the debtor contested a part in this case: it is asked for the rest, and that is undisputed.
    """
    found = known([dossier], on)[dossier.pk]
    up = build_up(found.facts, on, rates_in_force())
    said = statement(procedure, on, tuple(_lines(up, _contested(found) if in_part else {})))
    holds = {name for name, true in _checks(dossier, found, up, said, on).items() if true}
    if in_part and said.total.cents > 0 and not _disputed(found, whole=True):
        holds.add("undisputed")
    return Facts(said, up, frozenset(holds | ({"by_lawyer"} if by_lawyer else set())))


def contested_in_part(case: Case) -> bool:
    """Whether the debtor contested a part in this case, so that it goes on for the rest."""
    return Step.objects.filter(case=case, act="contested_in_part").exists()


def insolvent_since(dossier: Dossier) -> bool:
    """Whether either party is noted as insolvent."""
    pair = (dossier.debtor.company_id, dossier.client.company_id)
    return any("insolvent" in marks for marks in marks_of(pair).values())


def _lines(up: BuildUp, contested: Mapping[UUID, Money]) -> Iterator[Line]:
    """Each claim with what is asked of it: interest and costs follow their principal where a part stands apart."""
    for claim in up.claims:
        asked = claim.open
        if claim.facts.id in contested:
            asked, _ = split(asked, max(Money(0, up.currency), asked.principal - contested[claim.facts.id]))
        if asked.total.cents > 0:
            yield Line(
                claim.facts.number, claim.facts.issued, claim.facts.due, asked.principal, asked.interest, asked.costs,
                claim.sources,
            )  # fmt: skip


def _contested(found: Known) -> dict[UUID, Money]:
    """By claim the part of its principal that is contested."""
    return {
        row.pk: pause.amount
        for row in found.rows
        for pause in found.pauses[row.pk]
        if pause.kind == "dispute" and pause.amount is not None
    }


def _checks(dossier: Dossier, found: Known, up: BuildUp, said: Statement, on: date) -> dict[str, bool]:
    open_ = up.open.total
    capital = said.principal + said.interest
    return {
        "both_registered": _registered(dossier),
        "business_debt": found.facts.segment != "b2c" and "consumer" not in found.marks,
        "no_authority": found.facts.segment != "b2g",
        "no_insolvency": not insolvent_since(dossier),
        "contractual": all(row.kind == "invoice" for row in found.rows),
        "certain_and_due": bool(found.rows) and all(_due(found, row.due_date, on) for row in found.rows),
        "undisputed": not _disputed(found),
        "within_cap": said.cap is None or said.interest <= said.cap,
        "notices_sent": all(claim.facts.notice is not None for claim in up.claims) or bool(found.told),
        "rate_published": not any(claim.provisional for claim in up.claims),
        "covers_all": open_.cents <= 0,
        "unpaid_balance": open_.cents > 0,
        "no_plan": not any(pause.kind == "plan" for pauses in found.pauses.values() for pause in pauses),
        "subdistrict": capital <= Money(nl_summons.SUBDISTRICT.cents, capital.currency),
        "within_limit": capital <= Money(fr_simplified.LIMIT.cents, capital.currency),
    }


def _registered(dossier: Dossier) -> bool:
    """Both parties have a valid number of the register. That they are active there is not asked of the register."""
    pair = {dossier.debtor.company_id: dossier.debtor.company, dossier.client.company_id: dossier.client.company}
    schemes = {key: REGISTERS.get(company.country, "be.enterprise") for key, company in pair.items()}
    rows = Identifier.objects.filter(company__in=pair, valid=True).values_list("company_id", "scheme")
    return {company for company, scheme in rows if scheme == schemes[company]} == set(pair)


def _due(found: Known, due: date, on: date) -> bool:
    try:
        last = barred_from(found.facts.country, found.facts.segment, due)
    except Unlawful:
        return False
    return due < on and (last is None or on <= last)


def _disputed(found: Known, *, whole: bool = False) -> bool:
    """Whether something is contested; ``whole``: all of a claim, not a part alone."""
    keys = [row.invoice_id for row in found.rows if row.invoice_id]
    rows = Dispute.objects.filter(invoice__in=keys, state__in=LIVE)
    return (rows.filter(amount_cents__isnull=True) if whole else rows).exists()
