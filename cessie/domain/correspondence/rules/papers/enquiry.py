"""A question to a debtor: whether what the books say he owes is what he says he owes. It asks for no payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final, Literal

from cessie.domain.correspondence.rules.blocks import Block, Box, Bullets, Paragraph, Said, Table
from cessie.domain.correspondence.rules.enquiries import words
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.phrases import figures
from cessie.lib.money import Money

#: Where something is to be written by hand.
_BLANK: Final = "…" * 30


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A document on the list, with what is open on it."""

    number: str
    due: date
    open: Money


@dataclass(frozen=True, slots=True)
class Enquiry:
    """``creditor``: whose customer he is; ``as_of``: the day of the balance; ``answer_by``: his last day to answer;
    ``lines``: at most some of them, ``more`` says how many are left out of the list, not of the ``total``."""

    kind: ClassVar[Literal["enquiry"]] = "enquiry"

    creditor: str
    as_of: date
    answer_by: date
    total: Money
    lines: tuple[EnquiryLine, ...]
    more: int = 0
    portal_link: str = ""
    iban: str = ""  # no account is named: it asks for no payment

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return {
            "creditor": self.creditor, "as_of": self.as_of.isoformat(), "answer_by": self.answer_by.isoformat(),
            "total": [self.total.cents, self.total.currency], "more": self.more, "portal_link": self.portal_link,
            "lines": [[line.number, line.due.isoformat(), line.open.cents] for line in self.lines],
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Enquiry:
        """The one that ``to_json`` wrote."""
        total = Money(*value["total"])
        lines = tuple(
            EnquiryLine(number, date.fromisoformat(due), Money(cents, total.currency))
            for number, due, cents in value["lines"]
        )
        as_of, answer_by = (date.fromisoformat(value[name]) for name in ("as_of", "answer_by"))
        return cls(value["creditor"], as_of, answer_by, total, lines, value["more"], value["portal_link"])

    def without_people(self) -> Enquiry:
        """The same with nothing that names who owes what."""
        return replace(self, creditor="", total=Money(0, self.total.currency), lines=(), more=0, portal_link="")

    def subject(self, frame: Frame) -> str:
        """Whose customer he is; no amount (handbook law 12)."""
        return words(frame.language).subject.format(creditor=self.creditor, reference=frame.reference)

    def said(self, frame: Frame) -> Said:
        """What the books say, and a form to answer with."""
        say = words(frame.language)
        facts = {
            "creditor": self.creditor, "day": frame.say.day(self.as_of), "until": frame.say.day(self.answer_by),
            "total": frame.say.money(self.total), "contact": frame.contact, "reference": frame.reference,
        }  # fmt: skip
        found: list[Block] = [Paragraph(frame.repeats)] if frame.repeats else []
        found += [Paragraph(harmless(text.format(**facts))) for text in (say.text, say.ask)]
        found.append(self._list(frame))
        if self.portal_link and not frame.sender.confidential:
            found.append(Box(say.online, ((say.online_row, self.portal_link),), self.portal_link, say.answer, big=-1))
        found.append(Bullets(tuple(f"{each}: {_BLANK}" for each in say.answers), say.form))
        found.append(Paragraph(harmless(say.back.format(**facts))))
        return Said(harmless(say.title), tuple(found), say.privacy)

    def _list(self, frame: Frame) -> Table:
        say = words(frame.language)
        rows = tuple((line.number, figures(line.due), frame.say.money(line.open)) for line in self.lines)
        more = frame.say.more.format(more=self.more) if self.more else ""
        return Table(say.documents, say.head, rows, (frame.say.total, frame.say.money(self.total)), more)
