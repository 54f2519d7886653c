"""What is said in a ladder's call holds at once: a plan, a death, an insolvency, another address."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.correspondence.models import Writing
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.dunning.items import asked
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.standing import standing
from cessie.domain.parties.models import Debtor, Mark
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.lib.reasons import Refusal
from cessie.workflows.follow_up.calling import call_made
from cessie.workflows.house.waiting import look_round
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, moment
from tests.workflows.test_chasing import ladder, turn

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
CALLED = DUE + timedelta(days=7)


@pytest.fixture
def desk(road: Road, tmp_path: Path, settings: Settings) -> Viewer:
    """A debtor is to be called about two invoices that the house bought, at the first step."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    for number, net in (("2026-1", "1000.00"), ("2026-2", "1500.00")):
        road.hand_in(road.sale(number, net, issued=DAY, due=DUE), DAY)
        road.approve(DAY)
    by = staff("desk", "collection")
    ladder(by, what=Ladder("b2b", (Step(1, 7, act="call"), Step(2, 3, "former"))))
    turn(CALLED)
    return by


def call(by: Viewer, result: str, note: str = "said so", **said: object) -> Touch:
    key = Touch.objects.get().pk
    for _ in range(2):  # the second click changes nothing
        row = call_made(touch_id=key, result=result, note=note, by=by, at=moment(CALLED, 14), **said)  # type: ignore[arg-type]
    return row


def test_a_plan_is_opened_over_all_that_is_open(road: Road, desk: Viewer) -> None:
    with pytest.raises(Refusal, match="which day"):
        call(desk, "plan", parts=3)
    with pytest.raises(Refusal, match="instalments"):
        call(desk, "plan", parts=1, on=CALLED + timedelta(days=14))
    assert Touch.objects.get().state == "calling", "what is refused leaves the call as it was"
    call(desk, "plan", parts=3, on=CALLED + timedelta(days=14))
    plan = Arrangement.objects.get(kind="plan")
    parts = plan.instalments.order_by("due_date").values_list("amount_cents", flat=True)
    assert (sum(parts), len(parts)) == (3_025_00, 3)


@pytest.mark.parametrize(
    ("result", "kind"), [("deceased", "deceased"), ("in_care", "social"), ("insolvent", "insolvent")]
)
def test_who_must_be_left_alone_is_marked_and_his_ladder_stops(
    road: Road, desk: Viewer, result: str, kind: str
) -> None:
    with pytest.raises(Refusal, match="how this is known"):
        call(desk, result, note=" ")
    call(desk, result, note="his son on the phone")
    marked = Mark.objects.get(ended_at=None, kind=kind)
    assert marked.note == "his son on the phone"
    turn(CALLED + timedelta(days=40))
    assert Touch.objects.count() == 1
    look_round(by=SYSTEM, at=moment(CALLED, 15))
    assert not Task.objects.filter(kind="dunning.said", state="open").exists()


def test_what_is_only_said_stops_the_ladder_for_thirty_days_and_is_looked_up(road: Road, desk: Viewer) -> None:
    """Who may not mark a company notes it; the desk has a task; a machine writes again when its time is over."""
    Touch.objects.update(state="called", result="deceased", note="he said", noted_at=moment(CALLED), noted_by="user:x")
    for days, alone in ((10, True), (30, True), (31, False)):
        (found,) = asked(None, debtors=[road.debtor_id], on=CALLED + timedelta(days=days))
        said = [standing(item, CALLED + timedelta(days=days)) for item in found.items]
        assert all((getattr(one, "code", "") == "dunning.holiday") is alone for one in said)
    look_round(by=SYSTEM, at=moment(CALLED, 15))
    assert Task.objects.filter(kind="dunning.said", state="open").count() == 1


def test_where_he_is_reached_now_stands_with_its_source(road: Road, desk: Viewer) -> None:
    """A new address replaces the former whole, what else is known stays; of a wrong number the number goes."""
    how = How(language="fr", mobile="+32470123456", street="Oude weg", building="9", postcode="9000", town="Gent")
    set_writing(debtor_id=road.debtor_id, how=how, by=desk, at=moment(DAY))
    call(desk, "moved", reached={"street": "Nieuwe weg", "postcode": "8000", "town": "Brugge", "email": ""})
    row = Writing.objects.get(pk=road.debtor_id)
    assert (row.street, row.building, row.postcode, row.town) == ("Nieuwe weg", "", "8000", "Brugge")
    assert (row.language, row.mobile, row.source) == ("fr", "+32470123456", f"{CALLED}: said so")
    Touch.objects.update(state="calling", result="", noted_at=None)
    call(desk, "wrong_number")
    row.refresh_from_db()
    assert (row.mobile, row.town) == ("", "Brugge")
    assert Debtor.objects.count() == 1
