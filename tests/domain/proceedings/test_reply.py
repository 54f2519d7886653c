"""A debtor answers on the reply form: in his thread, in his case, and as what he agrees or contests."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.correspondence.models import Note
from cessie.domain.disputes.models import Dispute
from cessie.domain.documents import originals
from cessie.domain.proceedings.models import Case, Step
from cessie.domain.proceedings.package import package
from cessie.domain.proceedings.rules.reply import Reply
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.incoming.replying import Replied, asked_of, reply
from tests.domain.proceedings.conftest import Play
from tests.domain.proceedings.test_report import on, served

JUNE = date(2026, 6, 20)


def said_by(play: Play, said: Reply, day: date = JUNE, key: str = "k1") -> Replied:
    asked = asked_of(dossier_id=play.dossier.pk, by=play.owed.visitor(), at=on(day))
    return reply(asked=asked, said=said, key=key, language="fr", by=play.owed.visitor(), at=on(day))


def text_of_note(note: Note) -> str:
    data = originals.read(note.files.get().document_id)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_a_contest_with_its_reason_closes_the_case_and_stands_in_the_thread(play: Play) -> None:
    case = served(play)
    said = Reply("contest", "Jan Peeters, gérant", "Les marchandises étaient brisées.")
    assert said_by(play, said).moved
    assert said_by(play, said) == Replied()  # the same form twice is one reply
    case.refresh_from_db()
    assert case.state == "closed_contested"
    step = Step.objects.get(case=case, act="contested")
    assert (step.side, step.words) == ("debtor", said.words)
    note = Note.objects.get()
    assert (note.writer, note.text.splitlines()[-1]) == (said.name, said.words)
    shown = text_of_note(note)
    assert "Les marchandises étaient brisées." in shown
    assert "Jan Peeters, gérant" in shown
    assert Dispute.objects.get().amount_cents is None  # all of it


def test_a_part_is_contested_and_the_rest_goes_on(play: Play) -> None:
    case = served(play)
    assert said_by(play, Reply("contest_part", "Jan", "Deux caisses", Money(2_000_00))).moved
    case.refresh_from_db()
    assert case.state == "summons_served"
    assert Dispute.objects.get().amount_cents == 2_000_00


def test_instalments_are_asked_of_the_case_and_as_a_plan_that_waits(play: Play) -> None:
    case = served(play)
    assert said_by(play, Reply("instalments", "Jan", "", Money(2_500_00), date(2026, 7, 1))).moved
    case.refresh_from_db()
    assert case.state == "plan_proposed"
    plan = Arrangement.objects.get()
    assert (plan.kind, plan.state, plan.instalments.count()) == ("plan", "asked", 4)


def test_what_comes_too_late_is_in_the_thread_and_waits_for_a_person(play: Play) -> None:
    case = served(play)
    Case.objects.filter(pk=case.pk).update(state="enforceable")
    late = said_by(play, Reply("contest", "Jan", "Brisé"), date(2026, 8, 20))
    assert not late.moved
    assert late.late is not None
    assert Note.objects.get().read_at is None
    case.refresh_from_db()
    assert case.state == "enforceable"


def test_without_a_case_it_moves_the_dossier(play: Play) -> None:
    day = date(2026, 7, 3)
    assert said_by(play, Reply("pay", "Jan", on=day)) == Replied()
    assert Arrangement.objects.get().kind == "promise"


@pytest.mark.parametrize("said", [
    Reply("contest", "Jan", " "), Reply("contest", "", "x"), Reply("pay", "Jan", on=date(2026, 6, 19)),
    Reply("instalments", "Jan", on=JUNE), Reply("contest_part", "Jan", "x", Money(99_999_00)), Reply("all", "Jan"),
])  # fmt: skip
def test_a_form_that_is_no_answer_is_refused(play: Play, said: Reply) -> None:
    with pytest.raises(Refusal):
        said_by(play, said)
    assert not Note.objects.exists()


def test_it_is_his_alone_and_opens_nothing_else(play: Play) -> None:
    case = served(play)
    stranger = Viewer(key="link:x", kind="debtor", owes=(play.owed.client.pk, uuid7()))
    with pytest.raises(NotFound):
        asked_of(dossier_id=play.dossier.pk, by=stranger, at=on(JUNE))
    with pytest.raises(NotFound):
        package(case_id=case.pk, by=play.owed.visitor(), at=on(JUNE))
