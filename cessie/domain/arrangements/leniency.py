"""How far the house gives way by itself: one person proposes other figures, a second one confirms them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from cessie.domain.arrangements.models import LeniencyRule
from cessie.domain.arrangements.rules.leniency import Leniency
from cessie.domain.audit.record import record
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def propose_leniency(*, rule: Leniency, note: str, by: Viewer, at: datetime) -> LeniencyRule:
    """Figures that hold once another person confirms them; the same that waits already is given back.

    Refused: no right (``NotAllowed``), no words, figures that cannot stand.
    """
    by.require("collection.set_contact")
    wanted = Leniency.from_json(rule.to_json()).to_json()
    if not note.strip():
        raise Refusal("arrangements.no_words", N_("Please say in a few words why."))
    last = LeniencyRule.objects.select_for_update(of=("self",)).order_by("-number").first()
    if last is not None and last.confirmed_at is None and last.rule == wanted:
        return last
    number = (LeniencyRule.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = LeniencyRule.objects.create(number=number, rule=wanted, note=note.strip(), proposed_at=at, proposed_by=by.key)
    record(action="arrangements.set_leniency", subject=row, by=by, at=at, data={"number": number, **wanted})
    return row


@transaction.atomic
def confirm_leniency(*, number: int, by: Viewer, at: datetime) -> LeniencyRule:
    """They hold from now on; again changes nothing.

    Refused: no right or no person (``NotAllowed``), not there (``NotFound``), who proposed them himself.
    """
    by.require("collection.confirm_contact")
    row = LeniencyRule.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if row is None:
        raise NotFound("arrangements.no_leniency", N_("There are no such figures."))
    if row.confirmed_at is not None:
        return row
    if row.proposed_by == by.key:
        raise Refusal("arrangements.two_people", N_("Another person confirms what you proposed."))
    row.confirmed_at, row.confirmed_by = at, by.key
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record(action="arrangements.confirm_leniency", subject=row, by=by, at=at, data={"number": number})
    return row


def leniency_in_force() -> Leniency:
    """The last figures that two people laid down, else the plain ones."""
    row = LeniencyRule.objects.filter(confirmed_at__isnull=False).order_by("-number").first()
    return Leniency.from_json(row.rule) if row is not None else Leniency()


def leniency_rules(*, viewer: Viewer) -> QuerySet[LeniencyRule]:
    """Every version, the newest first; the staff's alone."""
    rows = LeniencyRule.objects.order_by("-number")
    return rows if viewer.sees_all else rows.none()
