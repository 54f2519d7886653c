"""The messages tool: finds each marked text, keeps translations, and objects to what would be shown wrong."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import polib
import pytest

TREE = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cessie_messages_tool", TREE / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages = _load()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small house of one app with a page."""
    app = tmp_path / "cessie" / "domain" / "invoices"
    app.mkdir(parents=True)
    (app / "accept.py").write_text('from x import N_\nraise Refusal("a.b", N_("No more than {limit}, " "please."))\n')
    (app / "page.html").write_text(
        '{% load i18n %}{% translate "Due date" %}{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days'
        '{% endblocktranslate %}{% translate "May" context "month" %}'
    )
    (tmp_path / "cessie" / "top.py").write_text('_("Dutch")\ngettext(computed)\n')
    return tmp_path / "cessie"


def _catalogue(package: Path, app: str = "domain/invoices", language: str = "nl") -> polib.POFile:
    return polib.pofile(str(package / app / "locale" / language / "LC_MESSAGES" / "django.po"))


def _translate(package: Path, words: dict[str, str]) -> None:
    for language in ("nl", "fr"):
        for app in ("domain/invoices", "."):
            po = _catalogue(package, app, language)
            for entry in po:
                if entry.msgid_plural:
                    entry.msgstr_plural = {0: "%(n)s dag", 1: "%(n)s dagen"}
                else:
                    entry.msgstr = words.get(entry.msgid, "x")
            po.save()


WORDS = {"No more than {limit}, please.": "Niet meer dan {limit}."}


def test_texts_land_in_the_catalogue_of_their_app(package: Path) -> None:
    messages.update(package)
    assert {e.msgid for e in _catalogue(package)} == {
        "No more than {limit}, please.", "Due date", "%(n)s day", "May",
    }  # fmt: skip
    assert {e.msgctxt for e in _catalogue(package) if e.msgid == "May"} == {"month"}
    assert [e.msgid for e in _catalogue(package, ".")] == ["Dutch"]


def test_a_whole_translation_passes_and_survives_an_update(package: Path) -> None:
    messages.update(package)
    _translate(package, WORDS)
    assert messages.check(package) == []
    messages.update(package)
    assert messages.check(package) == []


def test_a_translation_moves_with_its_text(package: Path) -> None:
    messages.update(package)
    _translate(package, WORDS)
    (package / "domain/invoices/accept.py").rename(package / "accept.py")
    messages.update(package)
    assert messages.check(package) == []
    assert "No more than {limit}, please." in {e.msgid for e in _catalogue(package, ".")}


@pytest.mark.parametrize(
    ("translation", "objection"),
    [("", "is not translated"), ("Niet meer dan {limiet}.", "has other places"), ("Niet meer.", "has other places")],
)
def test_objections(package: Path, translation: str, objection: str) -> None:
    messages.update(package)
    _translate(package, {"No more than {limit}, please.": translation})
    wrong = messages.check(package)
    assert len(wrong) == 2
    assert all(objection in line for line in wrong)


def test_a_new_text_is_missing_until_it_is_translated(package: Path) -> None:
    messages.update(package)
    _translate(package, WORDS)
    (package / "new.py").write_text('_("Brand new")')
    assert all("'Brand new' is missing" in line for line in messages.check(package))
    assert len(messages.check(package)) == 2


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        (
            "fr",
            "L'échéance : {day} ! 10:30, 21 % d'{x}",
            "L’échéance\u00a0: {day}\u00a0! 10:30, 21\u00a0% d’{x}",
        ),
        ("fr", "Est-ce « payé » ? %(n)s %(days)s", "Est-ce «\u00a0payé\u00a0»\u00a0? %(n)s %(days)s"),
        ("nl", "Alle programma's aan {rate} %: 's avonds", "Alle programma’s aan {rate}\u00a0%: 's avonds"),
    ],
)
def test_a_translation_is_set_as_its_language_is_printed(language: str, typed: str, printed: str) -> None:
    assert messages.typeset(typed, language) == printed
    assert messages.typeset(printed, language) == printed


def test_an_update_sets_what_was_typed(package: Path) -> None:
    messages.update(package)
    _translate(package, {**WORDS, "Due date": "L'échéance de l'an"})
    assert {line.split(": ", 1)[1] for line in messages.check(package)} == {
        f"'Due date' is not set as {language} is printed: make messages" for language in ("nl", "fr")
    }
    messages.update(package)
    assert messages.check(package) == []
    assert "L’échéance de l’an" in {e.msgstr for e in _catalogue(package, language="fr")}


def test_one_text_is_said_in_one_way(package: Path) -> None:
    (package / "top.py").write_text('_("Dutch")\n_("Due date")')
    messages.update(package)
    _translate(package, WORDS)
    assert messages.check(package) == []
    po = _catalogue(package, ".", "fr")
    next(e for e in po if e.msgid == "Due date").msgstr = "échéance"
    po.save()
    assert [line for line in messages.check(package) if "'Due date' is said otherwise in " in line]
    assert len(messages.check(package)) == 1
