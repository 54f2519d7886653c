"""Where a client stands on his current account once every payment that was ordered has left it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cessie.domain.contracts.queries import terms_on
from cessie.domain.payments.spoken_for import spoken_for
from cessie.ledger import queries as ledger
from cessie.lib.money import Money


def debt(contract_id: UUID, currency: str) -> Money:
    """What the client owes, never below zero. Asked under the lock of the contract."""
    return max(Money(0, currency), _standing(contract_id, currency))


def free_credit(contract_id: UUID, currency: str) -> Money:
    """What may be paid out to the client beyond what was ordered already: never below zero."""
    return max(Money(0, currency), -_standing(contract_id, currency))


def payable_now(contract_id: UUID, currency: str, day: date) -> Money:
    """The same as far as the house pays it out by itself: nothing where the client draws it on request."""
    return Money(0, currency) if terms_on(contract_id, day)[1].drawn else free_credit(contract_id, currency)


def _standing(contract_id: UUID, currency: str) -> Money:
    """Debit positive, as if every order had left."""
    booked = ledger.client_accounts([contract_id], currency=currency)[contract_id]
    return booked + spoken_for(contract_id, currency=currency)
