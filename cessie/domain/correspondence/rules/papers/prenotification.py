"""The notice before a collection by direct debit: what is fetched, on which day, under which mandate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Literal

from cessie.domain.correspondence.rules.blocks import Block, Paragraph, Said, Table
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.phrases import figures
from cessie.domain.correspondence.rules.prenotifications import words
from cessie.domain.correspondence.rules.reminders import words as said_in_letters
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Fetched:
    """One amount: of which invoice, when it falls due, on which day it is collected."""

    number: str
    due: date
    day: date
    amount: Money

    def to_json(self) -> list[Any]:
        """A JSON value that ``from_json`` reads back."""
        return [self.number, self.due.isoformat(), self.day.isoformat(), self.amount.cents, self.amount.currency]

    @classmethod
    def from_json(cls, value: list[Any]) -> Fetched:
        """The one that ``to_json`` wrote."""
        number, due, day, cents, currency = value
        return cls(number, date.fromisoformat(due), date.fromisoformat(day), Money(cents, currency))


@dataclass(frozen=True, slots=True)
class Prenotification:
    """``creditor`` collects under ``identifier``; ``account``: the debtor's, its last signs alone. ``instalment``: the
    amounts are parts of a plan."""

    kind: ClassVar[Literal["prenotification"]] = "prenotification"

    creditor: str
    identifier: str
    mandate: str
    scheme: str
    account: str
    items: tuple[Fetched, ...]
    instalment: bool = False
    iban: str = ""  # nothing is to be paid by the debtor himself

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "iban"}
        return plain | {"items": [item.to_json() for item in self.items]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Prenotification:
        """The notice that ``to_json`` wrote."""
        return cls(**{**value, "items": tuple(Fetched.from_json(item) for item in value["items"])})

    def without_people(self) -> Prenotification:
        """The same with nothing that names who owes what."""
        return replace(self, creditor="", mandate="", account="", items=())

    def subject(self, frame: Frame) -> str:
        """Who writes, and the reference; it names no debt (handbook law 12)."""
        subject = said_in_letters(frame.language).subject
        return subject.format(sender=frame.sender.name, reference=frame.reference)

    def said(self, frame: Frame) -> Said:
        """What is fetched and when, under which mandate, and what the debtor may do about it."""
        say = words(frame.language)
        text = say.text.format(creditor=harmless(self.creditor))
        found: list[Block] = [Paragraph(frame.repeats)] if frame.repeats else []
        found.append(Paragraph(f"{text} {say.instalment}" if self.instalment else text))
        found += [self._list(frame), self._mandate(frame), Paragraph(say.rights[self.scheme])]
        found.append(Paragraph(say.wrong.format(contact=frame.contact, reference=frame.reference)))
        return Said(say.title, tuple(found), say.privacy)

    def _list(self, frame: Frame) -> Table:
        say, money = words(frame.language), frame.say.money
        rows = tuple(
            (harmless(item.number), figures(item.due), figures(item.day), money(item.amount)) for item in self.items
        )
        total: tuple[str, ...] = ()
        if len(rows) > 1:
            whole = Money.total((item.amount for item in self.items), self.items[0].amount.currency)
            total = (frame.say.total, money(whole))
        return Table(say.fetched, say.head, rows, total)

    def _mandate(self, frame: Frame) -> Table:
        say = words(frame.language)
        return Table(say.by, say.under, ((harmless(self.mandate), self.identifier, self.account),))
