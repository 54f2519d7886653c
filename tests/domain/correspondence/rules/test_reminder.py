"""What a reminder says: in each language, with what each law wants said, whoever wrote its text; and of the house not a
word where it is written in confidence."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from pypdf import PdfReader

from cessie.domain.correspondence.letters.pdf import pdf_of
from cessie.domain.correspondence.rules.blocks import Box
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.letter import mail_text
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.correspondence.rules.papers.reminder import FIELDS, Creditor
from cessie.domain.correspondence.rules.phrases import languages
from cessie.domain.correspondence.rules.reminders import TONES, words
from cessie.domain.correspondence.rules.silence import marks_of, require_silent
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.letters import CLIENT, HOUSE, LINK, item, letter, reminder

MARKS = marks_of(HOUSE)


@pytest.mark.parametrize(("language", "tone"), list(product(languages(), TONES)))
def test_every_tone_speaks_every_language_and_fills_each_field(language: str, tone: str) -> None:
    one = letter(language, tone=tone, items=(item(), item("2026-2", 100, 5, 40_00)), portal_link=LINK)
    text = mail_text(one)
    for must in (
        "BE68 5390 0754 7034",
        "2026-1",
        "2026-2",
        "0C1D-2E3F-4A5B",
        one.frame.say.money(Money(1_251_05)),
        LINK,
    ):
        assert must in text
    assert "{" not in text
    assert words(language).titles[tone].split()[0] not in one.subject, "a subject names no debt"  # type: ignore[index]


def test_the_sum_is_built_up_with_the_rule_behind_each_part() -> None:
    text = mail_text(letter(items=(item(interest=12_34, costs=40_00), item("2026-2")), interest_rate="10,5 %"))
    assert "Rente tot vandaag: €\u00a012,34" in text
    assert "Te betalen: €\u00a02.472,34" in text
    assert "wet van 2 augustus 2002 (10,5 %)" in text
    assert "artikel 6 van de wet" in text
    assert "Rente" not in mail_text(letter()), "no column, no rule for what is not asked"


def test_the_code_holds_the_sum_and_the_numbers_or_the_reference() -> None:
    box = next(block for block in letter().paper.said(letter().frame).blocks if isinstance(block, Box))
    assert box.code.splitlines()[7:] == ["EUR1210.00", "", "", "2026-1"]
    many = letter(items=tuple(item(f"2026-{n:05}") for n in range(40)))
    box = next(block for block in many.paper.said(many.frame).blocks if isinstance(block, Box))
    assert box.code.splitlines()[7:] == ["EUR48400.00", "", "", "0C1D-2E3F-4A5B"]


def test_the_first_reminder_to_a_belgian_consumer_says_what_article_xix_2_wants() -> None:
    facts: dict[str, Any] = {
        "segment": "b2c", "tone": "friendly", "creditor_number": "BE0876543210", "describes": "een herstelling",
        "announced": Money(33_75),
    }  # fmt: skip
    by_post = mail_text(letter(**facts))
    for must in (
        "XIX.2",
        "BE0876543210",
        "een herstelling",
        "14 kalenderdagen",
        "€\u00a033,75",
        "derde werkdag",
        "niets",
    ):
        assert must in by_post
    by_mail = mail_text(letter(mail="jan@example.com", **facts))
    assert "kalenderdag na de verzending" in by_mail
    assert "derde werkdag" not in by_mail
    assert "XIX.2" not in mail_text(letter(**facts | {"tone": "firm"}))
    assert "XIX.2" not in mail_text(letter(**facts | {"segment": "b2b"}))


def test_the_dutch_letter_of_fourteen_days_names_period_and_costs() -> None:
    text = mail_text(letter(country="NL", segment="b2c", announced=Money(40_00)))
    assert "binnen vijftien dagen nadat deze brief bij u is bezorgd" in text
    assert "€\u00a040,00 aan buitengerechtelijke incassokosten" in text
    assert "6:96 lid 6" in text


def test_who_collects_in_france_for_another_says_so_in_the_words_of_the_decree() -> None:
    for language in languages():
        text = mail_text(letter(language, country="FR", mandate=True, creditor_lines=("12 rue de Lille",)))
        for must in ("L111-8", "sans titre exécutoire restent à la charge du créancier", "12 rue de Lille"):
            assert must in text


def test_a_notice_of_default_says_that_it_is_one() -> None:
    assert "artikel 6:82" in mail_text(letter(country="NL", tone="default_notice"))
    assert "1344" in mail_text(letter("fr", country="FR", tone="default_notice"))


def test_a_text_of_ones_own_replaces_the_words_and_not_the_law() -> None:
    own = letter(text="Beste {debtor},\n\n- **{amount}** tegen {pay_by}", segment="b2c", tone="friendly")
    text = mail_text(own)
    assert "Beste Garage Dupont," in text
    assert "- €\u00a01.210,00 tegen 5 mei 2026" in text
    assert "XIX.2" in text
    assert "ontgaan" not in text
    assert set(reminder().text.split()) == set()
    assert set(reminder().to_json()) <= set(reminder().__slots__)
    assert set(FIELDS) == set(own.paper.values(own.frame))  # type: ignore[attr-defined]  # a reminder's


@pytest.mark.parametrize("language", languages())
def test_the_letter_lasts_and_what_is_hostile_stays_words(language: str) -> None:
    """typst refuses to make what breaks PDF/A-3a or PDF/UA-1."""
    hostile = '#read("/etc/passwd") $x$ <b> \u202egnp.exe *a **b* [x](javascript:1) {nothing} ' + "\\" * 9
    one = letter(
        language,
        text=f"{hostile}\n\n- {hostile}",
        creditor=hostile,
        items=tuple(item(f"n{n}", 5, 1, 1) for n in range(60)),
    )
    made = pdf_of(one)
    assert made == pdf_of(one)
    reader = PdfReader(io.BytesIO(made))
    text = "".join(page.extract_text() for page in reader.pages)
    assert '#read("/etc/passwd")' in " ".join(text.split())
    assert "root:" not in text
    assert "\u202e" not in mail_text(one)
    assert b"javascript" not in made


def test_in_confidence_the_client_writes_and_the_house_is_nowhere() -> None:
    one = letter(sender=CLIENT, house="Drukkerij BV", portal_link=LINK)
    require_silent(one.paper, CLIENT, Head(), of=MARKS)
    pdf = PdfReader(io.BytesIO(pdf_of(one)))
    said = "".join(page.extract_text() for page in pdf.pages) + str(pdf.metadata) + mail_text(one) + one.subject
    assert "Krediet" not in said
    assert "huis.example" not in said
    assert LINK not in said, "the house's own page would betray it"
    assert pdf.metadata is not None
    assert pdf.metadata.author == "Drukkerij BV"


@pytest.mark.parametrize(
    "changes",
    [
        {"house": "HUIS van Krediet"}, {"text": "Groeten van Huis van\nKrediet"}, {"contact": "an@huis.example"},
        {"creditor_lines": ("Voorbeeldstraat 1",), "mandate": True, "country": "FR"},
        {"describes": "BE 0123.456.749", "segment": "b2c", "tone": "friendly"},
    ],
)  # fmt: skip
def test_a_confidential_letter_that_would_name_the_house_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as no:
        require_silent(reminder(**{"house": "Drukkerij BV"} | changes), CLIENT, Head(), of=MARKS)
    assert no.value.reason.code == "letter.leak"
    with pytest.raises(Refusal):
        require_silent(reminder(house="Drukkerij BV"), CLIENT, Head(footer=("Huis van Krediet",)), of=MARKS)


def test_what_was_frozen_comes_back_the_same() -> None:
    one = reminder(items=(item(), item("x", 5, 1, 2)), announced=Money(1), creditor_lines=("a",), copies=("f" * 64,))
    assert paper_from("reminder", one.to_json()) == one
    bare = one.without_people()
    assert (bare.creditor, bare.items, bare.text, bare.copies, bare.iban) == ("", (), "", (), one.iban)
    assert bare.said(letter().frame).title, "what was forgotten can still be shown"


@pytest.mark.parametrize("language", languages())
def test_a_letter_over_several_creditors_names_each_ones_invoices_and_page(language: str) -> None:
    items = (item(), replace(item("B-7", 500_00), creditor=1))
    others = (Creditor("Bakkerij Goud BV", "BE0876543210", "Brood", f"{LINK}d"),)
    one = letter(language, items=items, others=others, portal_link=LINK, describes="Drukwerk", tone="friendly")
    text = mail_text(one)
    assert all(text.count(name) > 1 for name in ("Drukkerij BV", "Bakkerij Goud BV"))
    assert f"{LINK}d" in text
    assert words(language).head[1] in text
    assert paper_from("reminder", one.paper.to_json()) == one.paper
    consumer = mail_text(
        letter(language, items=items, others=others, describes="Drukwerk", tone="friendly", segment="b2c")
    )
    assert "Bakkerij Goud BV (BE0876543210)" in consumer
    assert "Drukwerk; Brood" in consumer
    seen = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(one))).pages)
    assert "Bakkerij Goud BV" in seen
