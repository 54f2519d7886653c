"""A client who compared with his own contract: the invoices that the house bought, another offer, a played run."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from cessie.domain.comparison.ask import ask
from cessie.domain.comparison.lay_own import lay_own
from cessie.domain.comparison.models import Result, Run
from cessie.domain.comparison.offering import make_offer
from cessie.domain.comparison.own_contract import Own
from cessie.domain.comparison.rules.own import Wish
from cessie.domain.comparison.work import work
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer, system


def compared(client_id: UUID, by: Viewer, at: datetime, *, wish: Wish | None = None) -> dict[str, Any]:
    """The keys of what his pages show."""
    contract = Contract.objects.get(client_id=client_id)
    ledger = lay_own(client_id=client_id, origin="invoices", first=contract.started_date, by=by, at=at)
    told = {"name": "GEHEIM other", "product": "american", "commission_percent": "4", "yearly_minimum": "0.00"}
    offer = make_offer(customer_id=ledger.customer_id, told=told, by=by, at=at)
    run = ask(
        customer_id=ledger.customer_id, ledger_id=ledger.pk, offer_ids=[offer.pk], first=None, last=None, need=None,
        own=Own(contract.pk, wish or Wish()), by=by, at=at,
    )  # fmt: skip
    work(run_id=run.pk, processes=1, by=system("test"), now=lambda: at)
    run = Run.objects.get(pk=run.pk)
    return {
        "own_sales_id": ledger.pk, "own_offer_id": offer.pk, "own_comparison_id": run.pk,
        "own_outcome_id": Result.objects.get(run=run, name=run.own).pk,
    }  # fmt: skip
