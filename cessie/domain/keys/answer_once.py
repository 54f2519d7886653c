"""Do what a call asks for once, however often it is sent: the answer is kept with the effect, or neither is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from cessie.domain.keys.models import Reply
from cessie.domain.keys.queries import Caller
from cessie.lib.reasons import N_, Refusal

KEPT = timedelta(days=30)  # longer than any queue of retries


class StillRunning(Refusal):
    """The first call with this idempotency key has not been answered yet."""


class OtherCall(Refusal):
    """The idempotency key was used for something else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: ``fingerprint`` is the SHA-256 of what was asked, without what may differ between two sendings."""

    idempotency_key: str
    method: str
    path: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body (JSON text); ``replayed``: of an earlier call."""

    status: int
    body: str
    replayed: bool = False


def answer_once(*, asked: Asked, act: Callable[[], Answer], by: Caller, at: datetime) -> Answer:
    """``act``'s answer, or that of the first call with this key.

    ``act`` runs in the transaction that keeps its answer. What it raises undoes everything and releases the key; a
    refusal that changed something is returned as an answer. Refused: ``StillRunning``, ``OtherCall``.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:  # who comes second while the first is at work is told so, and need not wait
            name = f"{by.key_id}:{asked.idempotency_key}"
            cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            (mine,) = cursor.fetchone()
        if not mine:
            raise StillRunning("idempotency.running", N_("The first call with this key is still being answered."))
        kept = Reply.objects.filter(key_id=by.key_id, idempotency_key=asked.idempotency_key).first()
        if kept is not None and kept.expires_at > at:
            if (kept.method, kept.path, kept.fingerprint) != (asked.method, asked.path, asked.fingerprint):
                raise OtherCall("idempotency.other_call", N_("This idempotency key was used for another call."))
            return Answer(kept.status, kept.body, replayed=True)
        if kept is not None:
            kept.delete()
        answer = act()
        Reply.objects.create(
            key_id=by.key_id,
            idempotency_key=asked.idempotency_key,
            method=asked.method,
            path=asked.path,
            fingerprint=asked.fingerprint,
            status=answer.status,
            body=answer.body,
            made_at=at,
            expires_at=at + KEPT,
        )
        return answer


def forget_replies(*, at: datetime) -> int:
    """Let go of answers whose time is over, some thousands at a time; how many. For the clock."""
    over = Reply.objects.filter(expires_at__lte=at).order_by("expires_at").values_list("pk", flat=True)[:5000]
    count, _rows = Reply.objects.filter(pk__in=list(over)).delete()
    return count
