"""The ladders of the simulated world: who set them, and the people who look runs through, call and hand over.

The wholesaler's works by itself and the house's too; the hospital's bookkeeper looks each run through.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.arrangements.look import look
from cessie.domain.dunning import queries as dunning
from cessie.domain.dunning.hand_over import NothingToHandOver, hand_over
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.note_call import note_call
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.domain.dunning.take_out import take_out
from cessie.workflows.follow_up import chasing
from cessie.world.debtors import Debtors, Play
from cessie.world.desk import Step
from cessie.world.stage import WORLD, House, Seller, moment

#: The days of the play on which the creditors leave their debtors alone, as month and day: they are on holiday.
HOLIDAY = ("04-06", "04-10")


def set_ladders(house: House, wholesaler: Seller, hospital: Seller, first_day: date) -> None:
    """The creditors' own ladders, lawful as the house proposes them; the house claims no costs with its own."""
    at, begins = moment(first_day, 8, 10), first_day - timedelta(days=1)
    for seller, segment, mode in ((wholesaler, "b2b", "automatic"), (hospital, "b2c", "draft")):
        ladder = preset("BE", segment)  # type: ignore[arg-type]  # a segment's word
        ladder = replace(ladder, quiet=(*ladder.quiet, HOLIDAY))
        set_ladder(client_id=seller.client_id, ladder=ladder, mode=mode, valid_from=begins, by=seller.owner, at=at)
    own = preset("BE", "b2b")
    own = replace(own, steps=tuple(replace(step, costs="none") for step in own.steps))
    set_ladder(client_id=None, ladder=own, mode="automatic", valid_from=begins, by=house.staff.collection, at=at)


def climb(play: Play, today: date) -> None:
    """The night finds promises kept or broken; the clock begins the runs of the day and carries out those that need
    nobody."""
    look(by=WORLD, at=moment(today, 2, 30))
    turn = chasing.turn(by=WORLD, at=moment(today, 7, 55))
    if turn.automatic or turn.drafts:
        play.desk.tell(Step(today, f"ladders: {turn.automatic} runs by themselves, {turn.drafts} to look through"))


def look_through(play: Play, seller: Seller, today: date) -> None:
    """The bookkeeper looks at whoever would get something, and lets the run go; once in three weeks he spares one."""
    by, at = seller.bookkeeper, moment(today, 9, 20)
    for run in dunning.runs(viewer=by, client_id=seller.client_id).filter(state="draft"):
        planned = dunning.touches(viewer=by, run_id=run.pk, states=("planned",), sort="debtor")
        if today.isocalendar().week % 3 == 0 and len(planned) > 1:
            take_out(touch_id=planned[0].pk, note="he called: pays on Friday", by=by, at=at)
        chasing.go(run_id=run.pk, by=by, worker=WORLD, at=at)


def call(play: Play, debtors: Debtors, seller: Seller, today: date) -> None:
    """The bookkeeper makes the calls of the day and notes what came of them."""
    by = seller.bookkeeper
    for touch in dunning.touches(viewer=by, client_id=seller.client_id, states=("calling",), sort="debtor"):
        numbers = touch.items.order_by("invoice__number").values_list("invoice__number", flat=True)
        pays = [debtors.called(debtors.bills[number], today) for number in numbers]
        result = "copy" if any(pays) else "no_answer"
        note_call(touch_id=touch.pk, result=result, note="called on the known number", by=by, at=moment(today, 14))


def give_out_of_hand(play: Play, seller: Seller, today: date) -> None:
    """What no ladder brought in is handed over by its owner."""
    for debtor_id, contract_id in _offered(seller):
        try:
            hand_over(
                client_id=seller.client_id, contract_id=contract_id, debtor_id=debtor_id, by=seller.owner,
                at=moment(today, 16),
            )  # fmt: skip
        except NothingToHandOver:  # paid or contested since it was offered
            continue
        play.desk.tell(Step(today, f"handed over by {seller.owner.name}"))


def _offered(seller: Seller) -> list[tuple[UUID, UUID]]:
    rows = Touch.objects.filter(client_id=seller.client_id, state="offered").order_by("debtor__company__name", "pk")
    return list(rows.values_list("debtor_id", "contract_id"))
