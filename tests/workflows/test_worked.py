"""What became of reminders: paid after so many days, or watched until the next step, read from the books."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.worked import ASPECTS, outcomes, worked
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.conftest import of_client
from tests.stories.road import Road
from tests.workflows.test_chasing import DUE, desk, house, ladder, pays, turn  # noqa: F401 - desk and house: fixtures

SINCE = date(2026, 1, 1)


def seen(by: Viewer, today: date, client_id=None) -> list[tuple[int, tuple[int, bool], str]]:
    found = outcomes(viewer=by, aspect="channel", since=SINCE, today=today, client_id=client_id)
    return [(each.step, each.life, each.way.channel) for each in found]


def test_a_message_is_watched_until_the_next_and_paid_when_its_last_claim_ends(house: Road, desk: Viewer) -> None:  # noqa: F811
    ladder(desk)
    first, second = DUE + timedelta(days=7), DUE + timedelta(days=19)  # a Monday: on a Saturday no letter leaves
    turn(first)
    assert seen(desk, first + timedelta(days=3)) == [(1, (3, False), "post")]
    turn(second)
    paid = second + timedelta(days=4)
    pays(house, paid, 1_210_00, "2026-1")
    assert seen(desk, paid) == [(1, (12, False), "post"), (2, (4, False), "post")]
    pays(house, paid + timedelta(days=3), 1_815_00, "2026-2")
    assert seen(desk, paid + timedelta(days=9)) == [(1, (12, False), "post"), (2, (7, True), "post")]
    assert Touch.objects.filter(state="written").count() == 2

    for aspect in ASPECTS:
        found = worked(viewer=desk, aspect=aspect, since=SINCE, today=paid + timedelta(days=30))
        assert all(each.said.code == "dunning.too_few" and each.better is None for each in found)
    mine = of_client(house.client_id)
    assert len(seen(mine, paid)) == len(seen(desk, paid, house.client_id)) == 2
    assert seen(of_client(house.debtor_id), paid) == []
    assert seen(desk, paid, house.debtor_id) == []
