"""Set the ladder of a creditor for a segment: another version, from a day on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.models import MODES, LadderVersion
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.faults import faults
from cessie.domain.dunning.rules.ladder import Ladder
from cessie.domain.parties.models import Client, House
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class Unsound(Refusal):
    """The ladder has steps that no run may take: the first objection; ``rules.faults`` tells them all."""


@transaction.atomic
def set_ladder(
    *,
    client_id: UUID | None,
    ladder: Ladder,
    mode: str,
    valid_from: date,
    hour: int = 6,
    note: str = "",
    by: Viewer,
    at: datetime,
) -> LadderVersion:
    """The version that holds from then on (``client_id`` None: the house's own); the same as the last changes nothing.

    ``mode``: ``off``, ``draft`` (a person looks each run through) or ``automatic`` from ``hour`` on, in Brussels.
    Locks: the client, or the house. Refused: no right (``NotAllowed``), not his (``NotFound``), an unknown mode or
    hour, a ladder that is not sound (``Unsound``).
    """
    require("dunning.set", client_id, by)
    if mode not in MODES or not 0 <= hour < 24:
        raise Refusal("dunning.unknown_mode", N_("A ladder is off, in drafts or automatic, from an hour on."))
    for reason in faults(ladder):
        raise Unsound(reason.code, reason.message, **reason.facts)
    _lock(client_id)
    mine = LadderVersion.objects.filter(client=client_id, segment=ladder.segment)
    last = mine.order_by("-number").first()
    new = LadderVersion(
        client_id=client_id, segment=ladder.segment, number=(last.number if last else 0) + 1, valid_from=valid_from,
        ladder=ladder.to_json(), mode=mode, hour=hour, note=note.strip(), set_at=at, set_by=by.key,
    )  # fmt: skip
    if last is not None and _same(last, new):
        return last
    new.save(force_insert=True)
    facts = {"segment": new.segment, "number": new.number, "mode": mode, "from": valid_from, "steps": len(ladder.steps)}
    record(action="dunning.set_ladder", subject=new, by=by, at=at, client_id=client_id, data=facts)
    return new


def _lock(client_id: UUID | None) -> None:
    if client_id is None:
        list(House.objects.select_for_update(of=("self",), no_key=True))
    elif not Client.objects.select_for_update(of=("self",), no_key=True).filter(pk=client_id).exists():
        raise NotFound("parties.unknown_client", N_("There is no such client."))


def _same(last: LadderVersion, new: LadderVersion) -> bool:
    return last.valid_from <= new.valid_from and (last.ladder, last.mode, last.hour) == (new.ladder, new.mode, new.hour)
