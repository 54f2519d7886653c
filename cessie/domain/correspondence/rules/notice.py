"""What a notice of assignment says: facts, frozen when it was written, so that it can be made anew and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from cessie.lib.money import Money

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
