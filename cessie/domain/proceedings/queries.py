"""Questions about cases: the staff's, and a partner's of what is given to him."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Final
from uuid import UUID

from django.db.models import Min, Prefetch, Q, QuerySet, Sum

from cessie.domain.collection.rules.numbers import typed
from cessie.domain.proceedings.conditions import STATED
from cessie.domain.proceedings.door import standing_of
from cessie.domain.proceedings.models import Assignment, Case, Cost, Partner, Step, Tariff, Word
from cessie.domain.proceedings.rights import REPORTS, owed_by, partner_of, unknown, visible
from cessie.domain.proceedings.rules.choice import Seen, ranked
from cessie.domain.proceedings.rules.states import GIVEN, OVER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.law.procedures import procedure
from cessie.law.procedures.machine import Ahead, Procedure, ahead
from cessie.lib.money import Money
from cessie.lib.reasons import N_

SORTS: Final = {
    "debtor": "dossier__debtor__company__sort_name", "state": "state", "since": "since", "opened": "opened_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """An act that the viewer may report: ``stated`` are the conditions for which he vouches."""

    ahead: Ahead
    stated: tuple[str, ...]
    fixes: str | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as a page shows it: what happened, what may come next and when, who has it, what it cost."""

    case: Case
    procedure: Procedure
    days: tuple[tuple[str, date], ...]
    steps: tuple[Step, ...]
    ahead: tuple[Ahead, ...]
    mine: tuple[Open, ...]
    given: tuple[Assignment, ...]
    costs: tuple[Cost, ...]
    thread: tuple[Word, ...]
    answer: Assignment | None
    over: bool

    @property
    def amounts(self) -> dict[str, Money]:
        """What was asked with the last act that asked for something."""
        found: dict[str, int] = next((step.amounts for step in reversed(self.steps) if "total" in step.amounts), {})
        return {name: Money(cents, self.case.dossier.currency) for name, cents in found.items()}


def cases(
    viewer: Viewer, *, text: str = "", states: Sequence[str] = (), procedures: Sequence[str] = (), sort: str = ""
) -> QuerySet[Case]:
    """The viewer's cases, the newest first, with what a list shows."""
    rows = visible(viewer)
    if text.strip():
        found = Q(dossier__debtor__company__name__icontains=text.strip())
        found |= Q(dossier__client__company__name__icontains=text.strip())
        if text.strip().isdecimal() and len(text.strip()) < 18:
            found |= Q(dossier__number=int(text.strip()))
        rows = rows.filter(found)
    if states:
        rows = rows.filter(state__in=states)
    if procedures:
        rows = rows.filter(procedure__in=procedures)
    column = SORTS.get(sort.removeprefix("-"))
    order = [("-" if sort.startswith("-") else "") + column] if column else ["-opened_at"]
    given = Assignment.objects.filter(state__in=GIVEN).select_related("partner__company").order_by("role")
    return rows.order_by(*order, "-pk").prefetch_related(Prefetch("assignments", given, to_attr="held"))


def own_assignments(viewer: Viewer, case_ids: Sequence[UUID]) -> dict[UUID, Assignment]:
    """By case how a partner's program or person has it."""
    mine = partner_of(viewer)
    rows = Assignment.objects.filter(case__in=case_ids, partner=mine, state__in=GIVEN) if mine else []
    return {row.case_id: row for row in rows}


def left(viewer: Viewer, case_id: UUID) -> tuple[Case, Assignment]:
    """A case that the partner had and has no more, with how he had it last; ``NotFound`` else."""
    mine = partner_of(viewer)
    rows = Assignment.objects.filter(case=case_id, partner=mine).select_related(
        "case__dossier__client__company", "case__dossier__debtor__company"
    )
    row = rows.order_by("-offered_at").first() if mine else None
    if row is None:
        raise unknown()
    return row.case, row


def case(viewer: Viewer, case_id: UUID) -> CaseFacts:
    """One case; ``NotFound`` where it is not the viewer's."""
    row = visible(viewer).filter(pk=case_id).first()
    if row is None:
        raise unknown()
    found, standing = procedure(row.procedure), standing_of(row)
    next_ = ahead(found, standing)
    given = tuple(row.assignments.select_related("partner__company").order_by("offered_at", "pk"))
    mine = partner_of(viewer)
    own = next((each for each in given if mine and each.partner_id == mine.pk and each.state in GIVEN), None)
    costs = row.costs.select_related("partner__company").order_by("on", "pk")
    if mine is not None:
        costs, given = costs.filter(partner=mine), tuple(each for each in given if each.state in GIVEN)
    return CaseFacts(
        row, found, standing.days, tuple(row.steps.select_related("document").order_by("at", "pk")), next_,
        tuple(_open(found, row.state, each) for each in _reportable(viewer, mine, own, next_)), given,
        tuple(costs), tuple(row.thread.order_by("at", "pk")), own, row.state in OVER,
    )  # fmt: skip


def _reportable(
    viewer: Viewer, mine: Partner | None, own: Assignment | None, next_: Iterable[Ahead]
) -> Iterable[Ahead]:
    if mine is None:
        return (each for each in next_ if viewer.may("proceedings.work") and each.by not in ("clock", "books"))
    if own is None or own.state != "accepted":
        return ()
    return (each for each in next_ if each.by in REPORTS[mine.role])


