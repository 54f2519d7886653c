"""A question or an answer in a case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.proceedings.models import Word
from cessie.domain.proceedings.rights import locked, side_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def ask(*, case_id: UUID, words: str, by: Viewer, at: datetime) -> Word:
    """Keep what was said in the case's thread. Clicked twice in a row it is said once. Locks the case.

    Refused: not his (``NotFound``), the staff without the right (``NotAllowed``), no words.
    """
    case = locked(case_id, by)
    if by.kind == "staff":
        by.require("proceedings.work")
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refusal("proceedings.no_words", N_("Please write something."))
    last = Word.objects.filter(case=case).order_by("-at", "-pk").first()
    if last is not None and (last.words, last.by) == (said, by.key):
        return last
    row = Word.objects.create(case=case, words=said, side=side_of(by), by=by.key, at=at)
    record(action="proceedings.ask", subject=case, by=by, at=at, client_id=case.dossier.client_id, data={})
    return row
