"""The clock from hand-over to money: of each proposal, and over all that was paid. Limited to the viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from cessie.domain.contracts.models import Version
from cessie.domain.parties import queries as parties
from cessie.domain.payments.arrived import arrived, under_way
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.queries import ProposalFacts, proposals
from cessie.domain.purchase.rules.promise import Clock, bank_time, clock
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.terms.contract import Terms

#: States in which the client waits for money; a declined or lapsed offer promises nothing any more.
RUNS = ("offered", "blocked", "purchased")
#: What the key of the order begins with that pays a proposal.
PAYOUT = "payout:"


@dataclass(frozen=True, slots=True)
class Paid:
    """One bought invoice that became money: when each step was done, and how long it took."""

    invoice_id: UUID
    number: str
    client_id: UUID
    client_name: str
    proposal_id: UUID
    proposal_number: str
    handed_over_at: datetime
    offered_at: datetime
    approved_at: datetime
    paid_at: datetime
    hours: int  # promised
    elapsed: timedelta
    bank: timedelta
    client_took: timedelta  # from the offer to the client's word
    kept: bool


def clock_of(*, offer: ProposalFacts, at: datetime) -> Clock | None:
    """The clock of a proposal that the viewer was shown; None where nothing is promised any more."""
    return clocks(offers=[offer], at=at).get(offer.id)


def clocks(*, offers: Collection[ProposalFacts], at: datetime) -> dict[UUID, Clock]:
    """The clocks of proposals that the viewer was shown, in a constant number of statements."""
    running = {offer.id: offer for offer in offers if offer.state in RUNS}
    versions = dict(Proposal.objects.filter(pk__in=running).values_list("pk", "version_id"))
    hours = _promised(set(versions.values()))
    paid = _paid({key: offer.decided_at for key, offer in running.items() if offer.state == "purchased"})
    return {
        key: clock(
            offer.handed_over_at, hours=hours[versions[key]], paid=paid.get(key), at=at, cut_off=settings.BANK_CUT_OFF
        )
        for key, offer in running.items()
    }


def running(*, viewer: Viewer, at: datetime) -> list[tuple[ProposalFacts, Clock]]:
    """Proposals whose money has not arrived, payouts first, then what waits for a word; by their due moment."""
    waiting = proposals(viewer=viewer, states=["offered", "blocked"], limit=2000)
    return payouts(viewer=viewer, at=at) + _in_order(waiting, at)


def payouts(*, viewer: Viewer, at: datetime, sent: bool = True) -> list[tuple[ProposalFacts, Clock]]:
    """What was approved and the bank has not executed (with ``sent`` or has not even got), the most pressing first."""
    keys = [UUID(key.removeprefix(PAYOUT)) for key in under_way(PAYOUT, sent=sent)]
    return _in_order(proposals(viewer=viewer, keys=keys, limit=len(keys)) if keys else (), at)


def _in_order(offers: Collection[ProposalFacts], at: datetime) -> list[tuple[ProposalFacts, Clock]]:
    found = clocks(offers=offers, at=at)
    pairs = [(offer, found[offer.id]) for offer in offers if offer.id in found]
    return sorted(pairs, key=lambda pair: (pair[1].due_at, pair[0].number))


def paid_between(*, viewer: Viewer, first: date, last: date, client_id: UUID | None = None) -> list[Paid]:
    """Every bought invoice whose money arrived on one of these days (Brussels), the newest first.

    What was set off entirely, or stays for a later payout, brings no money of its own and is not counted.
    """
    rows = Item.objects.filter(
        proposal__state="purchased",
        proposal__payout_cents__gt=0,
        proposal__decided_at__date__gte=first - timedelta(days=60),  # a payout that took longer is not a speed
        proposal__decided_at__date__lte=last,
    )
    rows = rows.select_related("proposal", "invoice").defer("steps", "invoice__content", "proposal__reasons")
    if not viewer.sees_all:
        rows = rows.filter(proposal__client_id__in=viewer.client_ids)
    if client_id is not None:
        rows = rows.filter(proposal__client_id=client_id)
    items = list(rows.order_by("proposal_id", "position"))
    moments = arrived({f"{PAYOUT}{item.proposal_id}" for item in items})
    hours = _promised({item.proposal.version_id for item in items})
    names = parties.names({item.proposal.client_id for item in items})
    found = []
    for item in items:
        at = moments.get(f"{PAYOUT}{item.proposal_id}")
        if at is not None and first <= booking_day(at) <= last:
            found.append(_row(item, at, hours[item.proposal.version_id], names[item.proposal.client_id]))
    return sorted(found, key=lambda row: (row.paid_at, row.proposal_number, row.number), reverse=True)


def _row(item: Item, at: datetime, hours: int, client_name: str) -> Paid:
    invoice, proposal = item.invoice, item.proposal
    approved = proposal.decided_at or at  # a constraint holds it
    handed_over = invoice.received_at
    bank = bank_time(handed_over, at, cut_off=settings.BANK_CUT_OFF)
    return Paid(
        invoice_id=invoice.pk,
        number=invoice.number,
        client_id=proposal.client_id,
        client_name=client_name,
        proposal_id=proposal.pk,
        proposal_number=proposal.number,
        handed_over_at=handed_over,
        offered_at=proposal.offered_at,
        approved_at=approved,
        paid_at=at,
        hours=hours,
        elapsed=max(at - handed_over, timedelta(0)),
        bank=bank,
        client_took=approved - proposal.offered_at,
        kept=bank <= timedelta(hours=hours),
    )


def _promised(version_ids: Collection[UUID]) -> dict[UUID, int]:
    rows = Version.objects.filter(pk__in=version_ids).values_list("pk", "terms")
    return {key: Terms.from_json(terms).payout_hours for key, terms in rows}


def _paid(bought: dict[UUID, datetime | None]) -> dict[UUID, datetime]:
    """When the money of each bought proposal arrived; where none was to be paid, the purchase itself."""
    moments = arrived({f"{PAYOUT}{key}" for key in bought})
    found = {UUID(key.removeprefix(PAYOUT)): at for key, at in moments.items()}
    nothing = Proposal.objects.filter(pk__in=bought, payout_cents=0).values_list("pk", flat=True)
    return found | {key: at for key in nothing if (at := bought[key]) is not None}
