"""What a notice of assignment says: facts, frozen when it was written, so that it can be made anew and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final

from cessie.domain.correspondence.rules.blocks import Block, Box, Paragraph, Said, Table
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.notices import Words, words
from cessie.domain.correspondence.rules.paying import account_box, code, given
from cessie.domain.correspondence.rules.phrases import figures
from cessie.lib.money import Money
from cessie.lib.references import shown_iban

#: Forms of transfer that a debtor is told of; a mandate transfers nothing.
FORMS: Final = ("SALE", "SUBROGATION", "DAILLY", "PLEDGE")


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice on the list: ``open`` is what is owed on it, ``reference`` what the payer must give."""

    number: str
    issued: date
    due: date
    open: Money
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Who assigned what to whom, and where to pay from now on.

    ``form``: the contract's form of transfer; ``law``: country of the client, whose law governs the claim;
    ``everything``: all present and future claims, not only those listed; ``former_iban``: the account of an earlier
    notice, which must not be paid to any more; ``items``: at most some of them, ``more`` says how many are left out.
    """

    kind: ClassVar[str] = "assignment_notice"

    form: str
    law: str
    client: str
    client_number: str
    everything: bool
    house: str
    iban: str
    bic: str
    items: tuple[Item, ...]
    more: int = 0
    former_iban: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "items"}
        items = [
            [i.number, i.issued.isoformat(), i.due.isoformat(), i.open.cents, i.open.currency, i.reference]
            for i in self.items
        ]
        return plain | {"items": items}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Notice:
        """The notice that ``to_json`` wrote."""
        items = tuple(
            Item(number, date.fromisoformat(issued), date.fromisoformat(due), Money(cents, currency), reference)
            for number, issued, due, cents, currency, reference in value["items"]
        )
        return cls(**{name: value[name] for name in cls.__slots__ if name != "items"}, items=items)

    def without_people(self) -> Notice:
        """The same with nothing that names what a person bought or owes: what stays when its time is over."""
        return replace(self, client="", client_number="", items=())

    def subject(self, frame: Frame) -> str:
        """What it is about; it names no debt (handbook law 12: none on envelopes and in subject lines)."""
        say = words(frame.language)
        return self._fill(say.subject_changed if self.former_iban else say.subject, frame)

    def said(self, frame: Frame) -> Said:
        """Who assigned what, what the law calls it and what discharges; the account; which claims; what stays."""
        say = words(frame.language)
        body = [self._fill(say.changed, frame)] if self.former_iban else []
        body += [frame.repeats] if frame.repeats else []
        told, basis = self._fill(say.forms[self.form], frame), self._fill(say.basis(self.law, self.form), frame)
        body += [told, basis] if "«" in basis else [f"{told} {basis}"]
        body.append(self._fill(say.discharge, frame))
        scope = self._fill(say.everything if self.everything else say.listed, frame)
        close = [self._fill(text, frame) for text in (say.rights, say.genuine, say.questions)]
        blocks: tuple[Block, ...] = (
            *(Paragraph(text) for text in body), self._account(frame), Paragraph(scope), self._list(frame, say),
            *(Paragraph(text) for text in close),
        )  # fmt: skip
        return Said(self.subject(frame), blocks, self._fill(say.privacy, frame))

    def _account(self, frame: Frame) -> Box:
        """The box; its code has amount and reference where there is one invoice."""
        one = self.items[0] if len(self.items) == 1 and not self.more else None
        asked = given(one.reference, one.number) if one else ""
        drawn = code(name=self.house, iban=self.iban, bic=self.bic, sum_=one.open if one else None, given=asked)
        return account_box(
            frame.say, name=self.house, iban=self.iban, bic=self.bic, given=asked or frame.say.as_invoiced, code=drawn
        )

    def _list(self, frame: Frame, words_: Words) -> Table:
        say = frame.say
        rows = tuple((i.number, figures(i.issued), figures(i.due), say.money(i.open)) for i in self.items)
        total: tuple[str, ...] = ()
        if len(self.items) > 1 and not self.more:
            open_ = Money.total((item.open for item in self.items), self.items[0].open.currency)
            total = (say.total, say.money(open_))
        more = say.more.format(more=self.more) if self.more else ""
        return Table(words_.invoices, words_.head, rows, total, more)

    def _fill(self, text: str, frame: Frame) -> str:
        return text.format(
            client=self.client, house=self.house, iban=shown_iban(self.iban), contact=frame.contact,
            former=shown_iban(self.former_iban), reference=frame.reference,
        )  # fmt: skip
