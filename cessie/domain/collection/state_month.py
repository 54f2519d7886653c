"""Freeze what a principal is told of a month: his account as the books have it, his dossiers as they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q

from cessie.domain.audit.record import record
from cessie.domain.collection.known import Known, known
from cessie.domain.collection.models import Dossier, PrincipalMonth, Turn
from cessie.domain.collection.rules.build_up import build_up
from cessie.domain.collection.rules.monthly import AtEnd, Movement, account, last_day, over, phase_after
from cessie.domain.parties.models import Client
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.trust.due import is_over
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.rates import Rates
from cessie.ledger.third_party import moved
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Dossiers that are read with one set of statements.
CHUNK: Final = 500
#: A posting that is under way while the books are asked says a moment before; after this long it has ended.
SETTLED: Final = timedelta(minutes=10)
_DAY: Final = timedelta(days=1)


class NotOver(Refusal):
    """Something of the month may still become known."""


@transaction.atomic
def state_month(*, client_id: UUID, month: date, by: Viewer, at: datetime) -> PrincipalMonth | None:
    """Keep the statement of the month that begins on ``month``; the one that is there if it was made before, None where
    nothing stood, moved or was collected.

    It goes on where the last one ended: what became known of an earlier month since is told in this one. Lock: the
    client. Refused: no right (``NotAllowed``), a month that is not over (``NotOver``), one before the last that was
    told, a day whose rate is not known (``Unlawful``).
    """
    by.require("payments.order")
    client = Client.objects.select_for_update(of=("self",), no_key=True).select_related("company").get(pk=client_id)
    former = PrincipalMonth.objects.filter(client=client).order_by("-month").first()
    if former is not None and former.month >= month:
        return PrincipalMonth.objects.filter(client=client, month=month).first()
    until = last_day(month)
    if not is_over(until, booking_day(at) - _DAY):
        raise NotOver("collection.month_not_over", N_("{month} is not over yet."), month=f"{month:%Y-%m}")
    after, known_at = (last_day(former.month), former.known_at) if former is not None else None, at - SETTLED
    moves = [Movement(*each) for each in moved(client.pk, until=until, known_at=known_at, after=after)]
    dossiers = [each.to_json() for each in _dossiers(client, month, former)]
    opening = Money(former.closing_cents if former is not None else 0)
    lines, closing = account(opening, moves)
    if not lines and not dossiers and not opening:
        return None
    row = PrincipalMonth.objects.create(
        number=f"{client.code}/{month:%Y-%m}", client=client, month=month, opening_cents=opening.cents,
        closing_cents=closing.cents, moves=[_kept(each) for each in moves], dossiers=dossiers, known_at=known_at,
        made_at=at, made_by=by.key,
    )  # fmt: skip
    facts = {"number": row.number, "closing": closing}
    record(action="collection.state_month", subject=row, by=by, at=at, client_id=client.pk, data=facts)
    return row


def _kept(move: Movement) -> dict[str, object]:
    dossier = str(move.dossier) if move.dossier else ""
    return {"kind": move.kind, "day": move.day.isoformat(), "dossier": dossier, "cents": move.amount.cents}


def _dossiers(client: Client, month: date, former: PrincipalMonth | None) -> Iterator[AtEnd]:
    """Those that lived in the month or of which something is known since, by number, as they stood at its end."""
    end = datetime.combine(last_day(month) + timedelta(days=1), time(), BRUSSELS).astimezone(UTC)
    begin = datetime.combine(month, time(), BRUSSELS).astimezone(UTC)
    rows = Dossier.objects.filter(client=client, opened_at__lt=end).order_by("number")
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=begin) | Q(divided_at__gte=begin))
    keys, rates = list(rows.values_list("pk", flat=True)), rates_in_force()
    for place in range(0, len(keys), CHUNK):
        chunk = keys[place : place + CHUNK]
        found = list(Dossier.objects.filter(pk__in=chunk).select_related("debtor__company").order_by("number"))
        events = _events(chunk, end)
        for each in known(found, last_day(month)).values():
            yield at_end(each, events[each.dossier.pk], last_day(month), rates)


def at_end(found: Known, events: Sequence[str], on: date, rates: Rates) -> AtEnd:
    """A dossier as it stood at the end of a day; ``events``: what had happened in it."""
    up = build_up(found.facts, on, rates)
    received = Money.total((each.amount for each in found.facts.paid if each.on <= on), up.currency)
    billed = Money.total((each.amount for each in found.facts.made if each.on <= on), up.currency)
    return AtEnd(found.dossier.pk, phase_after(events), received, up.paid, billed, up.open.total)


def _events(dossiers: Sequence[UUID], end: datetime) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Turn.objects.filter(dossier__in=dossiers, at__lt=end).order_by("at", "pk")
    for key, event in rows.values_list("dossier_id", "event"):
        found[key].append(event)
    return found


def months_to_state(today: date) -> Iterator[tuple[UUID, date]]:
    """By principal the months that were over yesterday (their remittances are made since) and of which he was not told
    yet, the oldest first; for the clock."""
    told = dict(PrincipalMonth.objects.order_by("month").values_list("client_id", "month"))
    began = Dossier.objects.order_by("client_id").values_list("client_id").annotate(first=Min("opened_at"))
    for client_id, first in began:
        since = told[client_id] if client_id in told else first.astimezone(BRUSSELS).date()
        for month in over(since, today):
            if month > told.get(client_id, date.min) and is_over(last_day(month), today - _DAY):
                yield client_id, month
