"""The next weeks of a ladder, if nobody pays: the same as running it each of those days."""

from __future__ import annotations

from datetime import timedelta

from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Pause, Terms
from cessie.domain.dunning.rules.ladder import Ladder
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.rules.simulate import carried_out, simulate
from cessie.lib.money import Money
from tests.domain.dunning.rules.made import BUSINESS, DUE, LAW, invoice

PRICES = {"": Money(45), "call": Money(4_00), "hand_over": Money(25_00)}


def rows(ladder: Ladder, items: list, days: int) -> list:
    return list(simulate(ladder, [items], DUE, days, LAW, PRICES))


def test_a_wholesalers_invoice_goes_all_the_way_in_sixty_days() -> None:
    found = rows(preset("BE", "b2b"), [invoice()], 61)
    assert [((row.on - DUE).days, row.step, row.act) for row in found] == [
        (0, 1, "message"), (4, 2, "message"), (14, 3, "message"), (24, 4, "message"), (29, 5, "call"),
        (39, 6, "message"), (54, 7, "hand_over"),
    ]  # fmt: skip
    assert sum(row.cost.cents for row in found) == 5 * 45 + 4_00 + 25_00


def test_what_comes_later_is_not_told() -> None:
    assert [row.step for row in rows(BUSINESS, [invoice()], 21)] == [1]
    assert [row.step for row in rows(BUSINESS, [invoice()], 22)] == [1, 2]


def test_it_tells_what_running_every_day_does() -> None:
    clause = Terms(clause=True, rate="maximum")
    plan = Pause("plan", due=((DUE + timedelta(days=20), Money(600_00)), (DUE + timedelta(days=40), Money(400_00))))
    for ladder, segment in ((preset("BE", "b2b"), "b2b"), (preset("BE", "b2c"), "b2c"), (BUSINESS, "b2b")):
        items = [
            invoice(1, segment=segment, terms=clause),
            invoice(2, 35_00, segment=segment, due=DUE + timedelta(days=9), terms=clause),
            invoice(3, segment=segment, pauses=(Pause("promise", until=DUE + timedelta(days=25)),)),
            invoice(4, segment=segment, pauses=(plan,), due=DUE - timedelta(days=40)),
        ]
        daily, now = [], items
        for day in (DUE + timedelta(days=n) for n in range(90)):
            found = decide(ladder, now, day, LAW)
            if found.step:
                daily.append((day, found.step.number, len(found.items), found.total))
            now = carried_out(ladder, now, found)
        assert [(row.on, row.step, row.items, row.total) for row in rows(ladder, items, 90)] == daily
        assert len(daily) >= 5


def test_debtors_are_worked_out_one_after_another() -> None:
    endless = ([invoice()] for _ in iter(int, 1))
    first = next(simulate(BUSINESS, endless, DUE, 60, LAW))
    assert (first.step, first.cost) == (1, Money(0))
