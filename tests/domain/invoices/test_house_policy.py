"""The house turns a check: proposed by one, confirmed by another, in force from its day; never below what must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cessie.domain.audit.models import Event
from cessie.domain.invoices.assess import assess
from cessie.domain.invoices.clear import clear
from cessie.domain.invoices.decide_policy import decide_policy
from cessie.domain.invoices.house_policy import changes, policy_at, standing
from cessie.domain.invoices.models import Invoice, PolicyChange
from cessie.domain.invoices.propose_policy import propose_policy
from cessie.domain.invoices.rules.catalogue import BY_CODE, CHECKS, STRENGTHS
from cessie.domain.invoices.rules.policy import HOUSE, policy_of
from cessie.domain.invoices.rules.settings import Setting, require
from cessie.domain.invoices.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, SYSTEM, of_client, staff
from tests.domain.invoices.conftest import HandIn
from tests.domain.invoices.paper import paper

TODAY = date(2026, 3, 2)
OLD: dict[str, Any] = {"issue_date": date(2026, 1, 10), "due_date": date(2026, 3, 10)}


def setting(code: str, **changes: Any) -> Setting:
    """The check as it comes, but for these."""
    return replace(HOUSE.setting(BY_CODE[code]), **changes)


@pytest.fixture
def eve(db: None) -> Viewer:
    return staff("eve", "administrator")


def turn(wanted: Setting, an: Viewer, eve: Viewer, day: date = TODAY) -> PolicyChange:
    row = propose_policy(setting=wanted, valid_from=day, note="So the board decided.", by=an, at=AT)
    return decide_policy(change_id=row.pk, event="confirm", by=eve, at=AT)


@pytest.mark.django_db
def test_an_invoice_is_judged_by_the_policy_of_its_day(hand_in: HandIn, an: Viewer, eve: Viewer) -> None:
    old = hand_in(paper(**OLD))
    assert [f.code for f in assess(invoice_id=old.pk, by=SYSTEM, at=AT).findings] == ["M15"]
    later = hand_in(paper("2026-500", "700.00", **OLD))
    turn(setting("M15", measures={"days_ahead": 0, "days_back": 90}), an, eve, TODAY + timedelta(days=7))
    assert assess(invoice_id=later.pk, by=SYSTEM, at=AT).state == "held"
    assert Invoice.objects.get(pk=later.pk).policy_version == 0
    assert assess(invoice_id=later.pk, by=SYSTEM, at=AT + timedelta(days=7)).state == "accepted"
    assert Invoice.objects.get(pk=later.pk).policy_version == 1
    assert Invoice.objects.get(pk=old.pk).policy_version == 0
    turn(setting("M15", severity="off"), an, eve, TODAY + timedelta(days=9))
    assert policy_at(AT + timedelta(days=8)).version == 1
    assert assess(invoice_id=old.pk, by=SYSTEM, at=AT + timedelta(days=9)).state == "accepted"
    assert [change.version for change in changes(viewer=an, code="M15", at=AT + timedelta(days=9))] == [2, 1]


@pytest.mark.django_db
def test_the_one_who_proposes_does_not_confirm(an: Viewer, eve: Viewer, bob: Viewer) -> None:
    wanted = setting("M15", severity="note")
    ask: dict[str, Any] = {"setting": wanted, "valid_from": TODAY, "note": "Slow mail.", "at": AT}
    with pytest.raises(NotAllowed):
        propose_policy(**ask, by=bob)
    with pytest.raises(NotAllowed):
        propose_policy(**ask, by=SYSTEM)
    row = propose_policy(**ask, by=an)
    assert propose_policy(**ask, by=an) == row
    with pytest.raises(Refusal) as waits:
        propose_policy(**{**ask, "setting": setting("M15", severity="off")}, by=eve)
    assert waits.value.code == "checks.waits"
    assert [one.subject[1] for watch in WATCHES for one in watch.look(AT)] == [str(row.pk)]
    with pytest.raises(Refusal) as same:
        decide_policy(change_id=row.pk, event="confirm", by=an, at=AT)
    assert same.value.code == "checks.same_person"
    assert policy_at(AT).version == 0
    decide_policy(change_id=row.pk, event="confirm", by=eve, at=AT)
    decide_policy(change_id=row.pk, event="confirm", by=eve, at=AT)
    assert policy_at(AT).version == 1
    assert policy_at(AT - timedelta(seconds=1)).version == 0, "nothing is changed backwards"
    with pytest.raises(WrongState):
        decide_policy(change_id=row.pk, event="decline", by=eve, at=AT)
    assert not [one for watch in WATCHES for one in watch.look(AT)]
    assert Event.objects.filter(action__startswith="checks.").count() == 2
    with pytest.raises(Refusal) as no:
        propose_policy(**ask, by=an)
    assert no.value.code == "checks.same"
    with pytest.raises(Refusal) as past:
        propose_policy(**{**ask, "setting": setting("M15"), "valid_from": TODAY - timedelta(days=1)}, by=an)
    assert past.value.code == "checks.past"
    with pytest.raises(NotFound):
        standing(viewer=of_client(row.pk), at=AT)


@pytest.mark.django_db
def test_the_house_says_who_clears_and_what_people_may_let_pass(hand_in: HandIn, an: Viewer, bob: Viewer,
                                                                eve: Viewer) -> None:  # fmt: skip
    turn(setting("M15", severity="reject", roles=("treasury",), people=1), an, eve)
    held = hand_in(paper(**OLD))
    assert assess(invoice_id=held.pk, by=SYSTEM, at=AT).state == "held", "a reject that somebody may clear waits"
    with pytest.raises(NotAllowed) as no:
        clear(invoice_id=held.pk, note="Known.", by=an, at=AT)
    assert no.value.code == "invoices.other_desk"
    assert clear(invoice_id=held.pk, note="Known.", by=bob, at=AT).state == "accepted"
    turn(setting("M15", severity="reject", roles=()), an, eve)
    second = hand_in(paper("2026-500", "700.00", **OLD))
    assert assess(invoice_id=second.pk, by=SYSTEM, at=AT).state == "rejected"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (setting("M04", severity="hold", roles=("credit",)), "checks.not_so"),
        (setting("M07.account", severity="note"), "checks.not_so"),
        (setting("M34", people=1), "checks.people"),
        (setting("M15", roles=()), "checks.nobody"),
        (setting("M15", roles=("collection",)), "checks.role"),
        (setting("M15", measures={"days_ahead": 0, "days_back": 9_999}), "checks.measure"),
        (setting("M15", measures={"days_ahead": 0}), "checks.measure"),
        (setting("M08", measures={"days": 1}), "checks.unknown_measure"),
        (replace(setting("M08"), code="M99"), "checks.unknown"),
    ],
)
def test_what_must_stand_stands(wanted: Setting, code: str) -> None:
    with pytest.raises(Refusal) as no:
        require(wanted)
    assert no.value.code == code


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_each_check_can_be_set_as_it_comes_and_says_why_it_cannot_be_milder(check: Any) -> None:
    as_it_comes = HOUSE.setting(check)
    require(as_it_comes)
    assert policy_of({check.code: as_it_comes}, 0) == replace(HOUSE, settings={check.code: as_it_comes})
    assert bool(check.why) == (not check.allows("off"))
    assert check.severity in STRENGTHS[1:]
