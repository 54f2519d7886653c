"""Nothing that is written in confidence names the house (guard LAW-ASG-03)."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Final

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.letter import Letter, data
from cessie.domain.correspondence.rules.papers import Paper
from cessie.lib.reasons import N_, Refusal

#: Endings of company names: they alone betray nobody.
_FORMS: Final = frozenset(("nv", "sa", "bv", "srl", "bvba", "sprl", "cv", "sc", "sas", "sarl", "gmbh", "ltd"))


def traces(sender: Sender) -> tuple[str, ...]:
    """The words by which a house is known: its name without its form, its numbers, its mail's domain, its street."""
    name = " ".join(word for word in re.findall(r"[\w&]+", sender.name.casefold()) if word not in _FORMS)
    numbers = tuple(re.sub(r"\W", "", number.casefold()) for number in sender.numbers)
    found = (
        name,
        *numbers,
        sender.email.rpartition("@")[2].casefold(),
        *(line.casefold() for line in sender.lines[:1]),
    )
    return tuple(word for word in found if len(word) > 2)


def trace_in(text: str, house: Sender) -> str:
    """The first word of the house that stands in a text; blank where none does."""
    folded = " ".join(re.findall(r"\S+", text.casefold()))
    bare, spaced = re.sub(r"\W", "", folded), " ".join(re.findall(r"[\w&]+", folded))
    return next((word for word in traces(house) if word in folded or word in bare or word in spaced), "")


def require_silent(paper: Paper, sender: Sender, head: Head, *, of: Sender) -> None:
    """Refuse (``letter.leak``) what would betray the house in any language."""
    nobody = Recipient("", ())
    for language in LANGUAGES:
        letter = Letter(paper, Frame(sender, nobody, language, "", date.min), head)
        word = trace_in(json.dumps([data(letter), letter.subject, head.footer], ensure_ascii=False), of)
        if word:
            raise Refusal("letter.leak", N_("A confidential letter would name the house: {word}."), word=word)
