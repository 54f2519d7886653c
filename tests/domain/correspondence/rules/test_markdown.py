"""Small Markdown: what it knows, what it refuses with its place, and that a value never becomes a mark."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.correspondence.rules.blocks import Bullets, Paragraph, Run, plain
from cessie.domain.correspondence.rules.markdown import MOST, blocks, fill, harmless, require_sound
from cessie.domain.correspondence.rules.papers.reminder import FIELDS
from cessie.domain.correspondence.rules.phrases import languages
from cessie.domain.correspondence.rules.reminders import words
from cessie.lib.reasons import Refusal

HOSTS = ("www.drukkerij.example",)


def test_it_knows_paragraphs_lists_bold_italic_and_links() -> None:
    found = blocks("Een **twee** *drie*\nvier\n\n- vijf\n- [zes](https://www.drukkerij.example/a_b)\nzeven")
    assert found == (
        Paragraph((Run("Een "), Run("twee", "b"), Run(" "), Run("drie", "i"), Run(" vier"))),
        Bullets(((Run("vijf"),), (Run("zes", "a", "https://www.drukkerij.example/a_b"),))),
        Paragraph((Run("zeven"),)),
    )


@given(st.text(max_size=200))
def test_a_value_stays_what_it_is(value: str) -> None:
    (found,) = blocks(fill("Aan {debtor} !", {"debtor": value}))
    assert plain(found.text).split() == f"Aan {harmless(value)} !".split()  # type: ignore[union-attr]
    assert all(not run.look for run in found.text)  # type: ignore[union-attr]  # a paragraph's runs


@given(st.text(alphabet="*[](){}\\- \nab:/h", max_size=400))
def test_whatever_it_holds_something_harmless_comes_out(source: str) -> None:
    for block in blocks(source):
        for text in block.texts if isinstance(block, Bullets) else (block.text,):
            assert all(run.look != "a" or run.to.startswith("https://") for run in text)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("Beste {debtor},\nu moet {amout}", "letter.field", 2, 8),
        ("{debtor.__class__}", "letter.field", 1, 1),
        ("a\n\nzie [hier](https://evil.example/)", "letter.link", 3, 5),
        ("[x](javascript:alert)", "letter.link", 1, 1),
        ("ga naar http://www.drukkerij.example", "letter.link", 1, 9),
        ("https://www.drukkerij.example@evil.example/", "letter.link", 1, 1),
        ("www.evil.example", "letter.link", 1, 1),
        ("goed\u202ednob", "letter.sign", 1, 5),
        ("goed\x00", "letter.sign", 1, 5),
    ],
)
def test_what_must_not_be_saved_is_named_with_its_place(source: str, code: str, line: int, column: int) -> None:
    with pytest.raises(Refusal) as no:
        require_sound(source, fields=FIELDS, hosts=HOSTS)
    reason = no.value.reason
    assert (reason.code, reason.facts["line"], reason.facts["column"]) == (code, line, column)


def test_what_may_be_saved_is() -> None:
    require_sound("Zie [uw pagina]({link}) of https://www.drukkerij.example/x", fields=FIELDS, hosts=HOSTS)
    with pytest.raises(Refusal):
        require_sound("x" * (MOST + 1), fields=FIELDS, hosts=HOSTS)
    for language in languages():
        for text in words(language).texts.values():
            require_sound(text, fields=FIELDS, hosts=())


def test_a_link_from_a_field_leads_there() -> None:
    (found,) = blocks(fill("[uw pagina]({link})", {"link": "https://cessie.example/d/a-b(c)"}))
    assert found.text == (Run("uw pagina", "a", "https://cessie.example/d/a-b(c)"),)  # type: ignore[union-attr]


@pytest.mark.parametrize("source", ["*" * 18_000, "[" * 18_000, "**a" * 6_000, "[a](" * 4_000, "\\" * 18_000])
def test_a_huge_text_takes_no_time(source: str) -> None:
    begun = time.process_time()
    blocks(source)
    assert time.process_time() - begun < 2
