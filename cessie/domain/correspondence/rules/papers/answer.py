"""An answer: what a person writes to a debtor in the thread of his debts, under his own name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Literal

from cessie.domain.correspondence.rules.blocks import Paragraph, Said
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.reminders import words


@dataclass(frozen=True, slots=True)
class Answer:
    """``text``: plain words, a blank line between paragraphs; ``who``: the person who answers; ``to``: the day and the
    reference of what is answered; ``invoice_number``: the claim it is about, where it is about one."""

    kind: ClassVar[Literal["answer"]] = "answer"

    text: str
    who: str
    to: tuple[str, date] | None = None
    invoice_number: str = ""
    iban: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        to = [self.to[0], self.to[1].isoformat()] if self.to is not None else None
        return {"text": self.text, "who": self.who, "to": to, "invoice_number": self.invoice_number}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Answer:
        """The answer that ``to_json`` wrote."""
        to = (value["to"][0], date.fromisoformat(value["to"][1])) if value["to"] else None
        return cls(value["text"], value["who"], to, value["invoice_number"])

    def without_people(self) -> Answer:
        """The same with nothing that a person said."""
        return replace(self, text="", who="", invoice_number="")

    def subject(self, frame: Frame) -> str:
        """Who writes, and the reference to which answers come back."""
        return words(frame.language).subject.format(sender=frame.sender.name, reference=frame.reference)

    def said(self, frame: Frame) -> Said:
        """The words as they were written, and who wrote them."""
        say = words(frame.language)
        found = [Paragraph(frame.repeats)] if frame.repeats else []
        for part in re.split(r"\n\s*\n", harmless(self.text)):
            if part.strip():
                found.append(Paragraph(" ".join(part.split())))
        person = say.person.format(person=self.who) if self.who else ""
        questions = say.questions.format(contact=frame.contact, reference=frame.reference)
        found.append(Paragraph(person + questions))
        title = say.answer
        if self.to is not None:
            title = say.answer_to.format(day=frame.say.day(self.to[1]))
        return Said(title, tuple(found), say.privacy)
