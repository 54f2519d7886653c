"""The entries of a period one after the other, in the order in which they were recorded, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection

from cessie.ledger.queries import Booking, bookings

#: Entries that are held at a time.
CHUNK = 1_000


def journal(first: date, last: date) -> Iterator[Booking]:
    """The entries booked from ``first`` to ``last``, both included. The server keeps the list, we hold a part of it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "select id from ledger_entry where booking_date between %s and %s order by recorded_at, id", [first, last]
        )
        while rows := cursor.fetchmany(CHUNK):
            keys = [row[0] for row in rows]
            found = {entry.entry_id: entry for entry in bookings(entry_ids=keys, limit=len(keys))}
            yield from (found[key] for key in keys)
