"""Written in confidence, a message of any kind names the house nowhere; and what would name it is found in whatever
carries it. A new kind of message fails here by its name until it is written in confidence too."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from email.header import Header
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pikepdf
import pytest

from cessie.connectors.channels.email.compose import Mail, compose
from cessie.connectors.channels.email.dkim import Signer, new_key
from cessie.domain.correspondence.letters.pdf import pdf_of
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.letter import Letter, mail_text
from cessie.domain.correspondence.rules.papers import PAPERS, Paper
from cessie.domain.correspondence.rules.papers.answer import Answer
from cessie.domain.correspondence.rules.papers.demand import Demand
from cessie.domain.correspondence.rules.papers.enquiry import Enquiry, EnquiryLine
from cessie.domain.correspondence.rules.papers.invoice import InvoicePaper
from cessie.domain.correspondence.rules.papers.notice import Item, Notice
from cessie.domain.correspondence.rules.papers.prenotification import Fetched, Prenotification
from cessie.domain.correspondence.rules.silence import leak_in, marks_of, require_silent
from cessie.formats import epc_qr
from cessie.formats.payments import pain001, pain008
from cessie.formats.values import (
    CollectionBatch,
    CollectionFile,
    CreditTransfer,
    DirectDebit,
    MandateReference,
    PaymentFile,
    PaymentParty,
    Remittance,
    TransferBatch,
)
from cessie.lib.marks import marks
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.letters import CLIENT, HOUSE, LINK, item, reminder

DAY: Final = date(2026, 4, 21)
NOW: Final = datetime(2026, 4, 21, tzinfo=UTC)
IBAN: Final = "BE68539007547034"  # the client's dedicated one
#: What is planted, one of every sort of mark, as a person would write it.
PLANTED: Final = {
    "name": "HUIS van Krédiet", "number": "BE 0123.456.749", "account": "BE71 0961 2345 6769", "bank": "GKCCBEBB",
    "domain": "an@post.huis.example", "host": "https://cessie.example/d/x", "street": "Voorbeeldstraat 1",
    "phone": "+32 9 123 45 67",
}  # fmt: skip
MARKS: Final = (
    *marks_of(HOUSE, hosts=["cessie.example"]),
    *marks(accounts=["BE71096123456769"], banks=["GKCCBEBBXXX"], phones=["+3291234567"]),
)


def _papers() -> dict[str, list[Paper]]:
    """Every kind as it is written in the client's name, with a link that must stay away."""
    own: dict[str, Any] = {"creditor": CLIENT.name, "house": CLIENT.name, "portal_link": LINK, "iban": IBAN}
    tones = ("pre_due", "friendly", "firm", "last", "default_notice")
    fetched = (Fetched("2026-1", DAY, DAY, Money(5)),)
    claims = (item(interest=12_34, costs=40_00), item("2026-2"))
    return {
        "assignment_notice": [],  # is never written in confidence: ``notice`` below
        "reminder": [reminder(tone=tone, items=claims, segment=s, **own) for tone in tones for s in ("b2b", "b2c")],
        "collection": [
            Demand(
                creditor=CLIENT.name, house=CLIENT.name, tone="firm", iban=IBAN, bic="", items=claims, text="", on=DAY,
                pay_by=DAY, stage=stage, dossier="D-1", payment="+++1+++", country="BE",
            )
            for stage in ("first", "firm", "last", "before_court")
        ],
        "enquiry": [Enquiry(CLIENT.name, DAY, DAY, Money(5), (EnquiryLine("F-1", DAY, Money(5)),), portal_link=LINK)],
        "answer": [Answer("We kijken het na.", "", ("Uw vraag", DAY), "2026-1")],
        "prenotification": [
            Prenotification(CLIENT.name, "BE12ZZZ0876543210", "M-1", scheme, "…1234", fetched)
            for scheme in ("CORE", "B2B")
        ],
        "invoice": [
            InvoicePaper(CLIENT.name, CLIENT.name, "2026-1", DAY, DAY, Money(5), IBAN, credit=credit, portal_link=LINK)
            for credit in (False, True)
        ],
    }  # fmt: skip


