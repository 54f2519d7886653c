"""Dossiers are worked on by themselves: each is looked at when its day has come, or when something about it changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.look import look_at_all
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.queries import to_look_at
from cessie.domain.collection.settle_claims import settle_claims
from cessie.domain.collection.still import still_demands
from cessie.domain.collection.tend import assign
from cessie.domain.collection.undivided import facts_changed, money_moved
from cessie.domain.correspondence.drop import drop
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

#: What third-party money settles follows from the law: whoever moved it, the house divides it.
DIVIDER = system("collection")

log = logging.getLogger(__name__)

#: Dossiers that are looked at with one reading and under one lock: some seconds at most.
CHUNK: Final = 50


@dataclass(frozen=True, slots=True)
class Round:
    """How many dossiers were looked at, and at how many nothing could be done."""

    looked: int = 0
    failed: int = 0


def turn(*, by: Viewer, at: datetime, most: int = 5000) -> Round:
    """Look at every dossier whose day has come, so many in a transaction; a second turn finds none left.

    One that cannot be worked on (no account to pay to, no rate of the day) is said in the log and comes again with the
    next turn; the others go on.
    """
    keys = to_look_at(booking_day(at), most=most)
    failed = 0
    for place in range(0, len(keys), CHUNK):
        chunk = keys[place : place + CHUNK]
        _agents(chunk, by, at)
        for dossier_id, no in look_at_all(dossier_ids=chunk, by=by, at=at).items():
            failed += 1
            log.warning("dossier cannot be worked on", extra={"dossier": str(dossier_id), "why": no.reason.code})
    return Round(len(keys) - failed, failed)


def divide(references: Iterable[UUID], *, at: datetime) -> None:
    """Money that came or went is divided over the claims of its dossiers, in the transaction of whoever moved it.

    Where that cannot be (no rate of the day is known) the money itself stands, and each turn tries again.
    """
    for dossier_id in Dossier.objects.filter(pk__in=set(references)).order_by("pk").values_list("pk", flat=True):
        _divide(dossier_id, at)


def divide_moved(*, at: datetime) -> int:
    """Divide money that moved where nobody divided it: an order was cancelled, no rate was known. How many dossiers."""
    return sum(_divide(dossier_id, at) for dossier_id in money_moved())


def divide_waiting(*, at: datetime) -> int:
    """The same, and divide anew what rests on something that is known since. How many dossiers."""
    found = sorted({*money_moved(), *facts_changed()})
    return sum(_divide(dossier_id, at) for dossier_id in found)


def _divide(dossier_id: UUID, at: datetime) -> bool:
    try:
        with transaction.atomic():
            settle_claims(dossier_id=dossier_id, by=DIVIDER, at=at)
    except Refusal as no:
        log.warning("money is not divided", extra={"dossier": str(dossier_id), "why": no.reason.code})
        return False
    return True


def _agents(dossier_ids: Sequence[UUID], by: Viewer, at: datetime) -> None:
    """Every dossier has one contact; where nobody collects yet, it goes on without."""
    for key in Dossier.objects.filter(pk__in=dossier_ids, agent=None).order_by("pk").values_list("pk", flat=True):
        with suppress(Refusal):
            assign(dossier_id=key, by=by, at=at, only_new=True)


def still(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """Whether a letter of the agency may leave, asked just before: not of what was paid or contested meanwhile."""
    if still_demands(message_id=message_id, at=at):
        return True
    reason = Reason("collection.not_any_more", N_("What it asked for does not stand any more."))
    drop(message_id=message_id, reason=reason, by=by, at=at)
    return False
