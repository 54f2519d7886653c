"""What the day's clock does by itself: offers lapse, contracts end, invoices held for want of room are judged anew,
accepted invoices get their offer, payouts that waited for an account or a registration are ordered, debtors of
collections count as told once the letter left, files of collections are prepared where their creditor wants it so, what
clients may draw is reckoned anew where money or a ledger came, the desk is asked about overdue invoices, what ladders
handed over is taken over, dossiers are worked on, the queue is brought up to date, old answers of the API are
forgotten, the trail is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cessie.domain.arrangements.look import look as look_at_arrangements
from cessie.domain.audit.seal import seal
from cessie.domain.keys.answer_once import forget_replies
from cessie.domain.mandates.expire import expire as lapse
from cessie.domain.mandates.hear_notices import hear_notices
from cessie.domain.onboarding.answer_quote import lapse_quotes
from cessie.domain.purchase.expire import expire
from cessie.domain.purchase.queries import lapsed, offerable
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.balances import definancing, drawing, ledgers, overdrawn, reminding, verifying
from cessie.workflows.balances.watching import watch
from cessie.workflows.direct_debit import debiting, filing, instalments
from cessie.workflows.follow_up import collection, handing_over, leniency, principal_months, proceeding, trusting
from cessie.workflows.house.waiting import look_round
from cessie.workflows.incoming.intake import look_again_at_held
from cessie.workflows.letters import notifying
from cessie.workflows.losses import insuring, nonpayment
from cessie.workflows.money import charging
from cessie.workflows.money.paying import order_waiting
from cessie.workflows.purchases import disclosing, ending
from cessie.workflows.purchases.offering import offer
from cessie.workflows.purchases.registering import pay_registered


@dataclass(frozen=True, slots=True)
class Tick:
    """How many offers lapsed and were made, lines of the trail sealed, waiting payouts ordered; how many overdue
    invoices wait for a decision, and how many tasks were raised and closed because something waits or waits no more."""

    lapsed: int
    offered: int
    sealed: int
    ordered: int = 0
    overdue: int = 0
    raised: int = 0
    gone: int = 0


def night(*, by: Viewer, at: datetime) -> int:
    """What is done once a night: money in use earns its day, quotes whose day is over lapse, small rests are given
    up as the house's policy says, promises are found kept or broken, debtors are told of a changed account to pay to
    and of contracts that were disclosed, mandates that nobody used lapse, what falls due under one, whole or as an
    instalment, is proposed and its debtors are told, what was collected for principals is divided over its claims,
    passed on and, at a month's end, told them, ledgers and money that nobody matches are asked for, clients are
    reminded of them, samples are drawn and what they miss is held, lines of ledgers that are overdue too long go
    back, what clients may draw is reckoned, calls for what is too much are followed, and every client's year is
    looked at. How many clients are seen otherwise than before."""
    charging.earn(by=by, at=at)
    lapse_quotes(by=by, at=at)
    leniency.give_up_small(by=by, at=at)
    look_at_arrangements(awaited=instalments.awaited(), by=by, at=at)
    notifying.look(by=by, at=at)
    disclosing.look(by=by, at=at)
    lapse(by=by, at=at)
    debiting.propose_due(by=by, at=at)
    instalments.propose_instalments(by=by, at=at)
    debiting.announce_due(by=by, at=at)
    collection.divide_waiting(at=at)
    proceeding.look_at_cases(by=by, at=at)
    trusting.remit_due(by=by, at=at)
    principal_months.state_months(by=by, at=at)
    ledgers.watch(by=by, at=at)
    reminding.remind(by=by, at=at)
    verifying.night(by=by, at=at)
    definancing.night(by=by, at=at)
    drawing.night(by=by, at=at)
    overdrawn.night(by=by, at=at)
    return watch(by=by, at=at)


def tick(*, by: Viewer, at: datetime) -> Tick:
    """One turn of the clock; any number of turns at one moment do what one does."""
    over = lapsed(at)
    for proposal_id in over:
        expire(proposal_id=proposal_id, by=by, at=at)
    ending.turn(by=by, at=at)
    look_again_at_held(at=at)
    offered = sum(offer(invoice_id=invoice_id, at=at) for _, invoice_id in offerable())
    ordered = order_waiting(by=by, at=at) + pay_registered(by=by, at=at)
    hear_notices(by=by, at=at)
    filing.prepare_due(by=by, at=at)
    verifying.look_at_new(by=by, at=at)
    drawing.renew(by=by, at=at)
    asked = nonpayment.propose(by=by, at=at) + insuring.propose(by=by, at=at)
    handing_over.give_back(by=by, at=at)
    handing_over.take_over_all(by=by, at=at)
    handing_over.take_in_late(by=by, at=at)
    proceeding.stop_insolvent(by=by, at=at)
    collection.divide_moved(at=at)
    collection.turn(by=by, at=at, most=500)
    raised, gone = look_round(by=by, at=at)
    forget_replies(at=at)
    return Tick(len(over), offered, seal(at=at), ordered, asked, raised, gone)
