"""Look over the ledger in force and the one before it; what is seen is a finding for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.client_ledgers.models import Match, Submission
from cessie.domain.client_ledgers.queries import PositionFacts, latest, positions
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.find import find
from cessie.domain.verification.models import Finding, Look
from cessie.domain.verification.rules.looks import (
    Line,
    Period,
    Sign,
    aged,
    credited_after,
    drifted,
    fresh_air,
    large_at_once,
)
from cessie.lib.days import booking_day

#: Ledgers that say what is usual.
REMEMBERED = 12


def look_at_ledger(*, contract_id: UUID, by: Viewer, at: datetime) -> int:
    """How many findings are new. What was seen once of a ledger is not found again, also after it was cleared.

    Customer by customer through both ledgers, in the order of the database: half a million lines need the room of the
    largest customer and of what is new. Refused: no right (``NotAllowed``).
    """
    by.require("verification.work")
    now = latest(contract_id, booking_day(at))
    if now is None or now.previous_id is None:
        return 0
    before = Submission.objects.get(pk=now.previous_id)
    fresh = 0
    for sign in _signs(now, before):
        key = f"look:{now.pk}:{sign.rule}:{sign.debtor}:{sign.number}"
        if not Finding.objects.filter(contract_id=contract_id, key=key).exists():
            find(
                contract_id=contract_id, rule=sign.rule, severity=sign.severity, reason=sign.reason, key=key,
                debtor_id=UUID(sign.debtor) if sign.debtor else None, number=sign.number, by=by, at=at,
            )  # fmt: skip
            fresh += 1
    return fresh


def unseen() -> QuerySet[Submission]:
    """Ledgers in force that were not looked over yet."""
    return Submission.objects.filter(kind="balance", state="accepted").exclude(pk__in=Look.objects.values("submission"))


def seen(rows: Iterable[Submission], at: datetime) -> None:
    """They were looked over; again changes nothing."""
    Look.objects.bulk_create([Look(submission=row, looked_at=at) for row in rows], ignore_conflicts=True)


def _signs(now: Submission, before: Submission) -> Iterator[Sign]:
    new: list[Line] = []
    settled: dict[UUID, set[str]] = {}
    for debtor, number in Match.objects.filter(counted=now).values_list("debtor_id", "number"):
        settled.setdefault(debtor, set()).add(number)
    for debtor, old, current in _side_by_side(before.pk, now.pk):
        was, owed = _lines(old, credits=False), _lines(current, credits=False)
        known = {line.number for line in was}
        new += [line for line in owed if line.number not in known and line.issued > before.as_of]
        yield from aged(str(debtor), was, owed, settled.get(debtor, ()))
        yield from large_at_once(str(debtor), was, owed, now.closing_cents)
        for sign in credited_after(was, _lines(current, credits=True), before.as_of):
            yield Sign(sign.rule, sign.severity, sign.reason, str(debtor), sign.number)
    yield from fresh_air(new, now.as_of)
    yield from drifted(_periods(now))


def _side_by_side(before: UUID, now: UUID) -> Iterator[tuple[UUID, list[PositionFacts], list[PositionFacts]]]:
    """Each customer of either ledger with his lines in both; both come in the order of the customers' keys."""
    left, right = (groupby(positions(key), lambda row: row.debtor_id) for key in (before, now))
    old, new = next(left, None), next(right, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None  # noqa: S101 - one of the two is there
            yield old[0], list(old[1]), []
            old = next(left, None)
        elif old is None or new[0] < old[0]:
            yield new[0], [], list(new[1])
            new = next(right, None)
        else:
            yield new[0], list(old[1]), list(new[1])
            old, new = next(left, None), next(right, None)


def _lines(rows: list[PositionFacts], *, credits: bool) -> list[Line]:
    kind = "credit_note" if credits else "invoice"
    return [
        Line(
            row.number,
            row.issue_date,
            row.due_date or row.issue_date,
            row.open_cents if not credits else row.gross_cents,
        )
        for row in rows
        if row.kind == kind and (credits or row.open_cents > 0)
    ]


def _periods(now: Submission) -> list[Period]:
    """The ledgers of the contract up to this one, oldest first."""
    rows = Submission.objects.filter(
        contract_id=now.contract_id, kind="balance", state__in=("accepted", "superseded"), as_of__lte=now.as_of
    ).order_by("-as_of", "-decided_at")[:REMEMBERED]
    return [
        Period(row.invoices_cents, row.credit_notes_cents, row.cash_cents, row.closing_cents) for row in reversed(rows)
    ]
