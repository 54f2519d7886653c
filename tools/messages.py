"""Keep the translations: ``python tools/messages.py update | compile | check``.

``update`` finds every marked text in Python and in the pages, and writes it into the ``locale`` folder of the app it
stands in, keeping translations and setting them as their language is printed; ``compile`` makes the .mo files;
``check`` fails on a text that is missing from its catalogue, untranslated, uncertain, whose places (``{amount}``,
``%(amount)s``) differ from the original's, or that is said in two ways: one language has one catalogue at run time.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parent))
from build_messages import compile_messages

TREE = Path(__file__).resolve().parents[1]
PACKAGE = TREE / "cessie"
PLURALS = {"nl": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
#: Name of a marking function: where in its arguments stand context, singular and plural.
MARKERS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "N_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
#: What a language prints otherwise than a keyboard writes it: pattern and what stands there instead. French keeps a
#: space that does not break before ``: ; ! ? %`` and inside « »; ``%(`` begins a place.
PRINTED: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "nl": ((re.compile(r"(?<=\w)'(?=\w)"), "’"), (re.compile(r"(?<=\S) (?=%(?!\())"), "\u00a0")),
    "fr": (
        (re.compile(r"(?<=\w)'(?=[\w{%«])"), "’"),
        (re.compile(r"(?<=\S) (?=[:;!?»](?!\S)|»|%(?!\())"), "\u00a0"),
        (re.compile(r"(?<=«) "), "\u00a0"),
    ),
}
IN_PAGE = re.compile(r"\b(?:_|n?p?gettext)\(")


@dataclass(frozen=True)
class Text:
    """One marked text; two with the same words in different contexts are two."""

    singular: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue knows it by."""
        return self.context, self.singular


@dataclass
class Found:
    """The texts of one catalogue and the files in which each stands."""

    files: dict[Text, set[str]] = field(default_factory=dict)

    def add(self, text: Text, file: str) -> None:
        """Note where a text stands."""
        self.files.setdefault(text, set()).add(file)


def in_python(source: str) -> Iterator[Text]:
    """The marked texts of a Python file; a marker whose argument is computed marks nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MARKERS and (text := _text(node, MARKERS[name])):
                yield text


def in_page(source: str) -> Iterator[Text]:
    """The marked texts of a template: Django rewrites its tags as calls, which are read as Python."""
    from django.utils.translation.template import templatize

    calls = templatize(source)
    for match in IN_PAGE.finditer(calls):
        end = match.end()
        while (end := calls.find(")", end) + 1) > 0:
            try:
                call = ast.parse(calls[match.start() : end], mode="eval").body
            except SyntaxError:
                continue
            yield from in_python(ast.unparse(call))
            break


def _text(call: ast.Call, places: tuple[int | None, int, int | None]) -> Text | None:
    words = [_constant(call, place) for place in places]
    context, singular, plural = words
    return Text(singular, plural, context) if singular else None


def _constant(call: ast.Call, place: int | None) -> str | None:
    if place is None or len(call.args) <= place:
        return None
    node = call.args[place]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def locale_of(file: Path, package: Path = PACKAGE) -> Path:
    """The locale folder of the app in which a file stands; what stands in no app shares the package's."""
    parts = file.relative_to(package).parts
    if parts[0] in ("domain", "portals") and len(parts) > 2:
        return package / parts[0] / parts[1] / "locale"
    return package / (("ledger/locale") if parts[0] == "ledger" else "locale")


def collect(package: Path = PACKAGE) -> dict[Path, Found]:
    """All marked texts by the locale folder where their translations belong."""
    found: dict[Path, Found] = {}
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "migrations" in file.parts:
            continue
        source = file.read_text("utf-8")
        for text in in_python(source) if file.suffix == ".py" else in_page(source):
            name = file.relative_to(package.parent).as_posix()
            found.setdefault(locale_of(file, package), Found()).add(text, name)
    return found


def catalogue(locale: Path, language: str) -> Path:
    """The file of one language."""
    return locale / language / "LC_MESSAGES" / "django.po"


def update(package: Path = PACKAGE) -> None:
    """Write the catalogues: new texts untranslated, gone ones dropped, moved ones with their translation."""
    found = collect(package)
    for language in PLURALS:
        known: dict[tuple[str | None, str], polib.POEntry] = {}
        stale = set()
        for path in package.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
            known |= {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if e.translated()} | known
            stale.add(path)
        for locale, texts in found.items():
            path = catalogue(locale, language)
            own = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
            _write(path, language, texts, known | own)
            stale.discard(path)
        for path in stale:
            path.unlink()


def typeset(text: str, language: str) -> str:
    """A translation as its language prints it."""
    for pattern, printed in PRINTED[language]:
        text = pattern.sub(printed, text)
    return text


def _write(path: Path, language: str, texts: Found, known: dict[tuple[str | None, str], polib.POEntry]) -> None:
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Project-Id-Version": "cessie",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for text, files in sorted(texts.files.items(), key=lambda pair: (pair[0].singular, pair[0].context or "")):
        before = known.get(text.key)
        entry = polib.POEntry(msgid=text.singular, msgctxt=text.context, occurrences=[(f, "") for f in sorted(files)])
        if text.plural:
            entry.msgid_plural = text.plural
            forms = (before and before.msgstr_plural) or {0: "", 1: ""}
            entry.msgstr_plural = {form: typeset(words, language) for form, words in forms.items()}
        else:
            entry.msgstr = typeset(before.msgstr, language) if before else ""
        entry.flags = ["python-format"] if "%(" in text.singular else []
        po.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))


def check(package: Path = PACKAGE) -> list[str]:
    """What is wrong, one line each."""
    wrong = []
    said: dict[tuple[str, str | None, str], tuple[list[str], str]] = {}
    for locale, texts in collect(package).items():
        for language in PLURALS:
            path = catalogue(locale, language)
            name = path.relative_to(package.parent)
            there = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
            for text in texts.files:
                entry = there.get(text.key)
                problem = "is missing" if entry is None else _problem(text, entry, language)
                if problem:
                    wrong.append(f"{name}: {text.singular!r} {problem}")
                elif entry is not None:
                    words = [entry.msgstr, *entry.msgstr_plural.values()]
                    other, where = said.setdefault((language, *text.key), (words, str(name)))
                    if words != other:
                        wrong.append(f"{name}: {text.singular!r} is said otherwise in {where}")
    return wrong


def _problem(text: Text, entry: polib.POEntry, language: str) -> str | None:
    if entry.fuzzy:
        return "is uncertain (fuzzy)"
    if text.plural:
        pairs = [(text.singular, entry.msgstr_plural.get(0, "")), (text.plural, entry.msgstr_plural.get(1, ""))]
    else:
        pairs = [(text.singular, entry.msgstr)]
    for original, translation in pairs:
        if not translation.strip():
            return "is not translated"
        if typeset(translation, language) != translation:
            return f"is not set as {language} is printed: make messages"
        if text.plural is None and places(original) != places(translation):
            return f"has other places: {translation!r}"
        if text.plural is not None and not places(translation) <= places(text.singular) | places(text.plural):
            return f"has unknown places: {translation!r}"
    return None


def places(text: str) -> set[str]:
    """The names that are filled in."""
    return {first or second for first, second in PLACES.findall(text)}


def main() -> int:
    """Do what the first argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["update", "compile", "check"])
    act = parser.parse_args().act
    if act == "update":
        update()
    elif act == "compile":
        print(f"{compile_messages(PACKAGE)} catalogues compiled")
    elif wrong := check():
        print("\n".join(wrong))
        print(f"{len(wrong)} texts need a translation: make messages, then fill them in.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