def test_every_kind_of_message_is_looked_at() -> None:
    assert set(_papers()) == set(PAPERS), "write the new kind in confidence here too"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """The house signs for its own domain and the client's."""
    key: Path = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    key.write_text(new_key())
    return Signer(key, "mail", [HOUSE.email.rpartition("@")[2], CLIENT.email.rpartition("@")[2]])


def _letter(paper: Paper, language: str, sender: Sender = CLIENT) -> Letter:
    to = Recipient("Garage Dupont", ("Garage Dupont", "Rue Neuve 1", "5000 Namur"), "ap@dupont.example")
    return Letter(paper, Frame(sender, to, language, "0C1D-2E3F-4A5B", DAY), Head())


def _wire(one: Letter, pdf: bytes, **changes: Any) -> bytes:
    sender = one.frame.sender
    facts: dict[str, Any] = {
        "identity": "0190a3c4", "from_name": sender.name, "from_email": sender.email, "to_name": "Garage Dupont",
        "to_email": "ap@dupont.example", "subject": one.subject, "text": mail_text(one), "at": NOW,
        "language": one.frame.language, "file_name": f"{one.frame.reference}.pdf", "letter": pdf,
        "reply_to": sender.reply_to,
    }  # fmt: skip
    return compose(Mail(**facts | changes))


@pytest.mark.parametrize("kind", [kind for kind, found in _papers().items() if found])
def test_what_is_written_in_confidence_names_the_house_nowhere(kind: str, signer: Signer) -> None:
    """Words, PDF with its metadata, and the whole mail as it is signed, in every language."""
    for paper in _papers()[kind]:
        require_silent(paper, CLIENT, Head(), of=MARKS)
    for paper in _papers()[kind][:1]:
        for language in LANGUAGES:
            one = _letter(paper, language)
            pdf = pdf_of(one)
            wire = signer.sign(_wire(one, pdf))
            assert b"d=drukkerij.example" in wire
            assert leak_in([("letter.pdf", pdf), ("mail.eml", wire)], of=MARKS) is None


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_a_word_of_the_house_in_any_field_of_a_paper_is_refused(plant: str) -> None:
    """The gate before writing: in the client's own texts, in names, and in the sender himself."""
    for paper in (
        reminder(house=CLIENT.name, text=f"Vragen? {plant}"), reminder(house=CLIENT.name, contact=plant),
        reminder(house=plant), Answer(f"Bel {plant}.", ""), Answer("Goed.", plant),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="name the house"):
            require_silent(paper, CLIENT, Head(), of=MARKS)
    with pytest.raises(Refusal):
        require_silent(reminder(house=CLIENT.name), CLIENT, Head(footer=(plant,)), of=MARKS)
    for sender in (
        Sender(CLIENT.name, (plant,), CLIENT.email), Sender(CLIENT.name, (), CLIENT.email, (plant,)),
        Sender(CLIENT.name, (), CLIENT.email, reply_to=plant),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            require_silent(reminder(house=CLIENT.name), sender, Head(), of=MARKS)


def test_a_notice_in_the_clients_name_would_always_name_the_house() -> None:
    notice = Notice("SALE", "BE", CLIENT.name, "", True, HOUSE.name, IBAN, "", (Item("1", DAY, DAY, Money(5)),))
    with pytest.raises(Refusal):
        require_silent(notice, CLIENT, Head(), of=MARKS)


@cache
def _plain() -> bytes:
    """A letter in confidence as a PDF."""
    return pdf_of(_letter(_papers()["answer"][0], "nl"))


def _pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(_plain())) as whole:
        change(whole)
        whole.save(made)
    return made.getvalue()


def _info(name: str, plant: str) -> bytes:
    def change(whole: pikepdf.Pdf) -> None:
        whole.docinfo[name] = plant

    return _pdf(change)


