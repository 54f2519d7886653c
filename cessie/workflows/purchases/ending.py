"""A contract ends by the clock: offers are taken back on its day, what is open is settled, and then it is closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import moving
from cessie.domain.contracts.run_off import run_off
from cessie.domain.credit import locks
from cessie.domain.payments.queries import orders
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.cancel import cancel
from cessie.domain.purchase.under_contract import unanswered_under
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.chart import BOUGHT
from cessie.ledger.receivables import left_on
from cessie.lib.reasons import N_, Fact, Reason
from cessie.workflows.money.paying import order_payout

#: What the key of a payout says that settles an ended contract.
SETTLES = "contract:"


def turn(*, by: Viewer, at: datetime) -> int:
    """Bring every contract that ends or ended to where it stands, each in its own transaction; how many moved on."""
    return sum(_turn(contract_id, by, at) for contract_id in moving(at))


@transaction.atomic
def _turn(contract_id: UUID, by: Viewer, at: datetime) -> bool:
    locks.take(contract_ids=[contract_id], debtor_ids=())
    before = Contract.objects.values_list("state", flat=True).get(pk=contract_id)
    contract = run_off(contract_id=contract_id, by=by, at=at)
    if contract.state == "run_off":
        _take_back_offers(contract, by, at)
        _pay_what_is_his(contract, by, at)
    return contract.state != before


def _take_back_offers(contract: Contract, by: Viewer, at: datetime) -> None:
    facts: dict[str, Fact] = {"day": contract.last_day} if contract.last_day else {}  # run-off leaves none without
    gone = Reason("purchase.contract_over", N_("The contract ended: its last day was {day}."), facts)
    for proposal_id in unanswered_under(contract.pk):
        cancel(proposal_id=proposal_id, reasons=[gone], by=by, at=at)


def _pay_what_is_his(contract: Contract, by: Viewer, at: datetime) -> None:
    """Once no invoice is open what the client has to his credit is paid, however little: no later payout takes it."""
    left = left_on([contract.pk], currency=contract.currency)[contract.pk]
    if any(account in left for account in BOUGHT):
        return
    begins = f"{SETTLES}{contract.pk}/"
    order_payout(
        key=f"{begins}{len(orders(by, begins=begins)) + 1}",
        contract_id=contract.pk,
        client_id=contract.client_id,
        amount=free_credit(contract.pk, contract.currency),
        text=contract.number,
        by=by,
        at=at,
    )
