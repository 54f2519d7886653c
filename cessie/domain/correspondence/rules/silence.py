"""Nothing that is written in confidence names the house (guard LAW-ASG-03).

One seeker (``lib.marks`` over ``formats.unwrapped``) looks twice: into the words before a letter is written, in every
language, and into the very bytes before they leave.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.letter import Letter, data, mail_text
from cessie.domain.correspondence.rules.papers import Paper
from cessie.formats.unwrapped import Text, unwrapped
from cessie.lib.marks import PROVIDERS, Mark, mark_in, marks
from cessie.lib.reasons import N_, Reason, Refusal


def marks_of(house: Sender, *, numbers: Sequence[str] = (), hosts: Sequence[str] = ()) -> tuple[Mark, ...]:
    """By what a house is known that writes as ``house``: its name without its form, its numbers, its mail's domain (the
    whole address at a provider of everybody), its street with the number, the hosts of its pages."""
    domain = house.email.rpartition("@")[2].casefold()
    return marks(
        names=[house.name],
        numbers=[*house.numbers, *numbers],
        domains=[house.email if domain in PROVIDERS else domain, *hosts],
        streets=house.lines[:1],
    )


def require_silent(paper: Paper, sender: Sender, head: Head, *, of: Sequence[Mark]) -> None:
    """Refuse (``letter.leak``) what would betray the house in any language."""
    nobody = Recipient("", ())
    for language in LANGUAGES:
        letter = Letter(paper, Frame(sender, nobody, language, "", date.min), head)
        said = json.dumps([data(letter), letter.subject, sender.to_json()], ensure_ascii=False)
        mark = mark_in(said, of) or mark_in(mail_text(letter), of)
        if mark is not None:
            raise Refusal("letter.leak", N_("A confidential letter would name the house: {word}."), word=mark.said)


def leak_in(files: Sequence[tuple[str, bytes]], *, of: Sequence[Mark]) -> tuple[Text, Mark] | None:
    """The first mark of the house in files, by name, that are about to leave; with the text in which it stands."""
    for name, content in files:
        for text in unwrapped(content, name):
            mark = mark_in(text.said, of)
            if mark is not None:
                return text, mark
    return None


def reason_of(text: Text, mark: Mark) -> Reason:
    """Why files with a mark in them stay here."""
    words = N_("It would name the house in confidence: {word}, in {where}.")
    return Reason("letter.leak", words, {"word": mark.said, "where": text.where})
