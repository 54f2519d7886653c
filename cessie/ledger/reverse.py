"""A correction: the original entry stays, a second one with all signs turned names it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cessie.ledger import queries
from cessie.ledger.entry import Entry, Line
from cessie.ledger.post import Posted, post
from cessie.ledger.queries import Booking
from cessie.lib.reasons import N_, Refusal


def reverse(*, entry_id: UUID, booking_date: date, text: str, by: str, at: datetime) -> Posted:
    """Undo an entry by its reversal, booked on ``booking_date`` with the value date of the original; once.

    Refusals: ``ledger.unknown_entry``, ``ledger.is_reversal`` (a reversal is not reversed: post the event anew), those
    of ``post``.
    """
    found = queries.bookings(entry_ids=[entry_id])
    if not found:
        raise Refusal("ledger.unknown_entry", N_("There is no entry {entry}."), entry=str(entry_id))
    entry = reversal(found[0], booking_date=booking_date, text=text)
    former = queries.entry_id(entry.key)
    if former is not None:  # done before, perhaps on another day
        return Posted(entry.key, former, new=False)
    (posted,) = post([entry], by=by, at=at)
    return posted


def reversal(original: Booking, *, booking_date: date, text: str) -> Entry:
    """The entry that undoes one that stands in the books; its key allows it once.

    Refusals: ``ledger.is_reversal``.
    """
    if original.reverses is not None:
        raise Refusal("ledger.is_reversal", N_("{key} is a reversal itself."), key=original.key)
    return Entry(
        rule=original.rule,
        kind=f"{original.kind}_reversed",
        key=f"reversal of {original.entry_id}",
        booking_date=booking_date,
        value_date=original.value_date,
        currency=original.lines[0].amount.currency,
        lines=tuple(Line(line.account, -line.amount.cents, line.dims) for line in original.lines),
        text=text,
        reverses=original.entry_id,
    )
