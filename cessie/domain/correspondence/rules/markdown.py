"""Texts that people write for letters: a small Markdown with fields, read into blocks; never source of anything.

Paragraphs with a blank line between them, ``- `` lists, ``**bold**``, ``*italic*``, ``[words](https://...)`` and
``{field}``. A backslash takes a sign as it is. A value that is filled in stays what it is, whatever it holds:

>>> fill("Aan **{debtor}**", {"debtor": "*x* {y}"})
'Aan **\\\\*x\\\\* \\\\{y\\\\}**'
>>> blocks(fill("Aan **{debtor}**", {"debtor": "*x* {y}"}))[0].text
(Run(text='Aan ', look='', to=''), Run(text='*x* {y}', look='b', to=''))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from cessie.domain.correspondence.rules.blocks import Bullets, Paragraph, Run
from cessie.lib.reasons import N_, Refusal

#: Characters of one text at most, and those of a value that is filled in.
MOST, VALUE_MOST = 6_000, 300
_FIELD: Final = re.compile(r"(?<!\\)\{([^{}\n]{0,60})\}")
_SIGNS: Final = r"\\*\[\](){}-"
_MARK: Final = re.compile(
    r"\*\*(?P<b>(?:[^*\\\n]|\\.){1,1000})\*\*"
    r"|\*(?P<i>(?:[^*\\\n]|\\.){1,1000})\*"
    r"|\[(?P<words>(?:[^\[\]\\\n]|\\.){1,300})\]\((?P<to>(?:[^()\\\s]|\\.){1,500})\)"
)
#: Where a line ends or a word does; a blank that does not break stays one.
_ENDS: Final = re.compile("[ \\t\\r\\n\\u2028\\u2029]+")
_WEB: Final = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|javascript:|data:)[^\s)\]*]*")


def require_sound(source: str, *, fields: Collection[str], hosts: Collection[str]) -> None:
    """Refuse what must not be saved, each with its place: a field that is not known (``letter.field``), a link that
    leads elsewhere than to ``hosts`` or ``{link}`` (``letter.link``), signs that nobody sees (``letter.sign``), a text
    that is too long (``letter.long``)."""
    if len(source) > MOST:
        raise Refusal("letter.long", N_("A text has at most {most} characters."), most=MOST)
    for at, sign in enumerate(source):
        if sign not in "\n\r\t" and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs"):
            words = N_("Line {line}, sign {column}: a sign that nobody sees ({sign}).")
            raise Refusal("letter.sign", words, **place(source, at), sign=f"U+{ord(sign):04X}")
    for found in _FIELD.finditer(source):
        if found[1] not in fields:
            words = N_("Line {line}, sign {column}: there is no field {field}.")
            raise Refusal("letter.field", words, **place(source, found.start()), field="{" + found[1] + "}")
    for found in sorted((*_WEB.finditer(source), *_links(source)), key=lambda each: each.start()):
        if not _leads_home(found["to"] if "to" in found.groupdict() else found[0], hosts):
            words = N_("Line {line}, sign {column}: a link may only lead to {hosts} or {link}.")
            told = ", ".join(sorted(hosts)) or "-"
            raise Refusal("letter.link", words, **place(source, found.start()), hosts=told, link="{link}")


def place(source: str, at: int) -> dict[str, int]:
    """Line and column, from one."""
    before = source[:at]
    return {"line": before.count("\n") + 1, "column": at - (before.rfind("\n") + 1) + 1}


def fill(source: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled, each sign of a value taken as it is; a field without a value stays."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        text = _ENDS.sub(" ", harmless(values[found[1]])).strip(" ")
        text = text if text.startswith("https://") else text[:VALUE_MOST]
        return re.sub(rf"([{_SIGNS}])", r"\\\1", text)

    return _FIELD.sub(value, source)


def blocks(source: str) -> tuple[Paragraph | Bullets, ...]:
    """The text as blocks; whatever it holds, something harmless comes out."""
    lines = harmless(source[: MOST * 3]).replace("\r\n", "\n").split("\n")
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Paragraph | Bullets]:
    words: list[str] = []
    points: list[str] = []
    for line in [*(line.strip() for line in lines), ""]:
        is_point = line.startswith("- ")
        if words and (is_point or not line):
            yield Paragraph(tuple(_runs(" ".join(words))))
            words = []
        if points and not is_point:
            yield Bullets(tuple(tuple(_runs(point)) for point in points))
            points = []
        if is_point:
            points.append(line[2:])
        elif line:
            words.append(line)


def _runs(line: str) -> Iterator[Run]:
    at = 0
    for found in _MARK.finditer(line):
        if found.start() and line[found.start() - 1] == "\\":
            continue
        if found.start() > at:
            yield Run(_plain(line[at : found.start()]))
        if found["to"]:
            yield _link(_plain(found["words"]), _plain(found["to"]))
        else:
            yield Run(_plain(found["b"] or found["i"]), "b" if found["b"] else "i")
        at = found.end()
    if at < len(line):
        yield Run(_plain(line[at:]))


def _link(words: str, to: str) -> Run:
    return Run(words, "a", to) if to.startswith("https://") else Run(words)


def _links(source: str) -> Iterator[re.Match[str]]:
    return (found for found in _MARK.finditer(source) if found["to"])


def _plain(text: str) -> str:
    return re.sub(rf"\\([{_SIGNS}])", r"\1", text)


def _leads_home(to: str, hosts: Collection[str]) -> bool:
    if to == "{link}":
        return True
    try:
        parts = urlsplit(to)
        home = parts.hostname in hosts and parts.port is None
    except ValueError:
        return False
    return home and parts.scheme == "https" and not parts.username


def harmless(text: str) -> str:
    """Without the signs that nobody sees and that turn a line around."""
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
