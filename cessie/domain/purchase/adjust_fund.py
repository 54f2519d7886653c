"""The guarantee fund follows what is outstanding: what is too much goes to the client's account (P10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.purchase.balance import payable_now
from cessie.domain.purchase.fund import fund_change
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Adjusted:
    """``released`` from the fund or ``added`` to it (an invoice is open again); ``payable``: to the client now."""

    contract_id: UUID
    client_id: UUID
    number: str
    key: str
    released: Money
    added: Money
    payable: Money


def adjust_fund(*, contract_id: UUID, by: Viewer, at: datetime) -> Adjusted:
    """Bring the fund of a contract to what its outstanding invoices ask for; again nothing. Locks the contract."""
    by.require("purchase.release")
    with transaction.atomic():
        contract = lock_contract(contract_id)
        day = booking_day(at)
        gap = fund_change(contract_id, terms_on(contract_id, day)[1])
        key = f"{contract_id}/{uuid7()}"  # the gap itself is what happens once: it is asked under the lock
        of = Dims(contract=contract_id, client=contract.client_id)
        event = Event(key, day, text=contract.number)
        if gap.release or gap.top_up:
            move = purchase.release_fund if gap.release else purchase.top_up_fund
            post([move(event=event, amount=gap.release or gap.top_up, of=of)], by=by.key, at=at)
            facts = {"released": gap.release, "added": gap.top_up}
            record(
                action="purchase.adjust_fund", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts
            )
        payable = payable_now(contract_id, contract.currency, day)
    return Adjusted(contract_id, contract.client_id, contract.number, key, gap.release, gap.top_up, payable)
