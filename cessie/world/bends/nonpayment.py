"""What happens where the debtor does not pay, or pays late: recourse and set-off, surcharge, claim on the insurer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.claims import due
from cessie.domain.credit.insure import insure
from cessie.domain.credit.models import Claim
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.purchase.balance import debt
from cessie.ledger.models import Entry, Line
from cessie.lib.money import Money
from cessie.workflows.losses.insuring import claim, dividend
from cessie.workflows.losses.nonpayment import recourse
from cessie.world.bends.deal import deal, unallocated, when
from cessie.world.cast import Actor
from cessie.world.play import Story, World
from cessie.world.stage import moment


def _owed(contract_id: UUID) -> Money:
    """What the client owes once every payment that was ordered has left."""
    return debt(contract_id, "EUR")


def charged_back(play: World, today: date) -> None:
    """The debtor disputes the goods: the invoice goes back to the client, and his next sale settles what he owes."""
    found = deal(play, today)
    if not found:
        return
    person = play.house.staff.credit

    def back(day: date) -> None:
        recourse(
            invoice_id=found.invoice_id, cause="dispute", note="the goods were not as agreed", by=person,
            at=moment(day, 9, 55),
        )  # fmt: skip
        play.count("recourse", day, found.sale.number, found.sale.gross)
        owed = _owed(found.seller.contract_id)

        def even(later: date) -> None:
            play.count("set_off", later, found.sale.number, owed)

        if owed.cents > 0:
            when(
                play, day + timedelta(days=1),
                lambda: _owed(found.seller.contract_id) < owed, even, 20,
            )  # fmt: skip

    when(play, today + timedelta(days=9), lambda: found.open == found.sale.gross, back)


def late(play: World, today: date) -> None:
    """The debtor pays weeks late: the surcharge of the contract comes off the holdback."""
    found = deal(play, today, due_date=today + timedelta(days=14))
    if not found:
        return
    day = found.sale.due_date + timedelta(days=35)
    play.pays(found.sale, found.sale.gross, day)

    def surcharged() -> bool:
        keys = Line.objects.filter(invoice_id=found.invoice_id).values("entry_id")
        return Entry.objects.filter(id__in=keys, kind="late_surcharge").exists()

    when(play, day + timedelta(days=1), surcharged, lambda now: play.count("late_surcharge", now, found.sale.number))


def insurer(play: World) -> Actor:
    """Who insures the debtors of the house: a made-up company outside the cast."""
    actor = play.house.actor
    return Actor(
        "Demo Verzekeraar", "NL", "nl", actor.street, "1", actor.postcode, actor.town, {}, "", "NL91ABNA0417164300"
    )


def insolvent(play: World, today: date) -> None:
    """A debtor fails: claim, indemnity after the waiting period, own risk, and years later a part from the curator."""
    staff, guard = play.house.staff, insurer(play)
    policy = Conditions(
        insurer=guard.name, number="POL-1", iban=guard.iban, insured_percent=Decimal(90), basis="NET", arrears_days=60,
        waiting_months=1, valid_from=today,
    )  # fmt: skip
    insure(conditions=policy, by=staff.credit, at=moment(today, 9, 5))
    found = deal(play, today)
    if not found:
        return

    def file(day: date) -> None:
        row = claim(invoice_id=found.invoice_id, note="bankrupt by judgment", by=staff.credit, at=moment(day, 9, 55))
        play.count("insurance_claim", day, found.sale.number, found.sale.gross)
        play.later(row.waits_until_date, lambda now: accepted(row, now))

    def accepted(row: Claim, day: date) -> None:
        accept_claim(claim_id=row.pk, note="letter of the insurer", by=staff.second_credit, at=moment(day, 9, 55))
        play.count("own_risk", day, found.sale.number)
        play.send(guard, due(row), f"schade {row.number}", day)
        when(
            play, day + timedelta(days=1), lambda: Claim.objects.get(pk=row.pk).state == "paid", lambda n: paid(row, n)
        )

    def paid(row: Claim, day: date) -> None:
        play.count("indemnity", day, found.sale.number)
        part, payer = found.sale.gross.percent(Decimal(10)), found.buyer.actor
        play.send(payer, part, "dividend of the curator", day)

        def share(now: date) -> None:
            receipt = unallocated(play, payer.iban, part)
            if receipt:
                dividend(
                    receipt_id=receipt.id, claim_id=row.pk, note="from the curator", by=staff.credit,
                    at=moment(now, 9, 55),
                )  # fmt: skip
                play.count("dividend", now, found.sale.number, part)

        when(play, day + timedelta(days=1), lambda: unallocated(play, payer.iban, part) is not None, share)

    def bought() -> bool:
        return found.open == found.sale.gross

    # The story is long: where the house had no room for this invoice, it does not wait for its second turn.
    when(play, today + timedelta(days=8), bought, file, tries=2, otherwise=lambda now: insolvent(play, now))


STORIES = (
    Story(charged_back, 20, ("recourse", "set_off")), Story(late, 60, ("late_surcharge",)),
    Story(insolvent, 50, ("insurance_claim", "own_risk", "indemnity", "dividend")),
)  # fmt: skip
