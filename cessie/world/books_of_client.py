"""The sales ledger that a client of the simulated world keeps himself, and the file that he makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cessie.lib.money import Money
from cessie.world.cast import Actor

SHEET = "Number;Customer;Name;VAT;Date;Due;Open;Gross;Kind"


@dataclass
class Item:
    """A document of his: ``open`` is what his customer owes on it still; a credit note has negative amounts."""

    number: str
    customer: int
    issued: date
    due: date
    gross: Money
    open: Money
    kind: str = "invoice"
    paid: bool = False  # the customer sent his money: it need not have come


@dataclass
class Books:
    """What he sold to whom, by number."""

    customers: list[Actor]
    items: dict[str, Item] = field(default_factory=dict)

    def open_items(self) -> list[Item]:
        """Invoices on which something is open, the oldest first."""
        return [item for item in self.items.values() if item.kind == "invoice" and item.open]

    def credit(self, item: Item, number: str, amount: Money, today: date) -> None:
        """A credit note that is set off at once: it is in the next file with nothing open."""
        item.open -= amount
        self.items[number] = Item(number, item.customer, today, today, -amount, Money(0), "credit note")

    def file(self, without: Iterable[str] = ()) -> bytes:
        """All that is open, and what came and went since the last file; ``without``: what he forgot."""
        forgotten = set(without)
        told = [item for item in self.items.values() if item.number not in forgotten]
        rows = [self._row(item) for item in told if item.open or item.kind != "invoice"]
        return "\n".join([SHEET, *rows, ""]).encode()

    def sent(self) -> None:
        """The file was taken: what is closed is in no later one."""
        self.items = {number: item for number, item in self.items.items() if item.open}

    def _row(self, item: Item) -> str:
        who = self.customers[item.customer]
        facts = (item.number, f"K{item.customer}", who.name, who.vat, item.issued, item.due)
        return ";".join(map(str, (*facts, item.open.decimal, item.gross.decimal, item.kind)))
