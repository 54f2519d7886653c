"""What a drawing is judged by: the run of this moment under the locks, and the account it would be paid to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.availability.models import Drawing, Run
from cessie.domain.availability.rules.states import DRAWING
from cessie.domain.availability.run import run
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, lock, terms_of
from cessie.domain.credit import locks
from cessie.domain.parties.queries import payout_account
from cessie.domain.payments.order import order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms

#: How the keys of orders begin that pay drawings; the drawing follows.
DRAWS = "draw:"
#: The rule of a drawing: it is paid from what stands on the client's account.
RULE = "P04"


class NotAvailable(Refusal):
    """More is asked than is available, or other figures than were shown."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A contract whose locks are held, its terms, and what could be drawn then."""

    contract: Contract
    terms: Terms
    run: Run

    @property
    def drawable(self) -> Money:
        """What the client may draw by himself."""
        return Money(max(0, self.run.net_cents), self.run.currency)

    @property
    def with_people(self) -> Money:
        """What he may draw if a person lets it pass above the facility."""
        return Money(max(0, self.run.with_people_cents), self.run.currency)


def judged(contract_id: UUID, *, by: Viewer, at: datetime) -> Judged:
    """Take the locks (contracts of the group) and reckon anew; ``NotFound`` where the contract does not run."""
    locks.take(contract_ids=[contract_id], debtor_ids=())
    contract = lock(contract_id)
    running = contract_of(contract.client_id, booking_day(at))
    if running is None or running.pk != contract_id or not by.sees_client(contract.client_id):
        raise NotFound("purchase.no_contract", N_("There is no contract with this client that runs today."))
    found = run(contract_id=contract_id, by=by, at=at)
    return Judged(contract, terms_of(found.pool.version_id), found)


def drafted(on: Judged, amount: Money, by: Viewer, at: datetime) -> Drawing:
    """A drawing that is not decided yet, kept; its number follows the last of the contract."""
    last = Drawing.objects.filter(contract=on.contract).order_by("-number").values_list("number", flat=True).first()
    return Drawing.objects.create(
        contract=on.contract,
        client_id=on.contract.client_id,
        number=(last or 0) + 1,
        amount_cents=amount.cents,
        above_cents=max(0, (amount - on.drawable).cents),
        currency=amount.currency,
        run=on.run,
        asked_at=at,
        asked_by=by.key,
    )


def ordered(on: Judged, drawing: Drawing, by: Viewer, at: datetime) -> Drawing:
    """Order it to the client's confirmed account, in the transaction of the verb that decided it."""
    account = payout_account(on.contract.client_id, booking_day(at))
    if account is None:
        raise Refusal("purchase.no_account", N_("No account of the client is confirmed: nothing can be paid out."))
    amount = Money(drawing.amount_cents, drawing.currency)
    drawing.state = DRAWING.after(drawing.state, "order")
    drawing.run, drawing.decided_at, drawing.decided_by = on.run, at, by.key
    drawing.save(update_fields=["state", "run", "decided_at", "decided_by"])
    order(
        key=f"{DRAWS}{drawing.pk}",
        rule=RULE,
        amount=amount,
        payee_id=account.pk,
        contract_id=on.contract.pk,
        client_id=on.contract.client_id,
        text=f"{on.contract.number} D{drawing.number}",
        by=by,
        at=at,
    )
    facts = {"number": drawing.number, "amount": amount, "available": Money(on.run.net_cents, on.run.currency)}
    record(action="availability.draw", subject=drawing, by=by, at=at, client_id=on.contract.client_id, data=facts)
    return drawing
