"""The house's figures as they are in force at a moment, how they came to be so, and who changes them: two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cessie.domain.audit.record import record
from cessie.domain.invoices.rules.states import POLICY
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.verification.models import Figures
from cessie.domain.verification.rules.policies import FIGURES, kept, wrong
from cessie.lib.days import booking_day, day_begins
from cessie.lib.reasons import N_, Refusal


def figures_at(kind: str, at: datetime) -> tuple[dict[str, int], int]:
    """The figures in force and their version; 0: as they come."""
    rows = list(Figures.objects.filter(kind=kind, state="confirmed", in_force_at__lte=at).order_by("in_force_at", "pk"))
    return kept(kind, rows[-1].figures if rows else {}), len(rows)


def figures_history(*, viewer: Viewer, kind: str) -> QuerySet[Figures]:
    """Every change that was ever proposed, newest first; for the staff (``NotFound``)."""
    if not viewer.sees_all or kind not in FIGURES:
        raise NotFound("verification.no_policy", N_("There are no such figures."))
    return Figures.objects.filter(kind=kind).order_by("-proposed_at", "-pk")


@transaction.atomic
def propose_figures(
    *, kind: str, figures: Mapping[str, int], valid_from: date, note: str, by: Viewer, at: datetime
) -> Figures:
    """Propose other figures from a day on. The same again is the one that waits.

    Refused: no right or no person (``NotAllowed``), unknown kind (``NotFound``), no note, a day that is over, a figure
    out of its bounds, nothing new, another proposal that waits.
    """
    by.require("verification.set_policy")
    if kind not in FIGURES:
        raise NotFound("verification.no_policy", N_("There are no such figures."))
    if not note.strip():
        raise Refusal("verification.no_note", N_("Please say why."))
    if valid_from < booking_day(at):
        raise Refusal("verification.past", N_("{day} is over: figures change from today on."), day=valid_from)
    for no in wrong(kind, figures):
        raise Refusal(no.code, no.message, **no.facts)
    said = kept(kind, {name: figures[name] for name in figures if name in kept(kind, {})})
    waiting = Figures.objects.select_for_update().filter(kind=kind, state="proposed").first()
    if waiting is not None:
        if (waiting.proposed_by, waiting.figures, waiting.valid_from) == (by.key, said, valid_from):
            return waiting
        raise Refusal("verification.waits", N_("A change waits already: decide on that first."))
    if said == figures_at(kind, at)[0]:
        raise Refusal("verification.same", N_("The figures are set so already."))
    row = Figures.objects.create(
        kind=kind, figures=said, valid_from=valid_from, note=note.strip(), proposed_at=at, proposed_by=by.key
    )
    record(action="verification.propose", subject=row, by=by, at=at, data={"kind": kind, **said})
    return row


@transaction.atomic
def decide_figures(*, change_id: UUID, event: Literal["confirm", "decline"], by: Viewer, at: datetime) -> Figures:
    """Another person confirms them, in force from their day or from now; or somebody declines. Again does nothing.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), who proposed it, decided otherwise before
    (``WrongState``).
    """
    by.require("verification.set_policy")
    row = Figures.objects.select_for_update(of=("self",)).filter(pk=change_id).first()
    if row is None:
        raise NotFound("verification.no_change", N_("There is no such change."))
    if row.state == POLICY.moves["proposed", event]:
        return row
    after = POLICY.after(row.state, event)
    if event == "confirm":
        if row.proposed_by == by.key:
            raise Refusal("checks.same_person", N_("You proposed it yourself: another person must confirm it."))
        row.in_force_at = max(at, day_begins(row.valid_from))
    row.state, row.decided_at, row.decided_by = after, at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by", "in_force_at"])
    record(action=f"verification.{event}_policy", subject=row, by=by, at=at, data={"kind": row.kind})
    return row
