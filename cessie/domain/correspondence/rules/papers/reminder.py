"""A reminder: what a debtor owes one creditor, how it is built up, by when and where to pay, in its step's tone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar, Final

from cessie.domain.correspondence.rules.blocks import Block, Box, Bullets, Paragraph, Run, Said, Sums, Table
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.markdown import blocks, fill, harmless
from cessie.domain.correspondence.rules.paying import account_box, code, given
from cessie.domain.correspondence.rules.phrases import figures
from cessie.domain.correspondence.rules.reminders import Tone, words
from cessie.formats import epc_qr
from cessie.lib.money import Money

#: Fields that a text of a reminder may name.
FIELDS: Final = (
    "debtor", "creditor", "number", "count", "amount", "open", "interest", "costs", "due", "days", "pay_by", "link",
    "reference", "contact",
)  # fmt: skip
#: Segments of a ladder, as the law divides debtors.
_LAW: Final = {"b2b": "b2b", "vip": "b2b", "b2c": "b2c", "public": "b2g", "b2g": "b2g"}
_MONEY: Final = ("open", "interest", "costs")


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """One invoice: what is open on it, what the law adds, how many days it is late, at which step of the ladder."""

    number: str
    issued: date
    due: date
    open: Money
    reference: str
    interest: Money
    costs: Money
    days_late: int
    step: int
    creditor: int = 0  # its place among the creditors of the letter

    @property
    def whole(self) -> Money:
        """Open amount, interest and costs."""
        return self.open + self.interest + self.costs

    def to_json(self) -> list[Any]:
        """A JSON value that ``from_json`` reads back."""
        money = [self.open.cents, self.interest.cents, self.costs.cents, self.open.currency]
        days = [self.issued.isoformat(), self.due.isoformat()]
        return [self.number, *days, self.reference, *money, self.days_late, self.step, self.creditor]

    @classmethod
    def from_json(cls, value: list[Any]) -> ReminderItem:
        """The one that ``to_json`` wrote."""
        number, issued, due, reference, open_, interest, costs, currency, late, step, *creditor = value
        days = date.fromisoformat(issued), date.fromisoformat(due)
        amounts = Money(interest, currency), Money(costs, currency)
        return cls(number, *days, Money(open_, currency), reference, *amounts, late, step, *creditor)


@dataclass(frozen=True, slots=True)
class Creditor:
    """Whose supply it was, where a letter is about the claims of several: his number, and the debtor's page of his."""

    name: str
    number: str = ""
    describes: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """``creditor``: whose supply it was; ``house``: the payee of ``iban``. ``text``: small Markdown in place of the
    house's own words for the tone, its fields filled or not. ``on``: the day up to which interest was counted.

    ``country``, ``segment``: whose law, and which part of it. ``mandate``: the sender collects for the creditor, the
    claim was not assigned. ``announced``: costs that may be claimed once this letter's period is over (BE: first
    reminder to a consumer; NL: letter of 14 days); ``describes``: what was delivered. ``copies``: documents that a mail
    brings along, by hash. ``others``: further creditors, where the house bought the claims of several. ``texts``: by
    language what stands in place of ``text``.
    """

    kind: ClassVar[str] = "reminder"

    creditor: str
    house: str
    tone: Tone
    iban: str
    bic: str
    items: tuple[ReminderItem, ...]
    text: str
    on: date
    pay_by: date
    portal_link: str = ""
    contact: str = ""
    country: str = ""
    segment: str = "b2b"
    creditor_number: str = ""
    creditor_lines: tuple[str, ...] = ()
    describes: str = ""
    mandate: bool = False
    announced: Money | None = None
    interest_rate: str = ""
    copies: tuple[str, ...] = ()
    others: tuple[Creditor, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def creditors(self) -> tuple[Creditor, ...]:
        """All of them; ``ReminderItem.creditor`` is a place in it."""
        return (Creditor(self.creditor, self.creditor_number, self.describes, self.portal_link), *self.others)

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        announced = [self.announced.cents, self.announced.currency] if self.announced is not None else None
        return plain | {
            "items": [item.to_json() for item in self.items],
            "on": self.on.isoformat(),
            "pay_by": self.pay_by.isoformat(),
            "creditor_lines": list(self.creditor_lines),
            "announced": announced,
            "copies": list(self.copies),
            "others": [[each.name, each.number, each.describes, each.link] for each in self.others],
            "texts": [list(each) for each in self.texts],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Reminder:
        """The reminder that ``to_json`` wrote."""
        plain = {each.name: value[each.name] for each in fields(cls) if each.name in value}
        return cls(
            **plain
            | {
                "items": tuple(ReminderItem.from_json(item) for item in value["items"]),
                "on": date.fromisoformat(value["on"]),
                "pay_by": date.fromisoformat(value["pay_by"]),
                "creditor_lines": tuple(value.get("creditor_lines", ())),
                "announced": Money(*value["announced"]) if value.get("announced") else None,
                "copies": tuple(value.get("copies", ())),
                "others": tuple(Creditor(*each) for each in value.get("others", ())),
                "texts": tuple((language, text) for language, text in value.get("texts", ())),
            }
        )

    def without_people(self) -> Reminder:
        """The same with nothing that names what a person bought or owes: what stays when its time is over."""
        return replace(
            self, creditor="", items=(), text="", portal_link="", contact="", describes="", creditor_lines=(),
            creditor_number="", announced=None, copies=(), others=(), texts=(),
        )  # fmt: skip

    def subject(self, frame: Frame) -> str:
        """Who writes, and the reference; it names no debt (handbook law 12)."""
        return words(frame.language).subject.format(sender=frame.sender.name, reference=frame.reference)

    def said(self, frame: Frame) -> Said:
        """The text, for whom it is written and what the law wants said; where to pay; the list and its sums."""
        say = words(frame.language)
        found: list[Block] = [Paragraph(frame.repeats)] if frame.repeats else []
        found += blocks(fill(self._text(frame), self.values(frame)))
        found += [Paragraph(self._fill(line, frame)) for line in self._law(frame)]
        found += [self._box(frame), *self._list(frame), *self._how(frame), *self._online(frame)]
        person = self._fill(say.person, frame) if self.contact else ""
        ask = say.disputed if self.tone != "pre_due" else ""
        close = [say.paid, ask, person + self._fill(say.questions, frame)]
        found += [Paragraph(" ".join(line for line in close if line))]
        return Said(self._title(frame), tuple(found), say.privacy)

    def _title(self, frame: Frame) -> str:
        return words(frame.language).titles[self.tone]

    def _text(self, frame: Frame) -> str:
        """The creditor's own words in this language or in any, or the house's for the tone."""
        return (
            dict(self.texts).get(frame.language, "").strip()
            or self.text.strip()
            or words(frame.language).texts[self.tone]
        )

    def _given(self, frame: Frame) -> str:
        """What to pay with: the reference of the one invoice, the numbers of all, or that of the letter."""
        one = self.items[0] if len(self.items) == 1 else None
        asked = given(one.reference, one.number) if one else " ".join(item.number for item in self.items)
        return asked if asked and len(asked) <= epc_qr.TEXT else frame.reference

    def values(self, frame: Frame) -> dict[str, str]:
        """What the fields of a text stand for."""
        say = frame.say
        return {
            "debtor": frame.recipient.name,
            "creditor": ", ".join(each.name for each in self.creditors),
            "number": ", ".join(item.number for item in self.items),
            "count": str(len(self.items)),
            "amount": say.money(self.whole),
            **{name: say.money(self._sum(name)) for name in _MONEY},
            "due": say.day(min((item.due for item in self.items), default=self.on)),
            "days": str(max((item.days_late for item in self.items), default=0)),
            "pay_by": say.day(self.pay_by),
            "link": self.portal_link,
            "reference": frame.reference,
            "contact": self.contact or frame.contact,
        }

    @property
    def whole(self) -> Money:
        """What is to be paid: open amounts, interest and costs."""
        return self._sum("whole")

    def _sum(self, of: str) -> Money:
        currency = self.items[0].open.currency if self.items else "EUR"
        return Money.total((getattr(item, of) for item in self.items), currency)

    def _law(self, frame: Frame) -> Iterator[str]:
        """Who stands behind the claim, and the sentences without which the letter has no effect in law."""
        say, segment = words(frame.language), _LAW[self.segment]
        french = self.mandate and self.country == "FR"
        if french:
            yield say.by_mandate
        elif self.mandate and frame.sender.name != self.creditor:
            yield say.on_behalf
        elif self.house != self.creditor and not self.mandate and not frame.sender.confidential:
            yield say.assigned_all if self.others else say.assigned
        if segment == "b2c" and self.tone == "friendly" and self.country == "BE":
            yield say.first_notice
        if segment == "b2c" and self.country == "NL" and self.announced is not None:
            yield say.fourteen_days
        if self.tone == "default_notice":
            yield say.default.get(self.country, say.default[""])

    def _box(self, frame: Frame) -> Box:
        """The account; its code has the sum, and the reference of the one invoice or the numbers of all."""
        asked = self._given(frame)
        drawn = code(name=self.house, iban=self.iban, bic=self.bic, sum_=self.whole, given=asked)
        say = words(frame.language)
        more = ((say.to_pay, frame.say.money(self.whole)), (say.pay_by, frame.say.day(self.pay_by)))
        return account_box(frame.say, name=self.house, iban=self.iban, bic=self.bic, given=asked, code=drawn, more=more)

    def _list(self, frame: Frame) -> Iterator[Block]:
        """The invoices, with the columns that hold something; the sums where there is more than one of them."""
        say, words_ = frame.say, words(frame.language)
        late = any(item.days_late > 0 for item in self.items)
        extra = [name for name in _MONEY[1:] if self._sum(name).cents]
        several = bool(self.others)
        shown = [True, several, True, True, late, True, *(name in extra for name in _MONEY[1:])]

        def row(*cells: str) -> tuple[str, ...]:
            return tuple(cell for cell, show in zip(cells, shown, strict=True) if show)

        rows = tuple(
            row(
                harmless(item.number), harmless(self.creditors[item.creditor].name), figures(item.issued),
                figures(item.due), str(max(item.days_late, 0)),
                *(say.money(getattr(item, name)) for name in _MONEY),
            )
            for item in self.items
        )  # fmt: skip
        yield Table(words_.invoices, row(*words_.head), rows, words=4 if several else 3)
        if len(self.items) > 1 or extra:
            named = {"open": words_.principal, "interest": words_.interest_sum, "costs": words_.costs_sum}
            parts = [(named[name], say.money(self._sum(name))) for name in ("open", *extra)] if extra else []
            yield Sums((*parts, (words_.to_pay, say.money(self.whole))))

    def _how(self, frame: Frame) -> Iterator[Block]:
        """The rules behind interest and costs, where there are any."""
        say, segment = words(frame.language), _LAW[self.segment]
        rate = f" ({self.interest_rate})" if self.interest_rate else ""
        rules = [say.rule("interest", self.country, segment)] if self._sum("interest").cents else []
        rules += [say.rule("costs", self.country, segment)] if self._sum("costs").cents else []
        text = " ".join(rule.format(rate=rate) for rule in rules if rule)
        if text:
            yield Paragraph(text, head=say.how)

    def _online(self, frame: Frame) -> Iterator[Block]:
        """The debtor's own page, where there is one and it betrays nobody."""
        say = words(frame.language)
        if self.others:
            pages = tuple((each.name, each.link) for each in self.creditors if each.link)
            if pages:
                yield Bullets(
                    tuple((Run(f"{harmless(name)}: "), Run(link, "a", link)) for name, link in pages), say.online
                )
        elif self.portal_link and not frame.sender.confidential:
            yield Box(say.online, ((say.online_row, self.portal_link),), self.portal_link, say.look, big=-1)

    def _fill(self, text: str, frame: Frame) -> str:
        say, money = words(frame.language), frame.say.money
        named = [f"{each.name} ({each.number})" if each.number else each.name for each in self.creditors]
        described = dict.fromkeys(each.describes for each in self.creditors if each.describes)
        announced = say.damages.format(announced=money(self.announced)) if self.announced else say.no_more
        filled = text.format(
            creditor=", ".join(each.name for each in self.creditors), named=", ".join(named), house=self.house,
            describes="; ".join(described) or say.invoices,
            basis="; ".join(described) or say.basis[len(self.items) > 1],
            open=money(self._sum("open")), interest=money(self._sum("interest")), after=announced,
            announced=money(self.announced) if self.announced else "", pay_by=frame.say.day(self.pay_by),
            start=say.from_mail if frame.recipient.email else say.from_post, contact=frame.contact,
            person=self.contact, reference=frame.reference, house_lines=", ".join(frame.sender.lines),
            creditor_lines="".join(f", {line}" for line in self.creditor_lines),
        )  # fmt: skip
        return harmless(filled)