def _xmp(plant: str) -> bytes:
    def change(whole: pikepdf.Pdf) -> None:
        with whole.open_metadata() as meta:
            meta["dc:publisher"] = [plant]

    return _pdf(change)


def _attached(name: str, content: bytes) -> bytes:
    def change(whole: pikepdf.Pdf) -> None:
        whole.attachments[name] = content

    return _pdf(change)


def _noted(plant: str) -> bytes:
    def change(whole: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(plant))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
        whole.pages[0].Annots = whole.make_indirect(pikepdf.Array([link]))

    return _pdf(change)


def _zipped(name: str, content: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _mail(plant: str, header: str = "", **changes: Any) -> bytes:
    one = _letter(_papers()["answer"][0], "nl")
    wire = _wire(one, changes.pop("letter", b"%PDF-1.4\n%%EOF"), **changes)
    return f"{header}: {Header(plant, 'utf-8').encode()}\r\n".encode() + wire if header else wire


def _bodied(plant: str, how: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "info@drukkerij.example"
    mail.set_content(f"Beste klant,\n\nvoor vragen: {plant} \u20ac\n", cte=how)
    return mail.as_bytes()


def _collected(creditor: str = CLIENT.name, text: str = "2026-1") -> bytes:
    """What the debtor's bank shows him of a direct debit."""
    debtor, mandate = PaymentParty(name="Garage Dupont", iban=IBAN), MandateReference(id="M1", signed_date=DAY)
    debit = DirectDebit(
        end_to_end_id="E1", amount=Money(5), debtor=debtor, mandate=mandate, remittance=Remittance(text=text)
    )
    whose = PaymentParty(name=creditor, iban=IBAN)
    batch = CollectionBatch(
        id="B1", collection_date=date(2026, 4, 27), creditor=whose, creditor_id="BE69ZZZ050D000000008", scheme="CORE",
        sequence="RCUR", collections=(debit,),
    )  # fmt: skip
    return pain008.write(CollectionFile(message_id="F1", created_at=NOW, initiator=creditor, batches=(batch,)))


def _paid_back(debtor: str = CLIENT.name, text: str = "2026-1") -> bytes:
    """What the debtor's bank shows him of money that comes back."""
    transfer = CreditTransfer(
        end_to_end_id="E1", amount=Money(5), creditor=PaymentParty(name="Garage Dupont", iban=IBAN),
        remittance=Remittance(text=text),
    )  # fmt: skip
    batch = TransferBatch(
        id="B1", execution_date=DAY, debtor=PaymentParty(name=debtor, iban=IBAN), transfers=(transfer,)
    )
    return pain001.write(PaymentFile(message_id="F1", created_at=NOW, initiator=debtor, batches=(batch,)))


def _carriers(plant: str) -> Iterator[tuple[str, str, bytes]]:
    """(what it is, name of the file, bytes): everything that reaches a debtor or could."""
    said, wrapped = f"Vragen: {plant}.", base64.b64encode(f"Groeten van {plant}, altijd".encode()).decode()
    address = plant if "@" in plant else "x@y.example"
    yield "text", "a.txt", said.encode()
    yield "text in UTF-16", "a.txt", said.encode("utf-16")
    yield "text in Latin-1", "a.txt", (said + "é").encode("latin-1", "replace")
    yield "short message", "message.txt", f"{CLIENT.name}: {plant}".encode()
    yield "title of a page", "p.html", f"<title>{plant}</title>".encode()
    yield "comment of a page", "p.html", f"<!-- {plant} --><p>x</p>".encode()
    yield "entities of a page", "p.html", "".join(f"&#x{ord(sign):x};" for sign in plant).encode()
    yield "link of a page", "p.html", f'<a href="/x?from={quote(plant)}">x</a>'.encode()
    yield "manifest", "manifest.json", f'{{"name": "{plant}"}}'.encode()
    yield "style", "x.css", f"/* {plant} */".encode()
    yield "script", "x.js", "".join(f"\\u{ord(sign):04x}" for sign in plant).encode()
    yield "picture of a page", "p.html", f'<img src="data:text/plain;base64,{wrapped}">'.encode()
    yield "attribute of XML", "a.xml", f'<a b="{plant}"/>'.encode()
    yield "file in XML", "a.xml", f"<a>{wrapped}</a>".encode()
    yield "PDF in XML", "a.xml", b"<a>" + base64.b64encode(_info("/Author", plant)) + b"</a>"
    yield "name of a file", f"{plant}.pdf", b"%PDF-1.4"
    yield "member of an archive", "a.zip", _zipped("a.txt", said)
    yield "name in an archive", "a.zip", _zipped(f"{plant.replace('/', ' ')}.txt", "x")
    yield "page of a PDF", "a.pdf", pdf_of(_letter(Answer(said, ""), "nl"))
    for name in ("/Title", "/Author", "/Producer", "/Creator", "/Keywords", "/Cessie"):
        yield f"{name} of a PDF", "a.pdf", _info(name, plant)
    yield "XMP of a PDF", "a.pdf", _xmp(plant)
    yield "link in a PDF", "a.pdf", _noted(plant)
    yield "file in a PDF", "a.pdf", _attached("a.xml", said.encode())
    yield "name of a file in a PDF", "a.pdf", _attached(plant, b"x")
    yield "subject", "m.eml", _mail(plant, subject=said)
    yield "name of the sender", "m.eml", _mail(plant, from_name=plant)
    for header in ("List-Unsubscribe", "X-Mailer", "Organization", "Received", "Sender", "Return-Path", "Errors-To"):
        yield header, "m.eml", _mail(plant, header)
    yield "answers go to", "m.eml", _mail(plant, "X" if address != plant else "", reply_to=address)
    yield "text of a mail", "m.eml", _mail(plant, text=said)
    yield "text as quoted-printable", "m.eml", _bodied(plant, "quoted-printable")
    yield "text as base64", "m.eml", _bodied(plant, "base64")
    yield "name of an attached file", "m.eml", _mail(plant, file_name=f"{plant}.pdf")
    yield "attached letter", "m.eml", _mail(plant, letter=_info("/Subject", plant))
    yield "attached copy", "m.eml", _mail(plant, copies=(("1.xml", f"<a>{plant}</a>".encode()),))
    yield "creditor of a collection", "c.xml", _collected(creditor=plant)
    yield "text of a collection", "c.xml", _collected(text=plant)
    yield "payer of a refund", "r.xml", _paid_back(debtor=plant)
    yield "text of a refund", "r.xml", _paid_back(text=plant)
    yield (
        "code to pay with",
        "qr.txt",
        epc_qr.payload(name=plant[:70], iban=IBAN, amount=Money(5), text="2026-1").encode(),
    )


@pytest.mark.parametrize(("sort", "plant"), PLANTED.items(), ids=PLANTED)
def test_every_planted_leak_is_found(sort: str, plant: str) -> None:
    missed = [what for what, name, content in _carriers(plant) if leak_in([(name, content)], of=MARKS) is None]
    assert missed == []


def test_the_same_carriers_without_it_are_silent() -> None:
    found: Mapping[str, object] = {
        what: leak for what, name, content in _carriers("Inktlaan 22") if (leak := leak_in([(name, content)], of=MARKS))
    }
    assert found == {}


def test_a_mail_in_the_houses_own_domain_is_found_by_its_signature_and_identity(signer: Signer) -> None:
    one = _letter(_papers()["answer"][0], "nl")
    wire = signer.sign(_wire(one, b"", from_email="info@huis.example", from_name="x", text="x", subject="x"))
    heads = wire.partition(b"\r\nFrom:")[0] + b"\r\n\r\nx"
    assert b"d=huis.example" in heads
    found = leak_in([("m.eml", heads)], of=MARKS)
    assert found is not None
    assert found[1].kind == "domain"
