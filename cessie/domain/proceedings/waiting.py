"""Cases that wait for a person: not taken, not assigned, costs above the tariff, questions of partners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from cessie.domain.collection.models import Dossier
from cessie.domain.proceedings.models import Assignment, Case, Cost, Tariff, Word
from cessie.domain.proceedings.queries import offered_since
from cessie.domain.proceedings.rules.states import GIVEN, OVER
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Days in which a partner takes a case or refuses it.
ANSWER: Final = timedelta(days=3)
#: In these states nothing goes on until the case has a lawyer, or a bailiff.
NEEDS: Final = {"lawyer_review": "lawyer", "bailiff_assigned": "bailiff", "instructed": "bailiff"}


def _unanswered(at: datetime) -> Iterator[Waiting]:
    said = N_("{partner} has not answered whether he takes the case.")
    for row in offered_since(at - ANSWER):
        yield _case(row.case, Reason("proceedings.unanswered", said, {"partner": row.partner.company.name}), at)


def _unassigned(at: datetime) -> Iterator[Waiting]:
    said = {"lawyer": N_("The case needs a lawyer."), "bailiff": N_("The case needs a bailiff.")}
    for state, role in NEEDS.items():
        has = Assignment.objects.filter(case=OuterRef("pk"), role=role, state__in=GIVEN)
        for row in Case.objects.filter(~Exists(has), state=state).select_related("dossier"):
            yield _case(row, Reason("proceedings.unassigned", said[role]), at)


def _asked(at: datetime) -> Iterator[Waiting]:
    said = N_("{partner} asks {amount} for an act: above the tariff.")
    rows = Cost.objects.filter(state="asked").select_related("case__dossier", "partner__company")
    for row in rows.order_by("case_id", "asked_at", "pk").distinct("case_id"):
        facts: dict[str, Fact] = {"partner": row.partner.company.name, "amount": Money(row.amount_cents, row.currency)}
        yield _case(row.case, Reason("proceedings.cost_asked", said, facts), at)


def _questions(at: datetime) -> Iterator[Waiting]:
    """The last word in a case is a partner's."""
    last = Word.objects.order_by("case_id", "-at", "-pk").distinct("case_id")
    keys = [row.case_id for row in last if row.side != "staff"]
    for row in Case.objects.filter(pk__in=keys).select_related("dossier"):
        yield _case(row, Reason("proceedings.question", N_("A partner asks something.")), at)


def _instalments(at: datetime) -> Iterator[Waiting]:
    """A debtor asked to pay in instalments: the month stands still until the house has said yes or no."""
    why = Reason("proceedings.instalments_asked", N_("The debtor asks to pay in instalments: yes or no?"))
    for row in Case.objects.filter(state="plan_proposed").select_related("dossier"):
        yield _case(row, why, at)


def _tariffs(at: datetime) -> Iterator[Waiting]:
    said = N_("A row of the partners' tariff waits for a second person.")
    for row in Tariff.objects.filter(state="entered"):
        yield Waiting(
            ("proceedings.Tariff", str(row.pk)), (Reason("proceedings.tariff_entered", said),), _due(row.entered_at)
        )


def without_case() -> QuerySet[Dossier]:
    """Dossiers that somebody took to court and of which no case runs."""
    runs = Case.objects.filter(dossier=OuterRef("pk")).exclude(state__in=OVER)
    return Dossier.objects.filter(~Exists(runs), state="to_court")


def _missing(at: datetime) -> Iterator[Waiting]:
    """A dossier goes to court, and no case was begun."""
    why = Reason("proceedings.missing", N_("The dossier goes to court: begin its case, or let the collection go on."))
    for row in without_case().order_by("pk")[:1000]:
        yield Waiting(("collection.Dossier", str(row.pk)), (why,), _due(at), client_id=row.client_id)


def _case(row: Case, why: Reason, at: datetime) -> Waiting:
    return Waiting(("proceedings.Case", str(row.pk)), (why,), _due(at), client_id=row.dossier.client_id)


def _due(at: datetime) -> datetime:
    return end_of_desk(bank_day_from(booking_day(at)))


WATCHES = (
    Watch("case.missing", _missing),
    Watch("case.unanswered", _unanswered),
    Watch("case.unassigned", _unassigned),
    Watch("case.cost", _asked),
    Watch("case.question", _questions),
    Watch("case.instalments", _instalments),
    Watch("case.tariff", _tariffs),
)
