"""What happens to limits: reduced while an offer is open, withdrawn with notice, asked for by a client."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from cessie.domain.purchase.queries import cessions_of, proposals_of, states_of
from cessie.domain.purchase.supersede import supersede
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.workflows.purchases import limits
from cessie.world.bends.deal import deal, when
from cessie.world.papers import invoice
from cessie.world.play import Story, World
from cessie.world.stage import moment

#: What a debtor's limit is again once the trouble is over.
AGAIN = Money(60_000_00)
#: What is said of an invoice for which there is no room.
UNCOVERED = {"credit.debtor_refused", "credit.over_limit", "credit.no_limit"}


def _say(play: World, debtor_id: UUID, amount: Money, day: date, why: str, until: date | None = None) -> None:
    """The insurer decides, and the house follows him."""
    for minute, kind in enumerate(("insured", "own")):
        limits.decide(
            debtor_id=debtor_id, kind=kind, amount=amount, valid_from=day, covered_until=until, source=why,
            by=play.house.staff.credit, at=moment(day, 9, 52 + minute),
        )  # fmt: skip


def reduced(play: World, today: date) -> None:
    """The insurer cuts the limit while an offer is open: the offer goes; later there is room, and it comes back."""
    found = deal(play, today)
    if not found:
        return
    staff, debtor_id, mine = play.house.staff, found.buyer.debtor_id, [found.invoice_id]
    offered = states_of(viewer=staff.credit, invoice_ids=mine).get(found.invoice_id)
    _say(play, debtor_id, Money(1_00), today, "reduced by the insurer")
    if offered == "offered" != states_of(viewer=staff.credit, invoice_ids=mine).get(found.invoice_id):
        play.count("limit_reduced", today, found.sale.number)

    def back(day: date) -> None:
        _say(play, debtor_id, AGAIN, day, "raised again")
        offer = proposals_of(viewer=staff.credit, invoice_ids=mine).get(found.invoice_id)
        if offer is not None and offer.state == "blocked":
            words = Reason("limits.room", "There is room again.")
            supersede(proposal_id=offer.id, reasons=[words], by=staff.credit, at=moment(day, 9, 54))

    play.later(today + timedelta(days=4), back)
    play.pays(found.sale, found.sale.gross, found.sale.due_date + timedelta(days=3))
    when(
        play, today + timedelta(days=5), lambda: bool(cessions_of(viewer=staff.credit, invoice_ids=mine)),
        lambda day: play.count("limit_back", day, found.sale.number),
    )  # fmt: skip


def withdrawn(play: World, today: date) -> None:
    """The insurer withdraws his cover: what was bought stays covered, what comes now waits until he covers again."""
    seller = play.someone()
    sale = play.sell(seller, today)
    (buyer,) = (buyer for buyer in play.buyers if buyer.actor == sale.buyer)
    _say(play, buyer.debtor_id, Money(0), today, "withdrawn by the insurer", today + timedelta(days=30))
    came = play.desk.hand_in(seller, invoice(sale, play.house.actor), f"{sale.number}.xml", today)
    if came.state == "held" and {reason.code for reason in came.reasons} & UNCOVERED:
        play.count("limit_withdrawn", today, sale.number)

    def back(day: date) -> None:
        _say(play, buyer.debtor_id, AGAIN, day, "covered again")
        if play.desk.clear(came, day) == "accepted":
            play.intend(sale)

    play.later(today + timedelta(days=5), back)


def asked(play: World, today: date) -> None:
    """A client asks for more on a debtor; what the house does not grant by itself a person decides."""
    seller, buyer = play.someone(), play.rng.choice(play.buyers)
    row = limits.ask(
        client_id=seller.client_id, debtor_id=buyer.debtor_id, amount=Money(90_000_00), note="a large order",
        by=seller.owner, at=moment(today, 9, 50),
    )  # fmt: skip

    def decide(day: date) -> None:
        by = play.house.staff.second_credit
        done = limits.answer(request_id=row.pk, granted=AGAIN, note="not more now", by=by, at=moment(day, 9, 51))
        if done.state == "granted":
            play.count("limit_asked", day, buyer.actor.name, AGAIN)

    play.later(today + timedelta(days=1), decide)


STORIES = (
    Story(reduced, 8, ("limit_reduced", "limit_back")), Story(withdrawn, 5, ("limit_withdrawn",)),
    Story(asked, 1, ("limit_asked",)),
)  # fmt: skip