def _open(found: Procedure, state: str, each: Ahead) -> Open:
    stated = tuple(name for name in each.needs if name in STATED)
    return Open(each, stated, found.moves[state, each.act].fixes)


def cases_of(viewer: Viewer, dossier_id: UUID) -> tuple[Case, ...]:
    """The cases of a dossier that the viewer may see, the newest first."""
    return tuple(visible(viewer).filter(dossier=dossier_id).order_by("-opened_at"))


def reply_until(viewer: Viewer) -> dict[UUID, date]:
    """By dossier the last day on which the debtor who looks can reply to a summons; only while he can."""
    rows = owed_by(viewer).filter(state="summons_served", days__has_key="reply_until")
    return {row.dossier_id: date.fromisoformat(row.days["reply_until"]) for row in rows}


def partners(viewer: Viewer) -> QuerySet[Partner]:
    """The house's partners, for the staff."""
    rows = (
        Partner.objects.filter(ended_at__isnull=True).select_related("company").order_by("role", "company__sort_name")
    )
    return rows.prefetch_related("people__user") if viewer.sees_all else rows.none()


def partner(viewer: Viewer, partner_id: UUID) -> Partner:
    """One of them, also one that was ended; ``NotFound`` for everybody but the staff."""
    rows = Partner.objects.select_related("company").prefetch_related("people__user")
    row = rows.filter(pk=partner_id).first() if viewer.sees_all else None
    if row is None:
        raise NotFound("proceedings.no_partner", N_("There is no such partner."))
    return row


@dataclass(frozen=True, slots=True)
class Work:
    """What a partner did of the last 100 cases that were given to him: how many he took, ``days`` to his first act (the
    median), how many run, ended paid or with a title, and what his acts cost."""

    seen: Seen
    running: int
    paid: int
    titles: int
    agreed: Money
    asked: Money


#: The act after which a case has a title.
TITLES: Final = ("declared_enforceable", "title_issued", "judged", "judged_by_default")


def work_of(row: Partner) -> Work:
    """For the staff, of a partner whom they see."""
    of = {"partner": row, "state__in": ("accepted", "ended")}
    cases_ = Case.objects.filter(pk__in=Assignment.objects.filter(**of).exclude(answered_by="").values("case"))
    sums = dict(
        Cost.objects.filter(partner=row).exclude(state="refused").order_by()
        .values_list("state").annotate(Sum("amount_cents"))
    )  # fmt: skip
    titled = Step.objects.filter(case__in=cases_, act__in=TITLES).values("case").distinct()
    return Work(
        _seen(row), cases_.exclude(state__in=OVER).count(), cases_.filter(state="closed_paid").count(),
        titled.count(), Money(sums.get("agreed", 0)), Money(sums.get("asked", 0)),
    )  # fmt: skip


def cases_with(viewer: Viewer, row: Partner) -> QuerySet[Case]:
    """The cases that a partner has or had, the newest first, of those that the viewer sees."""
    his = Assignment.objects.filter(partner=row).values("case")
    return visible(viewer).filter(pk__in=his).order_by("-opened_at", "-pk")


def costs(viewer: Viewer, *, text: str = "", states: Sequence[str] = ()) -> QuerySet[Cost]:
    """What partners asked for their acts, the newest first; the staff's alone."""
    rows = Cost.objects.select_related(
        "partner__company", "case__dossier__debtor__company", "case__dossier__client__company"
    ).order_by("-asked_at", "-pk")
    if words := text.strip():
        found = Q(partner__company__name__icontains=words) | Q(case__dossier__debtor__company__name__icontains=words)
        number = typed(words)
        rows = rows.filter(found | Q(case__dossier__number=number) if number else found)
    rows = rows.filter(state__in=states) if states else rows
    return rows if viewer.sees_all else rows.none()


def fitting(viewer: Viewer, role: str, postcode: str) -> list[tuple[Partner, Seen]]:
    """Partners of a role for a debtor's postcode, the best first, with what was seen of their work."""
    rows = {str(row.pk): row for row in partners(viewer).filter(role=role)}
    seen = [_seen(row) for row in rows.values()]
    return [(rows[each.name], each) for each in ranked(seen, postcode)]


def _seen(row: Partner) -> Seen:
    given = list(Assignment.objects.filter(partner=row).order_by("-offered_at")[:100])
    firsts = dict(
        Step.objects.filter(case__in=[each.case_id for each in given], side=row.role)
        .values_list("case").annotate(first=Min("at"))
    )  # fmt: skip
    days = [(firsts[each.case_id] - each.offered_at).days for each in given if each.case_id in firsts]
    taken = sum(each.state in ("accepted", "ended") and each.answered_by != "" for each in given)
    return Seen(str(row.pk), tuple(row.districts), len(given), taken, int(median(days)) if days else None)


def tariffs(viewer: Viewer) -> QuerySet[Tariff]:
    """The tariff of acts, for the staff."""
    rows = Tariff.objects.exclude(state="dropped").order_by("country", "act", "-since")
    return rows if viewer.sees_all else rows.none()


def offered_since(at: datetime) -> QuerySet[Assignment]:
    """Cases that were offered before a moment and have no answer. For jobs."""
    rows = Assignment.objects.filter(state="offered", offered_at__lte=at).select_related(
        "case__dossier", "partner__company"
    )
    return rows.order_by("offered_at", "pk")
