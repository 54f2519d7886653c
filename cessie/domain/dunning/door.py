"""The one way to a run and to what a debtor gets in it: locked, so that two acts on it come one after the other."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.dunning.models import Run, Touch
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_


def locked_run(run_id: UUID) -> Run:
    """The run, locked; ``NotFound`` where there is none."""
    row = Run.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row


def locked_touch(touch_id: UUID) -> Touch:
    """What a debtor gets, locked; ``NotFound`` where there is none. Its run is locked before it, if at all."""
    row = Touch.objects.select_for_update(of=("self",)).filter(pk=touch_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row
