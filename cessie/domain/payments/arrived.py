"""When orders arrived at last, also those that were paid again after the bank refused or returned them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.conf import settings

from cessie.domain.payments.models import Order
from cessie.domain.payments.rules.arrived import paid_at

_BACK = ("rejected", "returned", "cancelled")
_AT_ONCE = 10_000


def arrived(keys: Collection[str]) -> dict[str, datetime]:
    """The moment at which the order of each key was paid; those on their way are left out.

    An order whose money came back counts with the one that replaced it. As many statements as a payment was tried.
    """
    found: dict[str, datetime] = {}
    asked = {key: key for key in keys}  # the key of the newest order -> the key that was asked for
    while asked:
        following: dict[str, str] = {}
        for row in _orders(list(asked)):
            if row.state in _BACK:
                following[f"again:{row.pk}"] = asked[row.key]
            elif row.state == "executed":
                found[asked[row.key]] = _paid_at(row)
        asked = following
    return found


def under_way(begins: str, *, sent: bool = True) -> list[str]:
    """Keys that begin so, of orders that no bank has executed yet, oldest first; for jobs.

    One whose money came back is under way until a later one arrives. Without ``sent`` those at the bank are left out.
    """
    states = ("ordered", "batched", *_BACK, *(("instructed",) if sent else ()))
    waiting = Order.objects.filter(state__in=states, key__startswith=begins)
    keys = list(waiting.order_by("ordered_at", "pk").values_list("key", flat=True)[:5000])
    done = arrived(keys)
    return [key for key in keys if key not in done]


def _orders(keys: list[str]) -> Iterator[Order]:
    """The orders of these keys with what tells when they were paid, some thousands at a time."""
    rows = Order.objects.select_related("batch", "line__statement").only(
        "key", "state", "executed_date", "batch__sent_at", "batch__released_at", "line__statement__imported_at"
    )
    for first in range(0, len(keys), _AT_ONCE):
        yield from rows.filter(key__in=keys[first : first + _AT_ONCE])


def _paid_at(row: Order) -> datetime:
    if row.batch is None or row.line is None or row.executed_date is None:
        raise ValueError("an executed order has its batch and its line")  # a constraint holds it
    known = row.line.statement.imported_at
    sent = row.batch.sent_at or row.batch.released_at or known
    return paid_at(row.executed_date, sent_at=sent, known_at=known, cut_off=settings.BANK_CUT_OFF)
