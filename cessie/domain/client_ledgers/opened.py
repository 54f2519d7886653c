"""A contract on balances that came with a house: its client's account is in the books, its ledger is still to come."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cessie.domain.client_ledgers.models import Brought
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.ledger import queries as ledger
from cessie.lib.reasons import N_, Refusal

#: Accounts of a contract whose opening balances told that it came, before that was noted by itself (``Brought``).
_CARRIED = ("2100", "2120")


class NotTheOpening(Refusal):
    """The first ledger is of another day than the balances with which the contract came, or that day is not known."""


def opened_on(contract_id: UUID) -> date | None:
    """The day of the balances with which the contract came; None where it began here, or nobody told the day yet."""
    row = Brought.objects.filter(pk=contract_id).first()
    return _booked_on(contract_id) if row is None else row.on_date


def _booked_on(contract_id: UUID) -> date | None:
    """The day of its opening balances, if it was on balances then."""
    keys = [f"P00 opening balance/{contract_id}/{account}" for account in _CARRIED]
    entries = [entry for key in keys if (entry := ledger.entry_id(key)) is not None]
    days = [booking.booking_date for booking in ledger.bookings(entry_ids=entries)] if entries else []
    day = min(days, default=None)
    if day is None:
        return None
    began = Contract.objects.values_list("started_date", flat=True).get(pk=contract_id)
    return day if terms_on(contract_id, max(day, began))[1].transmission == "BALANCE" else None


def require_opening(contract_id: UUID, as_of: date) -> None:
    """A first ledger of such a contract opens the claims: it is of the same day as the other balances, else what came
    since would count as bought long ago. Refused: another day, or a day that nobody told yet (``NotTheOpening``)."""
    day = opened_on(contract_id)
    if day is None and Brought.objects.filter(pk=contract_id).exists():
        words = N_("The contract came with its house: the day of its opening balances must be told first.")
        raise NotTheOpening("ledgers.opening_unknown", words)
    if day is not None and day != as_of:
        words = N_("The contract came with its balances of {day}: the first ledger must be as of that day.")
        raise NotTheOpening("ledgers.opening_day", words, day=day)
