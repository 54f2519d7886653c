"""Where a dossier stands on a day: what is owed, what of it may be asked now and why not the rest, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.collection.known import Known, known
from cessie.domain.collection.models import ContactRule, Dossier
from cessie.domain.collection.rules.build_up import BuildUp, ClaimUp, Parts, build_up, nothing
from cessie.domain.collection.rules.contact import Contact
from cessie.domain.collection.rules.split import split
from cessie.domain.collection.rules.taking import barred_from
from cessie.domain.collection.rules.tracks import Next, Situation, next_act
from cessie.domain.dunning.rules.claims import free_until
from cessie.domain.dunning.rules.items import OpenItem
from cessie.domain.dunning.rules.standing import Standing, standing
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.countries import country
from cessie.law.guards import Unlawful
from cessie.law.rates import Rates
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: What an agreement or a dispute makes of a dossier, by the reason that holds its claims.
_STATES: Final = {
    "dunning.dispute": "disputed",
    "dunning.plan": "planned",
    "dunning.promise": "promised",
    "dunning.on_its_way": "promised",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim with what may be asked of it now, and what of it stands apart because it is contested or agreed on."""

    up: ClaimUp
    parts: Parts
    apart: Parts


@dataclass(frozen=True, slots=True)
class Stand:
    """A dossier on a day. ``state``: what the debtor agreed or contests makes of it; ``barred_from``: the last day of
    the oldest claim that is still open."""

    known: Known
    up: BuildUp
    asked: tuple[Asked, ...]
    holds: tuple[Reason, ...]
    state: str
    situation: Situation
    next: Next
    barred_from: date | None

    @property
    def total(self) -> Money:
        """What may be asked of him in all."""
        return self.situation.asked


def stand_of(dossier: Dossier, on: date) -> Stand:
    """Of one dossier."""
    return stands([dossier], on)[dossier.pk]


def stands(dossiers: Sequence[Dossier], on: date) -> dict[UUID, Stand]:
    """Of several, that came with ``debtor__company``; refused (``Unlawful``) on a day whose rate is not known."""
    rates, contact = rates_in_force(), contact_in_force()
    return {key: _stand(each, on, rates, contact) for key, each in known(dossiers, on).items()}


def stands_or_why(dossiers: Sequence[Dossier], on: date) -> dict[UUID, Stand | Unlawful]:
    """The same for jobs: where a rate of the day is not known, that one is told instead, and the others stand."""
    rates, contact = rates_in_force(), contact_in_force()
    found: dict[UUID, Stand | Unlawful] = {}
    for key, each in known(dossiers, on).items():
        try:
            found[key] = _stand(each, on, rates, contact)
        except Unlawful as no:
            found[key] = no
    return found


def contact_in_force() -> Contact:
    """The house's limits of contact: the last that two people laid down, else the plain ones."""
    row = ContactRule.objects.filter(confirmed_at__isnull=False).order_by("-number").first()
    return Contact.from_json(row.rule) if row is not None else Contact()


def free_period(code: str, known_: Known) -> date | None:
    """The last day on which a consumer is left alone after our first letter; a collector for others in Belgium gives
    the longer period of 15 days (Book XIX; FPS Economy). None before he was told."""
    notice = known_.told
    if notice is None:
        return None
    last = free_until(code, notice)
    if code == "BE":
        dates = country("BE").PROCEDURES["third_party_notice"]({"sent": notice.sent}, {}).dates
        last = max(last, dates["last_free_day"])
    return last


def _stand(found: Known, on: date, rates: Rates, contact: Contact) -> Stand:
    up = build_up(found.facts, on, rates)
    asked, holds = _asked(found, up, on)
    total = Money.total((each.parts.total for each in asked), up.currency)
    round_ = max((act.round for act in found.acts), default=1)
    last = next((act for act in reversed(found.acts) if act.round == round_), None)
    situation = Situation(
        found.facts.country, found.facts.segment, min((row.taken for row in found.facts.claims), default=on), total,
        natural_person=found.natural_person, registered=found.registered, insolvent=found.facts.insolvent,
        vulnerable=found.dossier.vulnerable, complaint=found.complaint, cause=found.dossier.cause, holds=holds,
        last=(last.step, last.done_at.date()) if last is not None and last.done_at else None,
        free_until=free_period(found.facts.country, found), past=found.contacts,
    )  # fmt: skip
    return Stand(
        found, up, asked, holds, _state(asked, holds), situation, next_act(situation, contact, on), _barred(found, up)
    )


def _state(asked: Sequence[Asked], holds: Sequence[Reason]) -> str:
    if asked:
        return "amicable"
    return next((_STATES[reason.code] for reason in holds if reason.code in _STATES), "amicable")


def _asked(found: Known, up: BuildUp, on: date) -> tuple[tuple[Asked, ...], tuple[Reason, ...]]:
    """What may be asked of each claim, and why the rest may not; each reason once."""
    asked: list[Asked] = []
    holds: list[Reason] = []
    rows = {row.pk: row for row in found.rows}
    for claim in up.claims:
        if claim.open.total.cents <= 0:
            continue
        row = rows[claim.facts.id]
        last = barred_from(found.facts.country, found.facts.segment, claim.facts.due)
        if last is not None and on > last:
            words = N_("{number} is time-barred since {day}.")
            holds.append(Reason("collection.time_barred", words, {"number": row.number, "day": last}))
            continue
        item = OpenItem(
            row.invoice_id or row.pk, found.dossier.contract_id, found.dossier.client_id, found.dossier.debtor_id,
            row.number, row.issue_date, row.due_date, max(claim.open.principal, Money(1, up.currency)),
            claim.facts.principal, found.dossier.reference, found.facts.country, found.facts.segment,
            pauses=found.pauses[row.pk],
        )  # fmt: skip
        may = standing(item, on)
        if isinstance(may, Reason):
            holds += [may] if may not in holds else []
        else:
            asked.append(_asked_of(claim, may, item))
    return tuple(asked), tuple(holds)


def _asked_of(claim: ClaimUp, may: Standing, item: OpenItem) -> Asked:
    """Where a part is contested or agreed on, interest and costs are asked for the rest alone."""
    if may.cents >= item.open.cents:
        return Asked(claim, claim.open, nothing(item.open.currency))
    return Asked(claim, *split(claim.open, Money(may.cents, item.open.currency)))


def _barred(found: Known, up: BuildUp) -> date | None:
    still = [claim.facts.due for claim in up.claims if claim.open.total.cents > 0]
    if not still:
        return None
    return barred_from(found.facts.country, found.facts.segment, min(still))


def near(day: date | None, on: date, within: int = 90) -> bool:
    """Whether a claim becomes time-barred within so many days."""
    return day is not None and day - on <= timedelta(days=within)
