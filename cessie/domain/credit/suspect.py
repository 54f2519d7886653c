"""Look at every client's year for signs of fraud, and keep what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.history import clearances, links, payouts, year
from cessie.domain.credit.judge_sign import said_of, weigh
from cessie.domain.credit.models import Suspicion
from cessie.domain.credit.rules.feedback import Said, standing_score
from cessie.domain.credit.rules.fraud import Signal, circles, circular, signals
from cessie.domain.credit.rules.receipts import Seen, watched
from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day


def suspect(*, seen: Mapping[UUID, Seen] | None = None, by: Viewer, at: datetime) -> int:
    """Look once; a client of whom the same is seen as before keeps his row. Returns how many rows are new.

    ``seen``: what later rooms know of each client: purchases and receipts (``workflows.balances.watching``).

    In sets: a constant number of statements for any number of invoices, one more for each client who changed.
    """
    on = booking_day(at)
    sold, paid = year(on), payouts(on)
    rings = circles((item for items in sold.values() for item in items), on)
    before, more, cleared = _latest(), seen or {}, clearances(on)
    limit = policy_at(at).verify_above
    threshold, said = limit.cents if limit else None, said_of([*(sold.keys() | before.keys())])
    fresh = 0
    for client in Client.objects.filter(pk__in=sold.keys() | before.keys()).select_related("company"):
        items, payments = sold.get(client.pk, []), paid.get(client.pk, [])
        own = replace(more.get(client.pk, Seen()), clearances=cleared.get(client.pk, ()), threshold=threshold)
        found = signals(items, payments, _links(client, {item.buyer for item in items}), on)
        found += watched(items, payments, own, on)
        if client.company.name in rings:
            found.append(circular(rings[client.company.name]))
        fresh += _keep(client, found, said.get(client.pk, {}), before.get(client.pk), by, at)
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
def _keep(
    client: Client,
    found: Sequence[Signal],
    words: Mapping[str, list[Said]],
    before: Suspicion | None,
    by: Viewer,
    at: datetime,
) -> bool:
    ordered = sorted(found, key=lambda sign: (sign.rule, sign.about))
    said = weigh(
        [{"rule": s.rule, "weight": s.weight, "reason": s.reason.to_json(), "about": s.about} for s in ordered], words
    )
    if said == (before.signals if before else []):
        return False
    row = Suspicion.objects.create(
        client=client,
        score=standing_score(said),
        signals=said,
        seen_date=booking_day(at),
        seen_at=at,
    )
    facts = {"score": row.score, "rules": [signal.rule for signal in found]}
    record(action="credit.suspect", subject=row, by=by, at=at, client_id=client.pk, data=facts)
    return True
