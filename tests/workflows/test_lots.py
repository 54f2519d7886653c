"""A ladder that learns: the second wording and the part of the day that a debtor is given by lot, held by the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from cessie.connectors.channels.email.smtp import Smtp
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.correspondence.rules.papers.reminder import Reminder
from cessie.domain.dunning.models import LadderVersion, Touch
from cessie.domain.dunning.rules import learning
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.learning import arms
from cessie.domain.dunning.rules.parts import in_hours, let_go
from cessie.domain.dunning.set_ladder import Unsound, set_ladder
from cessie.domain.dunning.worked import tried, worked
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import BRUSSELS
from cessie.workflows import sending
from cessie.workflows.follow_up import chasing
from tests.connectors.channels.mail_server import Post, running
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment
from tests.workflows.test_chasing import DUE, STEPS, desk, house, pays  # noqa: F401 - desk and house: fixtures

SECOND = (("", "U vergat ons. Betaal {amount} tegen {pay_by}."), ("fr", "Vous nous avez oubliés : {amount}."))
LADDER = Ladder("b2b", (replace(STEPS[0], channel="email", second=SECOND), *STEPS[1:]), learns=True)
DAY = DUE + timedelta(days=7)  # a Wednesday
Lot = Callable[[int], None]


@pytest.fixture
def mailed(house: Road, settings: Settings) -> Road:  # noqa: F811
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    Company.objects.filter(name=house.buyer.name).update(email="ap@buyer.example")
    return house


@pytest.fixture
def lot(monkeypatch: pytest.MonkeyPatch) -> Lot:
    """Every debtor draws this number, and is not in the control group unless it is below a hundred there."""

    def draw(number: int, control: int = 500) -> None:
        monkeypatch.setattr(learning, "drawn", lambda _key, salt: control if salt == "control" else number)

    return draw


def set_(by: Viewer, ladder: Ladder, hour: int = 6) -> LadderVersion:
    return set_ladder(
        client_id=None, ladder=ladder, mode="automatic", valid_from=DUE, hour=hour, by=by, at=moment(DUE)
    )  # fmt: skip


def place_of(ladder: Ladder, **what: str) -> int:
    """The number to draw for the one way of step 1 that changes this."""
    ways = sorted(arms(own_channel="email", wording=ladder.steps[0].wording, parts=ladder.parts), key=str)
    (place,) = [n for n, way in enumerate(ways) if all(getattr(way, name) == value for name, value in what.items())]
    return (place * learning.TRIALS + learning.TRIALS // 2) // len(ways)


def leaves(at: datetime) -> int:
    """Whatever is to leave at that moment, brought to a real server."""
    post = Post(["ok"])
    with running(post) as port:
        sending.run(by=SYSTEM, now=lambda: at, mail=Smtp(f"smtp://127.0.0.1:{port}"))
    return len(post.mails)


def test_the_second_wording_goes_to_whom_the_lot_says_with_the_laws_own_sentences(
    mailed: Road,
    desk: Viewer,  # noqa: F811
    lot: Lot,
) -> None:
    version = set_(desk, LADDER)
    lot(place_of(LADDER, wording=LADDER.steps[0].wording))
    for hour in (8, 9):
        chasing.turn(by=SYSTEM, at=moment(DAY, hour))
    touch = Touch.objects.get()
    assert (touch.lot, touch.wording, touch.part) == ("trial", LADDER.steps[0].wording, "")
    assert [reason["code"] for reason in touch.reasons][-1] == "dunning.trial_wording"
    message = Message.objects.get(kind="reminder")
    assert message.says["text"] == SECOND[0][1]
    assert message.says["texts"] == [list(SECOND[1])]
    assert leaves(moment(DAY, 10)) == 1
    assert leaves(moment(DAY, 11)) == 0
    pays(mailed, DAY + timedelta(days=2), 3_025_00, "2026-1 2026-2")
    today = DAY + timedelta(days=40)
    (result,) = tried(version=version, since=DUE, today=today) or [None]
    assert result is not None
    assert (result.way.wording, result.soon.paid, result.soon.of) == (touch.wording, 1, 1)
    assert [each.way for each in worked(viewer=desk, aspect="lot", since=DUE, today=today)] == [result.way]
    # Another first wording is another step: what was learned beside the old one is not held against it.
    other = set_(desk, replace(LADDER, steps=(replace(LADDER.steps[0], text="Dag {debtor}."), *LADDER.steps[1:])))
    assert tried(version=other, since=DUE, today=today) == ()


def test_a_part_of_the_day_is_waited_for_and_a_missed_one_caught_up_within_the_hours(
    mailed: Road,
    desk: Viewer,  # noqa: F811
    lot: Lot,
) -> None:
    ladder = replace(LADDER, parts=("afternoon",))
    set_(desk, ladder)
    lot(place_of(ladder, part="afternoon"))
    chasing.turn(by=SYSTEM, at=moment(DAY, 6))
    message = Message.objects.get(kind="reminder")
    assert message.next_at == moment(DAY, 14)
    assert leaves(moment(DAY, 13)) == 0
    assert leaves(moment(DAY, 21)) == 0, "missed: at nine in the evening nothing that was timed leaves"
    message.refresh_from_db()
    assert (message.state, message.next_at) == ("queued", moment(DAY + timedelta(days=1), 8))
    chasing.turn(by=SYSTEM, at=moment(DAY + timedelta(days=1), 6))
    assert Touch.objects.count() == 1, "the step is taken, nobody is written to a second time"
    assert leaves(moment(DAY + timedelta(days=1), 9)) == 1
    assert leaves(moment(DAY + timedelta(days=1), 15)) == 0


def test_a_text_message_wakes_nobody(
    mailed: Road,
    desk: Viewer,  # noqa: F811
) -> None:
    set_(desk, replace(LADDER, learns=False))
    chasing.turn(by=SYSTEM, at=moment(DAY, 6))
    message = Message.objects.get(kind="reminder")
    assert chasing.still(message.pk, by=SYSTEM, at=moment(DAY, 6)), "a mail may leave at the ladder's hour"
    Message.objects.filter(pk=message.pk).update(channel="sms")
    assert not chasing.still(message.pk, by=SYSTEM, at=moment(DAY, 6))
    message.refresh_from_db()
    assert (message.state, message.next_at) == ("queued", moment(DAY, 8))
    assert chasing.still(message.pk, by=SYSTEM, at=moment(DAY, 8))


def test_what_is_paid_before_its_part_of_the_day_never_leaves(
    mailed: Road,
    desk: Viewer,  # noqa: F811
    lot: Lot,
) -> None:
    ladder = replace(LADDER, parts=("afternoon",))
    set_(desk, ladder)
    lot(place_of(ladder, part="afternoon"))
    chasing.turn(by=SYSTEM, at=moment(DAY, 6))
    pays(mailed, DAY, 3_025_00, "2026-1 2026-2")
    assert leaves(moment(DAY, 15)) == 0
    assert Message.objects.get(kind="reminder").state == "dropped"
    assert Touch.objects.get().state == "undone"


def test_the_control_group_and_a_ladder_that_does_not_learn_keep_the_first_words(
    mailed: Road,
    desk: Viewer,  # noqa: F811
    lot: Lot,
) -> None:
    set_(desk, replace(LADDER, parts=("afternoon",), learns=False))
    lot(0)
    chasing.turn(by=SYSTEM, at=moment(DAY, 6))
    assert (Touch.objects.get().lot, Message.objects.get(kind="reminder").says["text"]) == ("", "")
    lot(0, control=0)  # type: ignore[call-arg]  # the fixture's own
    set_(desk, replace(LADDER, parts=("afternoon",)))
    chasing.turn(by=SYSTEM, at=moment(DAY + timedelta(days=10), 6))
    touch = Touch.objects.get(step=2)
    assert (touch.lot, touch.wording, touch.part) == ("control", "", "")


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step(1, 7, second=(("nl", "Dag {debtor}."),)), "dunning.second_missing"),
        (Step(1, 7, text="Dag {debtor}.", second=(("", " Dag {debtor}. "),)), "dunning.second_same"),
        (Step(1, 7, act="call", second=(("", "Dag."),)), "dunning.second_unsaid"),
        (Step(1, 7, second=(("", "Betaal binnen 5 werkdagen."),)), "dunning.own_period"),
        (Step(1, 7, second=(("", "Payez dans les huit jours."),)), "dunning.own_period"),
        (Step(1, 7, second=(("", "Kosten: {costs}."),)), "dunning.no_claim"),
        (Step(1, 7, second=(("", "Dag {naam}."),)), "letter.field"),
        (Step(1, 7, second=(("", "Zie https://elders.example/"),)), "letter.link"),
        (Step(1, 7, second=(("", "Dag."), ("de", "Guten Tag."))), "dunning.second_unknown"),
    ],
)
def test_a_second_wording_that_contradicts_the_law_or_cannot_be_tried_is_refused(
    desk: Viewer,  # noqa: F811
    step: Step,
    code: str,
) -> None:
    with pytest.raises(Unsound) as no:
        set_(desk, Ladder("b2c", (step,)))
    assert no.value.reason.code == code
    with pytest.raises(Unsound, match="earlier hour"):
        set_(desk, replace(LADDER, parts=("morning",)), hour=10)


def test_the_laws_sentences_stand_in_both_wordings_in_every_language(
    mailed: Road,
    desk: Viewer,  # noqa: F811
    lot: Lot,
) -> None:
    """Each letter of each country and segment, with either wording: what differs is the wording and nothing else."""
    set_(desk, LADDER)
    lot(900)
    chasing.turn(by=SYSTEM, at=moment(DAY, 6))
    message = Message.objects.get(kind="reminder")
    paper, sender = paper_from("reminder", message.says), Sender.from_json(message.sender)
    assert isinstance(paper, Reminder)
    text, texts = LADDER.steps[0].words(LADDER.steps[0].wording)
    kinds = product(LANGUAGES, ("BE", "NL", "FR"), ("b2b", "b2c"), ("friendly", "default_notice"))
    for language, country, segment, tone in kinds:
        frame = Frame(sender, Recipient("X", ("X",)), language, "0", DAY)
        first = replace(paper, country=country, segment=segment, tone=tone, announced=paper.whole)
        one, other = first.said(frame), replace(first, text=text, texts=texts).said(frame)
        differ = [pair for pair in zip(one.blocks, other.blocks, strict=True) if pair[0] != pair[1]]
        assert len(differ) == 1
        assert first._text(frame)[:9] in str(differ[0][0])
        assert (one.title, one.fine) == (other.title, other.fine)


@given(
    st.sampled_from(["", "morning", "afternoon"]),
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)),  # noqa: DTZ001 - given a zone below
)
def test_a_timed_message_leaves_soon_and_only_within_the_hours(part: str, when: datetime) -> None:
    at = when.replace(tzinfo=BRUSSELS)
    moment_ = let_go(part, at)
    assert moment_ >= at
    assert moment_ - at < timedelta(hours=25)
    if part:
        assert 8 <= moment_.astimezone(BRUSSELS).hour < 20
        assert in_hours(moment_) == moment_
