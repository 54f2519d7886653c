"""Whether an act of a case came too early or against what was known, judged afterwards with a calendar of its own.

The periods are counted once more from the deed that set them off, in whole months and days and at their shortest; a
day to reply that rolls to a working day only comes later.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.parties.models import Mark
from cessie.domain.proceedings.models import Case, Step
from cessie.world.agency_lawful import Breach
from cessie.world.stage import moment

_DAY: Final = timedelta(days=1)
#: What happens whatever was noted about the debtor.
_ALWAYS: Final = ("insolvency", "withdraw", "paid_in_full", "paid_in_part", "reject")
#: Acts that need a debt which nobody contests.
_UNCONTESTED: Final = ("escalate", "approve", "served", "record_drawn")


def _month(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


#: By procedure and act: the act that sets the period off, and the first day that can follow from it.
_FIRST: Final[Mapping[tuple[str, str], tuple[str, Callable[[date], date]]]] = {
    ("be_ios", "month_passes"): ("served", lambda day: _month(day) + _DAY),
    ("be_ios", "eight_days_pass"): ("served", lambda day: _month(day) + 8 * _DAY),
    ("be_ios", "record_drawn"): ("served", lambda day: _month(day) + 8 * _DAY),
    ("be_court", "enforced"): ("title_served", lambda day: _month(day) + _DAY),
    ("nl_summons", "enforced"): ("title_served", lambda day: day + 29 * _DAY),
    ("fr_order", "month_passes"): ("title_served", lambda day: _month(day) + _DAY),
    ("fr_order", "enforced"): ("title_served", lambda day: _month(day) + _DAY),
}
#: Days between a summons and its hearing.
_GAPS: Final = {"be_court": 9, "nl_summons": 8}


def breaches(today: date) -> list[Breach]:
    """What was done too early or must not have been done in a case on a day."""
    rows = Step.objects.filter(at__gte=moment(today, 0), at__lt=moment(today + _DAY, 0)).order_by("at", "pk")
    return [
        Breach(step.case.dossier.number, f"{step.case.procedure} {step.act}", today, words)
        for step in rows.select_related("case__dossier__debtor")
        for words in _broken(step, today)
    ]


def _broken(step: Step, today: date) -> Iterator[str]:
    case = step.case
    if step.on > today:
        yield "told before it was done"
    if (case.procedure, step.act) in _FIRST:
        since, first = _FIRST[case.procedure, step.act]
        deed = Step.objects.filter(case=case, act=since).order_by("-on").first()
        if deed is None or step.on < first(deed.on):
            yield f"too early: {step.on}, {since} {deed.on if deed else 'never'}"
    if step.act == "summoned" and (step.fixed is None or step.fixed < step.on + _GAPS[case.procedure] * _DAY):
        yield f"the hearing of {step.fixed} is too near"
    if step.act == "judged_by_default":
        hearing = Step.objects.filter(case=case, act__in=("summoned", "postponed")).order_by("-on").first()
        if hearing is None or hearing.fixed is None or step.on < hearing.fixed:
            yield "judged before the hearing"
    yield from _against(step, case)


def _against(step: Step, case: Case) -> Iterator[str]:
    notes = set(_noted(case.dossier.debtor.company_id, step.at))
    if "insolvent" in notes and step.act not in _ALWAYS:
        yield "the debtor is insolvent"
    if case.procedure == "be_ios" and "consumer" in notes:
        yield "a consumer in the IOS"
    claims = case.dossier.claims.filter(live=True).values("invoice_id")
    contested = Dispute.objects.filter(invoice_id__in=claims, state__in=LIVE, raised_at__lt=step.at)
    if case.procedure == "be_ios" and step.act in _UNCONTESTED and contested.exists():
        yield "it is contested"


def _noted(company_id: UUID, at: datetime) -> list[str]:
    rows = Mark.objects.filter(company_id=company_id, set_at__lt=at)
    return list(rows.filter(Q(ended_at=None) | Q(ended_at__gt=at)).values_list("kind", flat=True))
