"""The nightly look at every client's year, with what was bought and what came in."""

from __future__ import annotations

from datetime import datetime

from cessie.domain.credit.rules.receipts import Seen
from cessie.domain.credit.suspect import suspect
from cessie.domain.matching.came_year import came_year, indirect_year
from cessie.domain.purchase.bought_year import bought_year
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day


def watch(*, by: Viewer, at: datetime) -> int:
    """Look once; how many clients are seen otherwise than before. A constant number of statements for any number of
    invoices and receipts."""
    on = booking_day(at)
    came, ceded, indirect = came_year(on), bought_year(on), indirect_year(on)
    seen = {
        client: Seen(tuple(came.get(client, ())), tuple(ceded.get(client, ())), tuple(indirect.get(client, ())))
        for client in came.keys() | ceded.keys() | indirect.keys()
    }
    return suspect(seen=seen, by=by, at=at)
