"""What a person decides about a dossier: to ask the principal, go on, go to court, settle, give up or close it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.door import locked, move
from cessie.domain.collection.look import drop
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rules.states import DOSSIER, LIVE
from cessie.domain.collection.tasks import ask, settled
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason, Refusal

Event = Literal["ask_principal", "resume", "go_to_court", "settle", "recall", "give_up", "bar", "reopen"]
#: Who closes must have the right to; the rest is daily work.
_CLOSING: Final = ("settle", "give_up", "bar", "reopen")
#: Where the dossier stands after an event that was done before.
_AFTER: Final = {"ask_principal": "waiting_principal", "go_to_court": "to_court"}


@transaction.atomic
def decide(*, dossier_id: UUID, event: Event, words: str, by: Viewer, at: datetime) -> Dossier:
    """The desk decides all of it; the principal may recall his dossier, and answer (``resume``) where he was asked.

    What was planned towards the debtor is dropped where the dossier is closed or held. Lock: the dossier. The same
    again changes nothing. Refused: no right (``NotAllowed``), not his (``NotFound``), no words, ``WrongState``.
    """
    dossier = locked(dossier_id, by)
    _require(dossier, event, by)
    if not words.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    if dossier.state == _AFTER.get(event, ""):
        return dossier
    if dossier.state == DOSSIER.moves.get(("opened", event)) and dossier.state not in LIVE:
        return dossier
    moved = move(dossier, event, words, by=by, at=at)
    settled(dossier, *(() if dossier.state not in LIVE else ("dossier.decide", "dossier.principal")), by=by, at=at)
    if event == "ask_principal":
        why = Reason("collection.asked", N_("The principal was asked: {words}"), {"words": words.strip()[:200]})
        ask("dossier.principal", dossier, [why], by=by, at=at)
    if event != "resume" and event != "reopen":
        other = [Reason("collection.decided", N_("A person decided otherwise about the dossier."))]
        for act in Act.objects.filter(dossier=dossier, state="planned").select_related("dossier"):
            drop(act, other, by=by, at=at)
    return moved


def _require(dossier: Dossier, event: Event, by: Viewer) -> None:
    if by.kind == "client" and (event == "recall" or (event == "resume" and dossier.state == "waiting_principal")):
        by.require_client(dossier.client_id)
    else:
        by.require("collection.close" if event in _CLOSING else "collection.work")
