"""The client draws against what he pledged: an advance is ordered (P38; it leaves with two people's word)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import contract_of, lock
from cessie.domain.parties.queries import payout_account
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.payments.spoken_for import ADVANCE
from cessie.domain.purchase.pledged import drawing
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class NotAvailable(Refusal):
    """More is asked than the pledge leaves, or other figures than were shown."""


def advance(*, contract_id: UUID, amount: Money, seen: Money, by: Viewer, at: datetime) -> Order:
    """Order an advance of ``amount`` to the client's confirmed account.

    ``seen``: what the page said is available; a second click finds other figures and orders nothing. Lock: the
    contract. Refused: no owner of the client (``NotAllowed``), a contract that is not his or does not run any more
    (``NotFound``), more than is available or other figures than shown (``NotAvailable``), no confirmed account.
    """
    with transaction.atomic():
        contract = lock(contract_id)
        by.require_signer(contract.client_id)
        day = booking_day(at)
        running = contract_of(contract.client_id, day)
        if running is None or running.pk != contract_id:
            raise NotFound("purchase.no_contract", N_("There is no contract with this client that runs today."))
        left = drawing(contract_id, day).available
        if left != seen:
            words = N_("What is available changed since it was shown: {left}. Look at it again.")
            raise NotAvailable("purchase.available_changed", words, left=left)
        if not 0 < amount.cents <= left.cents:
            words = N_("{amount} cannot be drawn: {left} is available.")
            raise NotAvailable("purchase.not_available", words, amount=amount, left=left)
        account = payout_account(contract.client_id, day)
        if account is None:
            raise Refusal("purchase.no_account", N_("No account of the client is confirmed: nothing can be paid out."))
        count = Order.objects.filter(contract=contract, rule=ADVANCE).count()
        made = order(
            key=f"advance:{contract_id}/{count + 1}",
            rule=ADVANCE,
            amount=amount,
            payee_id=account.pk,
            contract_id=contract_id,
            client_id=contract.client_id,
            text=f"{contract.number} A{count + 1}",
            by=by,
            at=at,
        )
        facts = {"amount": amount, "available": left}
        record(action="purchase.advance", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return made
