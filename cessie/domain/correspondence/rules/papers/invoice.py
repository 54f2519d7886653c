"""The invoice itself on its way to the debtor: what goes before it, and the files that are it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Literal

from cessie.domain.correspondence.rules.blocks import Block, Box, Paragraph, Said
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.invoice_words import words
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.paying import account_box, code, given
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """``pdf`` and ``e_invoice``: the invoice as people and as programs read it, by hash; at least one is there.

    ``payee``: whose account ``iban`` is; ``credit``: it is a credit note, for which nothing is to be paid.
    """

    kind: ClassVar[Literal["invoice"]] = "invoice"

    creditor: str
    payee: str
    number: str
    issued: date
    due: date
    amount: Money
    iban: str = ""
    bic: str = ""
    reference: str = ""
    credit: bool = False
    pdf: str = ""
    e_invoice: str = ""
    portal_link: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        days = {"issued": self.issued.isoformat(), "due": self.due.isoformat()}
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | days | {"amount": [self.amount.cents, self.amount.currency]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> InvoicePaper:
        """The one that ``to_json`` wrote."""
        days = {name: date.fromisoformat(value[name]) for name in ("issued", "due")}
        return cls(**{**value, **days, "amount": Money(*value["amount"])})

    def without_people(self) -> InvoicePaper:
        """The same with nothing that names who owes what."""
        return replace(self, creditor="", payee="", number="", reference="", pdf="", e_invoice="", portal_link="")

    def subject(self, frame: Frame) -> str:
        """Which invoice, and of whom; no amount (handbook law 12)."""
        title = self._title(frame)
        return words(frame.language).subject.format(title=title, creditor=self.creditor, reference=frame.reference)

    def said(self, frame: Frame) -> Said:
        """What is with it, where to pay it and until when."""
        say = words(frame.language)
        text = say.credit_text if self.credit else say.text
        facts = {"number": self.number, "issued": frame.say.day(self.issued), "creditor": self.creditor}
        found: list[Block] = [Paragraph(frame.repeats)] if frame.repeats else []
        found.append(Paragraph(harmless(text.format(**facts))))
        if self.e_invoice and frame.recipient.email:
            found.append(Paragraph(say.structured))
        if not self.credit and self.iban:
            found.append(self._box(frame))
        if self.portal_link and not frame.sender.confidential:
            found.append(Box(say.online, ((say.online_row, self.portal_link),), self.portal_link, say.look, big=-1))
        found.append(Paragraph(say.wrong.format(contact=frame.contact, reference=frame.reference)))
        return Said(harmless(self._title(frame)), tuple(found), say.privacy)

    def _title(self, frame: Frame) -> str:
        say = words(frame.language)
        return (say.credit_title if self.credit else say.title).format(number=self.number)

    def _box(self, frame: Frame) -> Box:
        say, asked = words(frame.language), given(self.reference, self.number)
        drawn = code(name=self.payee, iban=self.iban, bic=self.bic, sum_=self.amount, given=asked)
        more = ((say.amount, frame.say.money(self.amount)), (say.pay_by, frame.say.day(self.due)))
        return account_box(frame.say, name=self.payee, iban=self.iban, bic=self.bic, given=asked, code=drawn, more=more)
