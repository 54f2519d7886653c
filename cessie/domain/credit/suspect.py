"""Look at every client's year for signs of fraud, and keep what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.history import links, payouts, year
from cessie.domain.credit.models import Suspicion
from cessie.domain.credit.rules.fraud import Signal, circles, circular, score, signals
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day


def suspect(*, by: Viewer, at: datetime) -> int:
    """Look once; a client of whom the same is seen as before keeps his row. Returns how many rows are new.

    In sets: a constant number of statements for any number of invoices, one more for each client who changed.
    """
    on = booking_day(at)
    sold, paid = year(on), payouts(on)
    rings = circles((item for items in sold.values() for item in items), on)
    before = _latest()
    fresh = 0
    for client in Client.objects.filter(pk__in=sold.keys() | before.keys()).select_related("company"):
        items = sold.get(client.pk, [])
        found = signals(items, paid.get(client.pk, []), _links(client, {item.buyer for item in items}), on)
        if client.company.name in rings:
            found.append(circular(rings[client.company.name]))
        fresh += _keep(client, found, before.get(client.pk), by, at)
    return fresh


def _links(client: Client, names: Iterable[str]) -> dict[str, Sequence[str]]:
    rows = Debtor.objects.filter(company__name__in=list(names)).select_related("company")
    companies = {row.company.pk: row.company for row in rows}
    shared = links(client.company, list(companies.values())) if companies else {}
    return {companies[key].name: what for key, what in shared.items() if what}


def _latest() -> dict[UUID, Suspicion]:
    rows = Suspicion.objects.order_by("client_id", "-seen_at").distinct("client_id")
    return {row.client_id: row for row in rows}


@transaction.atomic
def _keep(client: Client, found: Sequence[Signal], before: Suspicion | None, by: Viewer, at: datetime) -> bool:
    said = [{"rule": s.rule, "weight": s.weight, "reason": s.reason.to_json()} for s in found]
    if said == (before.signals if before else []):
        return False
    row = Suspicion.objects.create(
        client=client,
        score=score(signal.weight for signal in found),
        signals=said,
        seen_date=booking_day(at),
        seen_at=at,
    )
    facts = {"score": row.score, "rules": [signal.rule for signal in found]}
    record(action="credit.suspect", subject=row, by=by, at=at, client_id=client.pk, data=facts)
    return True
