"""Debtors speak up: one contests an invoice by his link and pays when he is answered, one breaks his word, one pays in
instalments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.arrangements.approve import approve
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.look import look
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.instalments import Instalment, last_day
from cessie.domain.disputes.add_evidence import File
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.queries import disputed
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.resolve import resolve
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.keys.visitors import by_link
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import bank_day_from
from cessie.world.bends.deal import Deal, deal, when
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, moment


def by_his_link(found: Deal, day: date) -> Viewer:
    """The debtor of an invoice, as he comes by the link that stands in his letter."""
    client, debtor, at = found.seller.client_id, found.buyer.debtor_id, moment(day, 9, 0)
    address = debtor_link(client_id=client, debtor_id=debtor, by=WORLD, at=at)
    visitor = by_link(address.rpartition("/")[2], at=at)
    if visitor is None:
        raise AssertionError("a new link opens")
    return visitor.viewer


def contested(play: World, today: date) -> None:
    """He contests the delivery with a paper; nobody asks for it meanwhile. The client shows that it came: he pays."""
    found = deal(play, today)
    if not found:
        return

    def says(day: date) -> None:
        note = File("note.pdf", b"%PDF-1.4 not received")
        raise_dispute(
            invoice_id=found.invoice_id, ground="delivery", words="Two pallets did not come.", files=[note],
            by=by_his_link(found, day), at=moment(day, 10, 5),
        )  # fmt: skip
        if disputed([found.invoice_id]):
            play.count("dispute_raised", day, found.sale.number)
        play.later(bank_day_from(day + timedelta(days=2)), hears)

    def hears(day: date) -> None:
        row = Dispute.objects.get(invoice_id=found.invoice_id)
        words = "Both pallets were signed for: see the delivery note."
        resolve(dispute_id=row.pk, how="resolve_pay", words=words, by=found.seller.owner, at=moment(day, 11, 0))
        play.pays(found.sale, found.sale.gross, bank_day_from(day + timedelta(days=1)))
        when(
            play, day + timedelta(days=2), lambda: not found.open,
            lambda now: play.count("dispute_decided", now, found.sale.number),
        )  # fmt: skip

    when(play, today + timedelta(days=1), lambda: found.open == found.sale.gross, says)


def word_broken(play: World, today: date) -> None:
    """He promises a day and pays a week after it."""
    found = deal(play, today)
    if not found:
        return

    def says(day: date) -> None:
        on = bank_day_from(day + timedelta(days=2))
        made = promise(invoice_id=found.invoice_id, on=on, by=by_his_link(found, day), at=moment(day, 10, 10))
        after = last_day(on) + timedelta(days=1)
        play.pays(found.sale, found.sale.gross, bank_day_from(after + timedelta(days=3)))
        when(
            play, after, _seen(made.pk, "broken", after),
            lambda now: play.count("promise_broken", now, found.sale.number), 3,
        )  # fmt: skip

    when(play, today + timedelta(days=1), lambda: found.open == found.sale.gross, says)


def in_instalments(play: World, today: date) -> None:
    """He asks for three instalments, the house approves them, and he keeps to their days."""
    found = deal(play, today)
    if not found:
        return

    def asks(day: date) -> None:
        amounts = found.open.split(3)
        days = [bank_day_from(day + timedelta(days=gap)) for gap in (2, 6, 10)]
        parts = [Instalment(on, amount) for on, amount in zip(days, amounts, strict=True)]
        by, at = by_his_link(found, day), moment(day, 10, 15)
        made = ask_plan(invoice_ids=[found.invoice_id], parts=parts, words="A bad month.", by=by, at=at)
        approve(arrangement_id=made.pk, by=play.house.staff.credit, at=moment(day, 14, 0))
        for part in parts:
            play.pays(found.sale, part.amount, part.due)
        end = parts[-1].due + timedelta(days=1)
        when(play, end, _seen(made.pk, "kept", end), lambda now: play.count("plan_kept", now, found.sale.number), 12)

    when(play, today + timedelta(days=1), lambda: found.open == found.sale.gross, asks)


def _seen(arrangement_id: UUID, state: str, day: date) -> Callable[[], bool]:
    """Whether the house, when it looks that day, finds it so."""

    def seen() -> bool:
        look(by=WORLD, at=moment(day, 2, 30))
        return Arrangement.objects.filter(pk=arrangement_id, state=state).exists()

    return seen


STORIES = (
    Story(contested, 6, ("dispute_raised", "dispute_decided")),
    Story(word_broken, 9, ("promise_broken",)),
    Story(in_instalments, 14, ("plan_kept",)),
)
