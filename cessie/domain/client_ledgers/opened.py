"""A contract on balances that came with a house: its client's account is in the books, its ledger is still to come."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cessie.ledger import queries as ledger
from cessie.lib.reasons import N_, Refusal

#: Accounts of a contract whose opening balances the files of a moving house carry (``workflows.moving_in``).
_CARRIED = ("2100", "2120")


class NotTheOpening(Refusal):
    """The first ledger is of another day than the balances with which the contract came."""


def opened_on(contract_id: UUID) -> date | None:
    """The day of the balances with which the contract came; None where it began here."""
    keys = [f"P00 opening balance/{contract_id}/{account}" for account in _CARRIED]
    entries = [entry for key in keys if (entry := ledger.entry_id(key)) is not None]
    days = [booking.booking_date for booking in ledger.bookings(entry_ids=entries)] if entries else []
    return min(days, default=None)


def require_opening(contract_id: UUID, as_of: date) -> None:
    """A first ledger of such a contract opens the claims: it is of the same day as the other balances, else what came
    since would count as bought long ago. Refused: another day (``NotTheOpening``)."""
    day = opened_on(contract_id)
    if day is not None and day != as_of:
        words = N_("The contract came with its balances of {day}: the first ledger must be as of that day.")
        raise NotTheOpening("ledgers.opening_day", words, day=day)
