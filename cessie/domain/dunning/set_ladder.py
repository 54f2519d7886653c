"""Set the ladder of a creditor for a segment: another version, from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.letterheads import current
from cessie.domain.dunning.models import MODES, LadderVersion
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.faults import faults
from cessie.domain.dunning.rules.ladder import Ladder
from cessie.domain.dunning.rules.parts import BEGINS
from cessie.domain.parties.models import Client, House
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason, Refusal


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
    for reason in (*faults(ladder, hosts=hosts_of(client_id)), *_of_parts(ladder, hour)):
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


def hosts_of(client_id: UUID | None) -> tuple[str, ...]:
    """Where links of a creditor's texts may lead: as his letterhead says."""
    kept = current(client_id) if client_id is not None else None
    return tuple(kept.hosts) if kept is not None else ()


def _of_parts(ladder: Ladder, hour: int) -> Iterator[Reason]:
    """A part of the day that has begun before the run does could never be tried."""
    if any(hour > BEGINS[part].hour for part in ladder.parts):
        words = N_("The run begins after a part of the day that is to be tried: choose an earlier hour.")
        yield Reason("dunning.part_over", words)


def _lock(client_id: UUID | None) -> None:
    if client_id is None:
        list(House.objects.select_for_update(of=("self",), no_key=True))
    elif not Client.objects.select_for_update(of=("self",), no_key=True).filter(pk=client_id).exists():
        raise NotFound("parties.unknown_client", N_("There is no such client."))


def _same(last: LadderVersion, new: LadderVersion) -> bool:
    ladders = Ladder.from_json(last.ladder), Ladder.from_json(new.ladder)
    same = ladders[0] == ladders[1] and (last.mode, last.hour) == (new.mode, new.hour)
    return same and last.valid_from <= new.valid_from
