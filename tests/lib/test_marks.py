"""A company is known however it is written, and whoever only looks like it is not."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest

from cessie.lib.marks import Kind, mark_in, marks

HOUSE = marks(
    names=["Crédit & Huis N.V."], numbers=["BE0123456749", "FR83404833048", "NL123456782B90", "87654321"],
    accounts=["BE71096123456769"], banks=["GKCCBEBB"], domains=["huis.example", "pagina.huis.example"],
    streets=["Voorbeeldstraat 12"], phones=["+32 9 123 45 67"],
)  # fmt: skip

SEEN: list[tuple[Kind, str]] = [
    ("name", "Crédit & Huis NV"), ("name", "CREDIT HUIS"), ("name", "c r e d i t - h u i s"), ("name", "CreditHuis"),
    ("name", "sa_credithuis_2026.pdf"), ("name", "Cre\u00addit\u200bHuis"), ("name", "Ｃｒéｄｉｔ Huis"),
    ("name", "Credit\nHuis"), ("number", "0123.456.749"), ("number", "BE 0123 456 749"), ("number", "BE123456749"),
    ("number", "404 833 048"), ("number", "FR 83 404833048"), ("number", "NL123456782B90"), ("number", "1234.56.782"),
    ("number", "KvK 87654321"), ("number", "0208:0123456749"), ("account", "BE71 0961 2345 6769"),
    ("account", "be71096123456769"), ("account", "096-1234567-69"), ("bank", "GKCCBEBBXXX"), ("bank", "gkcc be bb"),
    ("domain", "mailto:an@huis.example"), ("domain", "HTTPS://PAGINA.HUIS.EXAMPLE/x"), ("domain", "d=huis.example;"),
    ("street", "Voorbeeldstraat 12, 9000 Gent"), ("street", "VOORBEELDSTRAAT  12"), ("phone", "09/123.45.67"),
    ("phone", "0032 9 123 45 67"), ("phone", "+32 (0)9 123 45 67"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), SEEN)
def test_each_spelling_is_seen(kind: str, text: str) -> None:
    for wrapped in (
        text,
        f"Beste, {text}.",
        "".join(f"&#{ord(sign)};" for sign in text),
        html.escape(text),
        quote(text),
        quote(text).replace("%", "="),
        "".join(f"\\u{ord(sign):04x}" for sign in text),
    ):
        found = mark_in(wrapped, HOUSE)
        assert found is not None, wrapped
        assert found.kind == kind, wrapped


@pytest.mark.parametrize(
    "text",
    [
        "Een huis op krediet", "Huis & Credit", "0123.456.748", "90123456749", "BE71 0961 2345 6770", "huis.example2",
        "nothuis.example", "Voorbeeldstraat 121", "Voorbeeldstraat", "2026-98765-432", "GKCCBEBBA", "", "09/123.45.678",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert mark_in(text, HOUSE) is None


def test_a_short_name_is_seen_as_a_word_alone_and_blanks_mark_nothing() -> None:
    ing = marks(names=["ABC NV", "", "NV"], numbers=["", "123"], domains=["", "be"], streets=["", "Dorp"])
    assert [mark.said for mark in ing] == ["abc"]
    assert mark_in("Bel abc vandaag", ing)
    assert mark_in("A.B.C.", ing)
    assert mark_in("abcdef, slabcake", ing) is None
