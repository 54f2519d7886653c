"""Debtors answer: each answer once, in its thread, waiting for a person; who answers back bears the right name."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message, Note
from cessie.domain.correspondence.read_note import place_note, read_note
from cessie.domain.correspondence.take_note import take_mail, take_words
from cessie.domain.correspondence.threads import contact, notes, thread
from cessie.domain.correspondence.waiting import WATCHES
from cessie.domain.correspondence.write import write_paper
from cessie.domain.documents import originals
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.formats.mail import Attached
from cessie.lib.reasons import Refusal
from cessie.workflows.incoming.answering import answer, take_in_mails
from tests.domain.conftest import NOBODY, SYSTEM, of_client, staff
from tests.letters import in_confidence, reminder
from tests.stories.road import Road
from tests.workflows.test_papers import AT

LATER = AT + timedelta(hours=3)


@pytest.fixture
def letter(road: Road, settings: Settings) -> Message:
    """A reminder that was written in confidence, in the client's name."""
    Company.objects.filter(name=road.house.name).update(email="debiteuren@huis.example")
    Company.objects.filter(name=road.seller.name).update(email="boekhouding@drukkerij.example")
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    Company.objects.filter(name=road.buyer.name).update(email="ap@buyer.example")
    in_confidence(road)
    return write_paper(
        key="reminder:1", client_id=road.client_id, debtor_id=road.debtor_id, about=road.contract_id,
        paper=reminder(creditor=road.seller.name, house=road.seller.name), purpose="reminder",
        sender=sender_of(client_id=road.client_id, confidential=True), by=SYSTEM, at=AT,
    )  # fmt: skip


def mail(to: Message | None, text: str = "Wij betaalden gisteren.", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "Jan <jan@buyer.example>", "Re: bericht"
    if to is not None:
        made["In-Reply-To"] = f"<{to.pk}@drukkerij.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    made.add_attachment(b"%PDF-1.7 bewijs", maintype="application", subtype="pdf", filename="bewijs.pdf")
    return made.as_bytes()


def waiting() -> int:
    (watch,) = (each for each in WATCHES if each.kind == "letter.answer")
    return len(list(watch.look(LATER)))


def test_a_mail_joins_its_thread_once_and_waits_for_a_person(road: Road, letter: Message, tmp_path: Path) -> None:
    data = mail(letter)
    inbox = tmp_path / "mail" / "in"
    inbox.mkdir(parents=True)
    for name in ("a.eml", "b.eml"):  # the same mail, put down twice
        (inbox / name).write_bytes(data)
    (inbox / "c.eml").symlink_to("/etc/passwd")
    (inbox / "d.eml").write_bytes(mail(letter, "Ik ben er niet.", Auto_Submitted="auto-replied"))
    assert take_in_mails(folder=tmp_path / "mail", by=SYSTEM, at=LATER) == 2
    assert take_in_mails(folder=tmp_path / "mail", by=SYSTEM, at=LATER) == 0
    assert sorted(path.name for path in (tmp_path / "mail" / "refused").iterdir()) == ["c.eml"]
    note = Note.objects.get(kind="answer")
    assert (note.client_id, note.debtor_id, note.message_id) == (road.client_id, road.debtor_id, letter.pk)
    assert originals.read(note.original_id or "") == data
    (file,) = note.files.all()
    assert (file.name, originals.read(file.document_id)) == ("bewijs.pdf", b"%PDF-1.7 bewijs")
    assert waiting() == 1, "the machine's answer waits for nobody"
    read_note(note_id=note.pk, by=of_client(road.client_id), at=LATER)
    assert waiting() == 0


def test_a_mail_of_nobody_waits_until_a_person_says_whose_it_is(road: Road, letter: Message) -> None:
    note = take_mail(data=mail(None), by=SYSTEM, at=LATER).note
    desk, client = staff("desk", "collection"), of_client(road.client_id)
    assert note.debtor_id is None
    assert not notes(viewer=client).exists(), "whose it is not known to be, no client sees"
    with pytest.raises(NotFound):
        read_note(note_id=note.pk, by=client, at=LATER)
    with pytest.raises(NotAllowed):
        place_note(note_id=note.pk, reference=letter.reference, by=client, at=LATER)
    with pytest.raises(Refusal):
        place_note(note_id=note.pk, reference="0000-0000-0000", by=desk, at=LATER)
    place_note(note_id=note.pk, reference=letter.reference.lower(), by=desk, at=LATER)
    assert notes(viewer=client).get().debtor_id == road.debtor_id


@pytest.mark.parametrize(
    "data", [b"\x00\xff" * 50, b"From: a\r\nContent-Type: multipart/mixed; boundary=" + b"boundary=" * 99]
)
def test_what_is_no_mail_is_kept_and_shown_as_that(letter: Message, data: bytes) -> None:
    note = take_mail(data=data, by=SYSTEM, at=LATER).note
    assert (note.text, note.debtor_id) == ("", None)
    assert originals.read(note.original_id or "") == data


def test_words_from_his_page_are_one_note_however_often_the_form_comes(road: Road, letter: Message) -> None:
    said = {"client_id": road.client_id, "debtor_id": road.debtor_id, "writer": "Jan", "by": SYSTEM, "at": LATER}
    for _ in range(2):
        take_words(key="f1", text="Klopt niet", files=[Attached("x.png", b"\x89PNG\r\n\x1a\n1")], **said)  # type: ignore[arg-type]  # as typed
    assert Note.objects.get().files.count() == 1
    with pytest.raises(Refusal):
        take_words(key="f2", text=" ", **said)  # type: ignore[arg-type]  # as typed


def _answer(road: Road, by: Viewer, text: str = "Dank u, het is verwerkt.", key: str = "k") -> Message:
    return answer(key=key, client_id=road.client_id, debtor_id=road.debtor_id, text=text, by=by, at=LATER)


def test_an_answer_goes_out_once_under_the_name_that_wrote_before(road: Road, letter: Message) -> None:
    take_mail(data=mail(letter), by=SYSTEM, at=AT + timedelta(hours=1))
    desk = staff("desk", "collection")
    one = _answer(road, desk)
    assert _answer(road, desk).pk == one.pk
    assert (one.kind, one.purpose, one.sender["name"]) == ("answer", "information", road.seller.name)
    assert one.says["who"] == "", "the house's people have no name where the client writes"
    assert waiting() == 0, "what was answered was read"
    told = thread(viewer=of_client(road.client_id), client_id=road.client_id, debtor_id=road.debtor_id)
    assert [(entry.message or entry.note).pk for entry in told][1:] == [Note.objects.get().pk, letter.pk]  # type: ignore[union-attr]  # one of both
    with pytest.raises(Refusal) as no:
        _answer(road, desk, f"Groeten van {road.house.name}", "k2")
    assert no.value.reason.code == "letter.leak"
    owner = of_client(road.client_id)
    assert contact(told) == ""
    assert _answer(road, owner, key="k3").says["who"] == owner.name


def test_only_who_acts_for_the_client_or_the_desk_answers(road: Road, letter: Message) -> None:
    reader = Viewer(key="user:reader", kind="client", client_ids=frozenset({road.client_id}))
    for who, why in ((reader, NotAllowed), (staff("t", "treasury"), NotAllowed), (NOBODY, NotFound)):
        with pytest.raises(why):
            _answer(road, who)
    assert thread(viewer=NOBODY, client_id=road.client_id, debtor_id=road.debtor_id) == ()
