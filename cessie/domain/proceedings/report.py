"""Somebody reports an act in a case: the house, its lawyer, the bailiff, the debtor by his form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.models import Dossier
from cessie.domain.documents.models import Document
from cessie.domain.documents.rules import media_type
from cessie.domain.documents.store import store
from cessie.domain.proceedings.conditions import STATED, Facts, contested_in_part, facts_of
from cessie.domain.proceedings.door import move
from cessie.domain.proceedings.models import Step
from cessie.domain.proceedings.rights import REPORTS, accepted, locked, side_of
from cessie.domain.users.rules.viewer import NotAllowed, Viewer, system
from cessie.law.procedures import procedure
from cessie.law.procedures.machine import Act
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

#: Acts of the clock and of the books: nobody reports them, the night finds them.
FOUND: Final = frozenset({"clock", "books"})


@dataclass(frozen=True, slots=True)
class Paper:
    """The deed or the letter that shows an act."""

    name: str
    data: bytes


@transaction.atomic
def report(
    *, case_id: UUID, act: str, on: date, stated: Collection[str] = (), fixed: date | None = None, words: str = "",
    paper: Paper | None = None, by: Viewer, at: datetime,
) -> Step:  # fmt: skip
    """Keep the act and move the case; the same act of the same day, told by two, is one. Locks the case.

    ``stated``: the conditions for which the one who acts vouches; ``fixed``: the day that the act fixes (a hearing).
    The staff report another's act with a paper or in words that show it; a lawyer's approval alone with the paper.
    Refused: not his (``NotFound``), no right or not his kind of act (``NotAllowed``), nothing that shows it, and
    whatever the procedure has against it (``Unlawful``, with guard and article).
    """
    case = locked(case_id, by)
    accepted(case, by)
    side = side_of(by)
    told = Step.objects.filter(case=case, key=f"{act} {on}").first()
    if told is not None:
        return told
    found = procedure(case.procedure).moves.get((case.state, act))
    if found is not None:  # else the procedure refuses it below, with guard and article
        _may(side, found.by, words, paper, act)
    by_lawyer = found is not None and found.by == "lawyer"
    facts = facts_of(
        case.dossier, case.procedure, booking_day(at), by_lawyer=by_lawyer, in_part=contested_in_part(case)
    )
    holds = facts.holds | (STATED & frozenset(stated))
    document = _kept(case.dossier, paper, at) if paper else None
    done = Act(act, on, frozenset(holds), fixed)
    return move(
        case, done, key=f"{act} {on}", side=side, words=words, document=document, amounts=_amounts(facts), by=by, at=at
    )


def _may(side: str, role: str, words: str, paper: Paper | None, act: str) -> None:
    if role in FOUND:
        raise NotAllowed("proceedings.by_itself", N_("The calendar and the books find this by themselves."))
    if side != "staff" and role not in REPORTS[side]:
        raise NotAllowed("proceedings.not_yours", N_("This act is reported by somebody else."))
    if side == "staff" and role != "house" and paper is None and (act == "approve" or not words.strip()):
        raise Refusal("proceedings.no_paper", N_("Show another's act by its paper, or say how it is known."))


def _kept(dossier: Dossier, paper: Paper, at: datetime) -> Document:
    if media_type.of(paper.data) != "application/pdf":
        raise Refusal("proceedings.no_pdf", N_("{name} is no PDF."), name=paper.name)
    keeper = system("proceedings")  # a partner keeps nothing in another's store
    return store(
        data=paper.data, name=paper.name, channel="portal", client_id=dossier.client_id, by=keeper, at=at
    ).document


def _amounts(facts: Facts) -> dict[str, int]:
    said = facts.statement
    return {
        "principal": said.principal.cents, "interest": said.interest.cents, "costs": said.costs.cents,
        "given_up": said.given_up.cents, "total": said.total.cents,
    }  # fmt: skip
