"""The files of a house on their way in: looked at as soon as they are laid down, taken once a second person agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.documents import queries as documents
from cessie.domain.documents.house_files import locked, note
from cessie.domain.documents.models import HouseFiles
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.formats.house_files import LAYOUTS
from cessie.lib.reasons import Refusal
from cessie.workflows.house.moving_in import Report, Wrong, move_in, totals

#: Wrong rows that the report names; their number is always told.
NAMED = 500


@transaction.atomic
def step(*, files_id: UUID, by: Viewer, at: datetime) -> HouseFiles:
    """Look at files that were laid down, take in those that were agreed to; anything else stays as it is.

    All in one transaction under the lock of their row: run twice, or cut off in between, it takes nothing in twice.
    The rows are entered under the key of whoever laid the files down, so that another confirms the accounts; if he may
    not bring a house in any more, they are refused.
    """
    row = locked(files_id)
    if row.state not in ("laid", "agreed"):
        return row
    whose, look = viewer_for(row.laid_by), row.state == "laid"
    try:
        with transaction.atomic():
            whose.require("house.import")
            of_house = replace(by, key=whose.key)  # it registers, limits and buys: more than any one desk may
            files = {name: documents.content(digest, whose) for name, digest in row.files.items()}
            report = move_in(files=files, dry_run=look, channel="portal", by=of_house, at=at)
            told, fine = _told(report), not report.wrong
    except Refusal as no:
        whole = Wrong("", 0, "", no.reason)
        told, fine = {"wrong": [_wrong(whole)], "wrong_rows": 1, "forbidden": isinstance(no, NotAllowed)}, False
    return note(files_id=files_id, event=("look" if look else "take") if fine else "refuse", report=told, by=by, at=at)


def _told(report: Report) -> Mapping[str, Any]:
    return {
        "rows": [[name, new, known] for name, new, known in totals(report)],
        "wrong": [_wrong(wrong) for wrong in report.wrong[:NAMED]],
        "wrong_rows": len(report.wrong),
        "balance": [[account, amount.cents] for account, amount in sorted(report.balance.items())],
    }


def _wrong(wrong: Wrong) -> dict[str, Any]:
    return {"file": wrong.file, "row": wrong.row, "column": wrong.column, "reason": wrong.reason.to_json()}


def named(names: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files by the names of the layouts, however their sender spelled them; an unknown one keeps its own."""
    return {name.lower() if name.lower() in LAYOUTS else name: data for name, data in names.items()}
