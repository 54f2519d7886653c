"""Dossiers of the collection as desk and principal both see them: the list, one dossier, what a form asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.collection import queries as collection
from cessie.domain.collection.decide import Event, decide
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rules.causes import CAUSES
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import DOSSIER, FOUND, LIVE
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.tend import complain, note
from cessie.domain.correspondence.rules.paying import given
from cessie.law.guards import Unlawful
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.portals.frame.access import Visit
from cessie.portals.frame.dossier_words import FOUND as FOUND_WORDS
from cessie.portals.frame.dossier_words import KINDS, LABELS, RESULTS, SOURCES, STANDINGS, TONES, TURNS
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import csv_file

#: Filters of the list: the states that each shows.
FILTERS: Final = {
    "": (N_("Open"), LIVE),
    "amicable": (N_("Being collected"), ("opened", "amicable")),
    "agreed": (N_("Promised or planned"), ("promised", "planned")),
    "disputed": (N_("Contested"), ("disputed",)),
    "waiting": (N_("Waiting for the principal"), ("waiting_principal",)),
    "court": (N_("Before a court"), ("to_court",)),
    "closed": (N_("Closed"), tuple(state for state in DOSSIER.states if state not in LIVE)),
    "all": (N_("All"), ()),
}
#: What the desk notes for itself.
INSIDE: Final = ("note", "care", "no_care", "cause", "complain", "answer_complaint",
          *(f"found_{what}" for what in FOUND_WORDS))  # fmt: skip
#: Rows of a file at most.
MOST: Final = 20_000
Do = Callable[[Visit, UUID, datetime], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline."""

    at: datetime
    what: str
    words: str
    reasons: tuple[Mapping[str, Any], ...]
    by: str
    side: str
    act: Act | None = None


def dossier_list(visit: Visit, client_id: UUID | None = None) -> dict[str, Any] | HttpResponse:
    """What the list page shows; with ``csv`` all that fits as a file."""
    get = visit.GET
    state = get.get("state", "") if get.get("state", "") in FILTERS else ""
    mine = visit.viewer.user_id if "mine" in get else None
    rows = collection.matching(
        viewer=visit.viewer, client_id=client_id, agent_id=mine, text=get.get("q", ""), states=FILTERS[state][1],
        sort=get.get("sort", ""),
    )  # fmt: skip
    if "csv" in get:
        head = [_("Dossier"), _("Principal"), _("Debtor"), _("Handed in"), _("Opened"), _("Agent"), _("Status")]
        cells = (
            (
                shown(row.number), row.client.company.name, row.debtor.company.name, _handed(row),
                timezone.localdate(row.opened_at), row.agent.name if row.agent else "", _(STANDINGS[row.state].label),
            )
            for row in rows[:MOST].iterator(2000)
        )  # fmt: skip
        return csv_file("dossiers.csv", head, cells)
    page = cut(visit, rows)
    lines = [(row, shown(row.number), STANDINGS[row.state], _handed(row)) for row in page]
    words = [(code, _(label)) for code, (label, _states) in FILTERS.items()]
    return {"page": page, "text": get.get("q", ""), "state": state, "filters": words, "lines": lines}


def _handed(row: Dossier) -> Money:
    return Money(row.principal_cents, row.currency)  # type: ignore[attr-defined]  # annotated by the query


def dossier_page(visit: Visit, dossier_id: UUID, *, may: bool) -> dict[str, Any]:
    """What the page of one dossier shows; ``may``: whether the viewer acts in it."""
    row = collection.dossier(viewer=visit.viewer, dossier_id=dossier_id)
    live = row.state in LIVE
    return {
        "dossier": row,
        "number": shown(row.number),
        "standing": STANDINGS[row.state],
        "entries": timeline(row, inside=visit.viewer.sees_all),
        "reference": given(row.reference, ""),
        "live": live,
        "may": may,
        "may_tell": may and live,
        "may_answer": may and row.state == "waiting_principal",
        "source": _(SOURCES[row.source]),
        "cause": _(LABELS[row.cause]),
        "fits": _(CAUSES[row.cause].fits),
        **figures(row),
    }


def figures(row: Dossier) -> dict[str, Any]:
    """The debt today with its law, and what comes next; or why the law gives no figure today."""
    today = booking_day(timezone.now())
    try:
        stand = stand_of(row, today)
    except Unlawful as no:
        return {"unlawful": no.reason, "today": today}
    step = stand.next.step if row.state in ("opened", *FOUND) else None
    return {
        "stand": stand,
        "up": stand.up,
        "today": today,
        "next": _step(step.kind, step.tone) if step is not None else "",
        "next_on": stand.next.due if step is not None else None,
        "why": [*stand.next.reasons, *(reason for reason in stand.holds if reason not in stand.next.reasons)],
        "law": [reason for claim in stand.up.claims for reason in _said(claim.findings)],
    }


def _said(findings: Any) -> list[Reason]:
    return [each.reason for each in findings]


def _step(kind: str, tone: str) -> str:
    return _(TONES[tone]) if tone else _(KINDS[kind])


def timeline(row: Dossier, *, inside: bool) -> list[Entry]:
    """Everything that happened, newest first: what was done towards the debtor and what was said and decided.

    ``inside``: for the desk, with its own notes, what was said on the phone and what asks for care; for nobody else.
    """
    turns = [each for each in collection.turns(row)[:300] if inside or each.side != "staff" or each.event not in INSIDE]
    found = [
        Entry(turn.at, _(TURNS.get(turn.event, turn.event)), turn.words, tuple(turn.reasons), turn.by, turn.side)
        for turn in turns
    ]
    for act in collection.acts(row)[:300]:
        if act.done_at is not None and act.state == "done":
            said = f"{_step(act.kind, act.tone)}: {_(RESULTS[act.result])}" if act.result else _step(act.kind, act.tone)
            words = act.note if inside else ""
            found.append(Entry(act.done_at, said, words, (), act.done_by, "staff", act))
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def words_of(visit: Visit) -> str:
    """What the form says."""
    return visit.POST.get("words", "")[:2000]


def deciding(event: Event) -> Do:
    """A decision with its words."""
    return lambda visit, key, at: decide(dossier_id=key, event=event, words=words_of(visit), by=visit.viewer, at=at)


#: What a principal does in his own dossier, and what he is told of it.
PRINCIPAL_ACTS: Final[Mapping[str, tuple[Do, str]]] = {
    "note": (
        lambda visit, key, at: note(dossier_id=key, words=words_of(visit), by=visit.viewer, at=at),
        N_("Your note is in the dossier."),
    ),
    "complain": (
        lambda visit, key, at: complain(dossier_id=key, words=words_of(visit), by=visit.viewer, at=at),
        N_("Your complaint is taken in; nothing is done before it is answered."),
    ),
    "answer": (deciding("resume"), N_("Thank you. The collection goes on.")),
    "recall": (deciding("recall"), N_("The dossier is recalled.")),
}
