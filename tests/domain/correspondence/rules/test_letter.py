"""What a notice says: in each language, under each law, whatever the names hold, and on paper that lasts."""

from __future__ import annotations

import io
from datetime import date
from itertools import product
from typing import Any

import pytest
from pypdf import PdfReader

from cessie.domain.correspondence.letters.pdf import code, pdf_of
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.blocks import Box
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.letter import Letter, data, mail_text
from cessie.domain.correspondence.rules.notices import words
from cessie.domain.correspondence.rules.papers.notice import FORMS, Item, Notice
from cessie.domain.correspondence.rules.phrases import languages
from cessie.formats.epc_qr import payload
from cessie.lib.money import Money

HOSTILE = 'Élan *NV* #read("/etc/passwd") $x$ <b> & {iban}'
IBAN = "BE68539007547034"


def item(number: str = "2026-1", reference: str = "", cents: int = 1_210_00) -> Item:
    return Item(number, date(2026, 3, 1), date(2026, 4, 1), Money(cents), reference)


def letter(language: str = "nl", **changes: Any) -> Letter:
    facts: dict[str, Any] = {
        "form": "SALE", "law": "BE", "client": "Drukkerij BV", "client_number": "", "everything": True,
        "house": "Huis van Krediet NV", "iban": IBAN, "bic": "", "items": (item(),),
    }  # fmt: skip
    sender = Sender("Huis van Krediet NV", ("Voorbeeldstraat 1", "9000 Gent"), "debiteuren@huis.example")
    to = Recipient(HOSTILE, (HOSTILE, "Rue Neuve 1", "5000 Namur"))
    again = changes.pop("again", None)
    frame = Frame(sender, to, language, "0C1D-2E3F-4A5B", date(2026, 3, 1), again)
    return Letter(Notice(**facts | changes), frame)


def box(letter: Letter) -> Box:
    """Where the letter says to pay."""
    (found,) = (block for block in letter.paper.said(letter.frame).blocks if isinstance(block, Box))
    return found


def total(letter: Letter) -> list[str]:
    (table,) = (block for block in data(letter)["blocks"] if block["is"] == "table")
    return list(table["total"])


@pytest.mark.parametrize(("language", "form"), list(product(languages(), FORMS)))
def test_every_language_says_what_every_law_wants(language: str, form: str) -> None:
    for law in ("BE", "NL", "FR", "LU", "DE"):
        text = mail_text(letter(language, form=form, law=law))
        for must in ("Drukkerij BV", "Huis van Krediet NV", "BE68 5390 0754 7034", "2026-1", "0C1D-2E3F-4A5B"):
            assert must in text
        assert "{" not in text
        assert words(language).basis(law, form)
    if form == "DAILLY":
        assert "L313-23 à L313-34" in text
        assert "cesser, à compter de la réception" in text


def test_the_law_of_the_client_not_the_language_of_the_debtor_is_named() -> None:
    assert "3:94" in mail_text(letter("fr", law="NL"))
    assert "1324" in mail_text(letter("nl", law="FR"))
    assert "1346-1" in mail_text(letter("en", law="FR", form="SUBROGATION"))


def test_all_claims_or_those_listed() -> None:
    assert "bestaande en de toekomstige" in mail_text(letter())
    assert "toekomstige" not in mail_text(letter(everything=False))


def test_another_account_names_the_former_one_and_a_repeat_the_first_letter() -> None:
    changed = letter(former_iban="BE71096123456769")
    assert "BE71 0961 2345 6769" in mail_text(changed)
    assert changed.subject == "Nieuw rekeningnummer voor de facturen van Drukkerij BV"
    assert "1er février 2026 (AAAA)" in mail_text(letter("fr", again=("AAAA", date(2026, 2, 1))))


@pytest.mark.parametrize("language", languages())
def test_the_letter_lasts_and_speaks_and_nothing_in_it_is_source(language: str) -> None:
    """typst refuses to make what breaks PDF/A-3a or PDF/UA-1."""
    many = tuple(item(f"2026-{n}") for n in range(25))
    one = letter(language, client=HOSTILE, items=many, more=7, form="DAILLY")
    made = pdf_of(one)
    assert made == pdf_of(one), "the same letter is the same bytes"
    reader = PdfReader(io.BytesIO(made))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert "2026-24" in text
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]  # a dictionary


def test_the_code_pays_one_invoice_and_names_the_account_for_several() -> None:
    assert box(letter()).code.splitlines()[7:] == ["EUR1210.00", "", "", "2026-1"]
    structured = box(letter(items=(item(reference="RF18539007547034"),))).code
    assert structured.splitlines()[7:] == ["EUR1210.00", "", "RF18539007547034"]
    belgian = letter(items=(item(reference="090933755493"),))
    assert box(belgian).code.splitlines()[-1] == "+++090/9337/55493+++"
    assert ("Mededeling", "+++090/9337/55493+++") in box(belgian).rows
    several = box(letter(items=(item(), item("2026-2")))).code
    assert several.splitlines() == ["BCD", "002", "1", "SCT", "", "Huis van Krediet NV", IBAN]
    assert box(letter(items=(item(cents=0),))).code == several
    assert code(several).startswith("<svg")


@pytest.mark.parametrize(
    "wrong",
    [{"reference": "R", "text": "T"}, {"amount": Money(0)}, {"amount": Money(1, "USD")}, {"reference": "R" * 36}],
)
def test_what_the_code_cannot_hold_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        payload(name="Huis", iban=IBAN, **wrong)


def test_figures_stand_as_the_language_writes_them() -> None:
    big = (item(cents=1_234_567_89), item("2026-2", cents=1))
    assert total(letter("nl", items=big)) == ["Samen", "€\u00a01.234.567,90"]
    assert total(letter("fr", items=big)) == ["Total", "1\u202f234\u202f567,90\u00a0€"]
    assert total(letter("en", items=big)) == ["Total", "€1,234,567.90"]


def test_what_was_frozen_comes_back_the_same() -> None:
    notice = letter(items=(item(), item("x", "RF1", 5)), former_iban="X").paper
    assert Notice.from_json(notice.to_json()) == notice
    assert isinstance(notice, Notice)
    bare = notice.without_people()
    assert (bare.client, bare.items, bare.iban) == ("", (), IBAN)
