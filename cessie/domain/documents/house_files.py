"""The files with which a house moves in: one person lays them down, another agrees, a job looks at them and takes them.

They change the books at once and for good, so that nobody brings them in alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.models import HouseFiles
from cessie.domain.documents.rules.states import HOUSE_FILES
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Whoever laid the files down cannot agree to them."""


@transaction.atomic
def lay_down(*, files: Mapping[str, bytes], by: Viewer, at: datetime) -> HouseFiles:
    """Keep the files of a house by their names; a look at them follows.

    Refused: no right or no person (``NotAllowed``), no file, an empty or too large one.
    """
    by.require("house.lay_down")
    if not files:
        raise Refusal("house.no_files", N_("Choose the files of the house first."))
    kept = {
        name: store(data=data, name=name, channel="portal", by=by, at=at).document.pk for name, data in files.items()
    }
    row = HouseFiles.objects.create(files=kept, laid_at=at, laid_by_id=by.person)
    record(action="documents.lay_down", subject=row, by=by, at=at, data={"files": kept})
    return row


@transaction.atomic
def agree(*, files_id: UUID, by: Viewer, at: datetime) -> HouseFiles:
    """A second person looked at the figures: the files may be taken in. Again does nothing.

    Refused: no right or no person (``NotAllowed``), whoever laid them down (``SamePerson``; the database says so too),
    files that are not ready (``WrongState``), while others are being taken in.
    """
    by.require("house.agree")
    row = locked(files_id)
    if row.laid_by_id == by.person:
        raise SamePerson("house.same_person", N_("Another person than the one who laid the files down must agree."))
    if row.state in ("agreed", "taken"):
        return row
    row.state = HOUSE_FILES.after(row.state, "agree")
    row.agreed_at, row.agreed_by_id = at, by.person
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "agreed_at", "agreed_by"])
    except IntegrityError:
        raise Refusal("house.one_at_once", N_("Other files are being taken in: wait until they are.")) from None
    record(action="documents.agree", subject=row, by=by, at=at)
    return row


@transaction.atomic
def withdraw(*, files_id: UUID, by: Viewer, at: datetime) -> HouseFiles:
    """The files are not taken in; they stay in the store. Again does nothing. Refused: files that are agreed to."""
    by.require("house.lay_down")
    row = locked(files_id)
    if row.state != "withdrawn":
        row.state, row.ended_at = HOUSE_FILES.after(row.state, "withdraw"), at
        row.save(update_fields=["state", "ended_at"])
        record(action="documents.withdraw", subject=row, by=by, at=at)
    return row


@transaction.atomic
def note(*, files_id: UUID, event: str, report: Mapping[str, Any], by: Viewer, at: datetime) -> HouseFiles:
    """What a look or the taking found (``look``, ``take``, ``refuse``), kept with the files."""
    by.require("house.import")
    row = locked(files_id)
    row.state, row.report = HOUSE_FILES.after(row.state, event), dict(report)
    row.ended_at = None if row.state == "ready" else at
    row.save(update_fields=["state", "report", "ended_at"])
    record(action=f"documents.house_{row.state}", subject=row, by=by, at=at)
    return row


def locked(files_id: UUID) -> HouseFiles:
    """The row, held until the transaction ends; ``NotFound`` where there is none."""
    row = HouseFiles.objects.select_for_update(of=("self",)).filter(pk=files_id).first()
    if row is None:
        raise NotFound("house.no_such_files", N_("There are no such files."))
    return row
