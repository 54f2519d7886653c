"""Somebody of the staff looked at a sign of fraud and says what it is: right, wrong, or known of this client."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from cessie.domain.audit.record import record
from cessie.domain.credit.models import SignFeedback, Suspicion
from cessie.domain.credit.rules.feedback import VERDICTS, Said, quiet, standing_score
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Share:
    """How often the signs of one rule were right, of those that somebody judged; over all clients."""

    right: int
    judged: int


@transaction.atomic
def judge_sign(
    *, client_id: UUID, rule: str, about: str, verdict: str, note: str, by: Viewer, at: datetime
) -> Suspicion:
    """Keep a person's word on a sign as it stands now, and weigh the client anew.

    Wrong or known, the sign is quiet until its facts change; one that holds invoices by itself (a weight of 40 or more)
    only when two people said so. His last word counts.

    Refused: no right or no person (``NotAllowed``), no such sign now (``NotFound``), no verdict, no note.
    """
    by.require("invoices.clear")
    if verdict not in VERDICTS:
        raise Refusal("credit.no_verdict", N_("Please say whether the sign is right, wrong or known."))
    if not note.strip():
        raise Refusal("credit.no_note", N_("Please say why."))
    Client.objects.select_for_update(of=("self",), no_key=True).filter(pk=client_id).first()
    before = Suspicion.objects.filter(client_id=client_id).order_by("-seen_at").first()
    sign = _sign(before.signals if before else [], rule, about)
    if before is None or sign is None:
        raise NotFound("credit.unknown_sign", N_("There is no such sign now."))
    word = SignFeedback.objects.create(
        client_id=client_id, rule=rule, reason=sign["reason"], verdict=verdict, note=note.strip(), said_at=at,
        said_by=by.key,
    )  # fmt: skip
    facts = {"rule": rule, "verdict": verdict}
    record(action="credit.judge_sign", subject=word, by=by, at=at, client_id=client_id, data=facts)
    weighed = weigh(before.signals, said_of([client_id])[client_id])
    if weighed == before.signals:
        return before
    return Suspicion.objects.create(
        client_id=client_id,
        score=standing_score(weighed),
        signals=weighed,
        seen_date=booking_day(at),
        seen_at=max(at, before.seen_at + timedelta(microseconds=1)),
    )


def weigh(signals: Iterable[Mapping[str, Any]], said: Mapping[str, list[Said]]) -> list[dict[str, Any]]:
    """The signs with ``quiet`` as people's words have it."""
    return [
        {**sign, "quiet": quiet(sign["weight"], said[key]) if (key := key_of(sign["rule"], sign["reason"])) in said
         else False}
        for sign in signals
    ]  # fmt: skip


def key_of(rule: str, reason: Mapping[str, Any]) -> str:
    """What a word belongs to: the rule with the very facts that were judged."""
    return f"{rule} {json.dumps(reason, sort_keys=True)}"


def said_of(client_ids: Collection[UUID]) -> dict[UUID, dict[str, list[Said]]]:
    """Every word on signs of these clients, by the sign."""
    found: dict[UUID, dict[str, list[Said]]] = {key: {} for key in client_ids}
    for row in SignFeedback.objects.filter(client__in=client_ids).order_by("said_at", "pk"):
        found[row.client_id].setdefault(key_of(row.rule, row.reason), []).append(Said(row.said_by, row.verdict))
    return found


def words_on(*, viewer: Viewer, client_id: UUID) -> dict[str, list[SignFeedback]]:
    """What was said of each sign of a client, for the staff alone."""
    if not viewer.sees_all:
        return {}
    found: dict[str, list[SignFeedback]] = defaultdict(list)
    for row in SignFeedback.objects.filter(client=client_id).order_by("said_at", "pk"):
        found[key_of(row.rule, row.reason)].append(row)
    return found


def shares(*, viewer: Viewer) -> dict[str, Share]:
    """How often each rule was right, for the staff alone."""
    if not viewer.sees_all:
        return {}
    rows = SignFeedback.objects.values("rule").annotate(
        judged=Count("pk"), right=Count("pk", filter=Q(verdict="right"))
    )
    return {row["rule"]: Share(row["right"], row["judged"]) for row in rows}


def _sign(signals: Iterable[Mapping[str, Any]], rule: str, about: str) -> Mapping[str, Any] | None:
    return next((sign for sign in signals if (sign["rule"], sign.get("about", "")) == (rule, about)), None)
