"""The night looks at cases: periods that have passed, money that came, an insolvency that was published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.collection.known import known
from cessie.domain.collection.models import Claim
from cessie.domain.collection.rules.states import CALLED_OFF
from cessie.domain.parties.models import Mark
from cessie.domain.proceedings.conditions import Facts, contested_in_part, facts_of
from cessie.domain.proceedings.door import move, standing_of, tomorrow
from cessie.domain.proceedings.models import Case, Step
from cessie.domain.proceedings.rights import locked
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.guards import Unlawful
from cessie.law.procedures import procedure
from cessie.law.procedures.machine import Act, ahead
from cessie.lib.days import booking_day, day_begins

#: Acts of the clock one after another in one look: a month and its eight days may have passed unseen.
MANY: Final = 4


def stopped_cases() -> list[UUID]:
    """Running cases of which a party is noted as insolvent: they stop at once, not at night. For the clock."""
    noted = Mark.objects.filter(kind="insolvent", ended_at__isnull=True).values("company_id")
    rows = Case.objects.exclude(state__in=OVER)
    parties = Q(dossier__debtor__company__in=noted) | Q(dossier__client__company__in=noted)
    return list(rows.filter(parties).order_by("pk").values_list("pk", flat=True))


def due_cases(at: datetime, limit: int) -> list[UUID]:
    """Running cases that are to be looked at."""
    rows = Case.objects.filter(look_date__lte=booking_day(at)).exclude(state__in=OVER)
    return list(rows.order_by("look_date", "pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def look(*, case_id: UUID, by: Viewer, at: datetime) -> Case:
    """What happened by itself since: insolvency stops the case, a dossier that was recalled or settled ends it,
    an instalment was missed, money closes it or lowers it, periods pass.

    Looked at twice changes nothing. A day whose rate is not known leaves the money for the next night. Locks the case.
    """
    case = locked(case_id, by)
    if case.state in OVER:
        return case
    published = _insolvent(case)
    if published is not None:
        act = Act("insolvency", published)
        move(case, act, key=f"insolvency {published}", side="staff", by=by, at=at)
        return case
    if case.dossier.state in CALLED_OFF and _withdrawn(case, by, at):
        return case
    _missed(case, by, at)
    try:
        facts = facts_of(case.dossier, case.procedure, booking_day(at), in_part=contested_in_part(case))
    except Unlawful:
        facts = None
    if facts is not None:
        _money(case, facts, by, at)
    _clock(case, by, at)
    if case.state not in OVER:
        tomorrow(case, at)
    return case


def _insolvent(case: Case) -> date | None:
    pair = (case.dossier.debtor.company_id, case.dossier.client.company_id)
    row = Mark.objects.filter(company__in=pair, kind="insolvent", ended_at__isnull=True).order_by("set_at").first()
    return booking_day(row.set_at) if row else None


def _withdrawn(case: Case, by: Viewer, at: datetime) -> bool:
    """Withdraw the case where that can still be done; once enforcement has begun nobody does so alone."""
    act = Act("withdraw", booking_day(at))
    if (case.state, act.name) not in procedure(case.procedure).moves:
        return False
    move(case, act, key=f"withdraw {act.on}", side="staff", by=by, at=at)
    return True


def _missed(case: Case, by: Viewer, at: datetime) -> None:
    """The plan that was accepted in the case was broken: the time that stood still goes on."""
    if (case.state, "instalment_missed") not in procedure(case.procedure).moves:
        return
    claims = Claim.objects.filter(dossier=case.dossier_id, live=True, invoice__isnull=False).values("invoice_id")
    plans = Arrangement.objects.filter(kind="plan", covers__invoice__in=claims).distinct()
    broken = plans.filter(state="broken", ended_at__gte=day_begins(case.since)).order_by("-ended_at").first()
    if broken is None or broken.ended_at is None or plans.filter(state="running").exists():
        return
    act = Act("instalment_missed", max(case.since, booking_day(broken.ended_at)))
    move(case, act, key=f"instalment_missed {broken.pk}", side="staff", by=by, at=at)


def _money(case: Case, facts: Facts, by: Viewer, at: datetime) -> None:
    """All of it is paid, or something more than was seen before: money that came in before the case is not told."""
    today = booking_day(at)
    paid = [each for each in known([case.dossier], today)[case.dossier_id].facts.paid if each.on >= _begun(case)]
    came = max(0, sum(each.amount.cents for each in paid))
    told = Step.objects.filter(case=case, act="paid_in_part").values_list("amounts__came", flat=True)
    seen = sum(cents or 0 for cents in told)
    full = "covers_all" in facts.holds
    if not full and came <= seen:
        return
    act = Act("paid_in_full" if full else "paid_in_part", max((each.on for each in paid), default=today), facts.holds)
    if (case.state, act.name) in procedure(case.procedure).moves:
        key = act.name if full else f"paid_in_part {came}"
        move(case, act, key=key, side="staff", amounts={"came": came - seen}, by=by, at=at)


def _begun(case: Case) -> date:
    return booking_day(case.opened_at)


def _clock(case: Case, by: Viewer, at: datetime) -> None:
    """Every period that is over."""
    today = booking_day(at)
    for _ in range(MANY):
        mine = [each for each in ahead(procedure(case.procedure), standing_of(case)) if each.by == "clock"]
        passed = [each for each in mine if each.earliest is not None and each.earliest <= today]
        if not passed:
            return
        on = max(passed[0].earliest or today, case.since)
        move(case, Act(passed[0].act, on), key=f"{passed[0].act} {on}", side="staff", by=by, at=at)
