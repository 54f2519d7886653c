"""Offers that lapse within hours: the client may want a call. Payouts whose promise is about to be broken. Advances
that their pledge does not bear any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.pledged import over_advanced
from cessie.domain.purchase.promise import payouts
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: How long before its end an offer that nobody answered is shown.
AHEAD = timedelta(hours=4)


def _lapsing(at: datetime) -> Iterator[Waiting]:
    said = N_("Offer {number} lapses unless the client answers it.")
    rows = Proposal.objects.filter(state="offered", expires_at__gt=at, expires_at__lte=at + AHEAD)
    for proposal in rows.order_by("expires_at"):
        yield Waiting(
            subject=("parties.Client", str(proposal.client_id)),
            reasons=(Reason("offer.lapsing", said, {"number": proposal.number}),),
            due_at=proposal.expires_at,
            client_id=proposal.client_id,
        )


def _promised(at: datetime) -> Iterator[Waiting]:
    """What the client approved and the bank was not told, once its last call is near; an offer waits for the client."""
    said = N_("{number} was handed over on {since} and is to be paid by {due}; the bank takes it until {last}.")
    for offer, clock in payouts(viewer=system("queue"), at=at, sent=False):
        if clock.standing in ("soon", "late"):
            facts: dict[str, Fact] = {
                "number": offer.number,
                "since": offer.handed_over_at,
                "due": clock.due_at,
                "last": clock.last_call_at,
            }
            yield Waiting(
                subject=("purchase.Proposal", str(offer.id)),
                reasons=(Reason("payout.promise", said, facts),),
                due_at=clock.last_call_at,
                client_id=offer.client_id,
                evidence={"amount": str(offer.payout)},
            )


def _over(at: datetime) -> Iterator[Waiting]:
    """More is advanced than the pledge bears: a payment was undone, or debtors paid before an advance left."""
    said = N_("{over} more is advanced under {number} than its pledged invoices bear.")
    for contract, drawn in over_advanced(booking_day(at)):
        yield Waiting(
            subject=("contracts.Contract", str(contract.pk)),
            reasons=(Reason("pledge.over", said, {"over": drawn.over, "number": contract.number}),),
            due_at=end_of_desk(bank_day_from(booking_day(at))),
            client_id=contract.client_id,
        )


WATCHES = (
    Watch("pledge.over", _over),
    Watch("offer.lapsing", _lapsing),
    Watch("payout.promise", _promised),
)
