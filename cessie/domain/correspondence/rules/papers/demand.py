"""A letter of the collection agency: what a debtor owes a principal, how it is built up, and what was paid of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from cessie.domain.correspondence.rules.blocks import Block, Paragraph
from cessie.domain.correspondence.rules.demands import Stage, demand_words
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.papers.reminder import Reminder
from cessie.domain.correspondence.rules.paying import given
from cessie.domain.correspondence.rules.reminders import Tone
from cessie.lib.money import Money

#: What the law wants said at each stage is what it wants of a reminder of this tone.
_TONES: Final[Mapping[Stage, Tone]] = {
    "first": "friendly", "firm": "firm", "last": "last", "before_court": "default_notice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand(Reminder):
    """``stage``: how far the amicable collection is; ``dossier``: its number as people say it; ``payment``: the
    reference with which is paid, one for all claims. ``paid``: what was paid already; ``apart``: what is contested or
    agreed on and not asked for here.
    """

    kind: ClassVar[str] = "collection"

    stage: Stage = "first"
    dossier: str = ""
    payment: str = ""
    paid: Money | None = None
    apart: Money | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        money = {"paid": self.paid, "apart": self.apart}
        cents = {name: [each.cents, each.currency] if each is not None else None for name, each in money.items()}
        return Reminder.to_json(self) | cents

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Demand:
        """The demand that ``to_json`` wrote."""
        money = {name: Money(*value[name]) if value.get(name) else None for name in ("paid", "apart")}
        found = super(Demand, cls).from_json({**value, **money})
        assert isinstance(found, Demand)  # noqa: S101 - made by its own class
        return found

    def without_people(self) -> Demand:
        """The same with nothing that names what a person bought or owes."""
        bare = Reminder.without_people(self)
        assert isinstance(bare, Demand)  # noqa: S101 - a copy is of its own class
        return replace(bare, dossier="", payment="", paid=None, apart=None)

    def _title(self, frame: Frame) -> str:
        return demand_words(frame.language).titles[self.stage]

    def _text(self, frame: Frame) -> str:
        return demand_words(frame.language).texts[self.stage]

    def _given(self, frame: Frame) -> str:
        return given(self.payment, frame.reference)

    def _law(self, frame: Frame) -> Iterator[str]:
        """As of a reminder; whose dossier it is stands first, in one line with who writes for whom."""
        say = demand_words(frame.language)
        dossier = say.dossier.format(dossier=self.dossier, creditor=harmless(self.creditor))
        first, *rest = (*Reminder._law(self, frame), "")
        yield f"{dossier} {first}".strip()
        yield from (each for each in rest if each)

    def _fill(self, text: str, frame: Frame) -> str:
        """The words name the house by its own name; whose account it is stands in the box alone."""
        return Reminder._fill(replace(self, house=frame.sender.name), text, frame)

    def _list(self, frame: Frame) -> Iterator[Block]:
        """The claims, then what was paid of them and what stands apart."""
        yield from Reminder._list(self, frame)
        say, colon = demand_words(frame.language), frame.say.colon
        for label, amount in ((say.paid, self.paid), (say.apart, self.apart)):
            if amount:  # in words: another sum below the total would read as another total
                yield Paragraph(f"{label}{colon}{frame.say.money(amount)}.")
        if self.stage == "first":
            yield Paragraph(f"{say.plan} {say.help}" if self.segment == "b2c" else say.plan)


def tone_of(stage: Stage) -> Tone:
    """The tone of a reminder that a stage has in law."""
    return _TONES[stage]
