"""Offers that lapse within hours: the client may want a call. Payouts whose promise is about to be broken. Advances
that their pledge does not bear any more. Deeds that are to be registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from cessie.domain.contracts.queries import terms_on
from cessie.domain.purchase.deeds import UNREGISTERED
from cessie.domain.purchase.models import Deed, Proposal
from cessie.domain.purchase.pledged import over_advanced
from cessie.domain.purchase.promise import payouts
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
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


#: A list that is registered holds all that is open of the lists before it.
_LATER = Deed.objects.filter(
    contract=OuterRef("contract"), annex__isnull=False, state="registered", made_at__gt=OuterRef("made_at")
)


def _unregistered(at: datetime) -> Iterator[Waiting]:
    """Deeds that transfer by registration alone, under contracts that are still confidential; and those that were noted
    and wait for a second person. A list that a later registered one contains waits no more."""
    wanted = N_("Deed {number} transfers nothing before it is registered: bring it to the tax authority today.")
    noted = N_("The registration of deed {number} was noted: look at its proof, it counts for nothing until then.")
    rows = Deed.objects.filter(state__in=UNREGISTERED).exclude(Q(annex__isnull=False) & Exists(_LATER))
    for row in rows.order_by("made_at", "pk"):
        if terms_on(row.contract_id, booking_day(at))[1].disclosure != "CONFIDENTIAL":
            continue  # the notice to the debtors has transferred in its stead
        begin = row.noted_at if row.state == "noted" and row.noted_at else row.made_at
        yield Waiting(
            subject=("purchase.Deed", str(row.pk)),
            reasons=(Reason(f"deed.{row.state}", noted if row.state == "noted" else wanted, {"number": row.number}),),
            due_at=end_of_desk(bank_day_from(booking_day(begin))),
            client_id=row.client_id,
            evidence={"amount": str(Money(row.face_cents, row.currency))},
        )


WATCHES = (
    Watch("deed.unregistered", _unregistered),
    Watch("pledge.over", _over),
    Watch("offer.lapsing", _lapsing),
    Watch("payout.promise", _promised),
)
