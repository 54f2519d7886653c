"""A letter to nobody, to look at: how a text and a letterhead come out before anything is sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.letter import Letter
from cessie.domain.correspondence.rules.papers.reminder import Reminder, ReminderItem
from cessie.domain.correspondence.rules.reminders import Tone
from cessie.lib.money import Money

#: The account of the bank that nobody has: its code is read, and pays nowhere.
IBAN: Final = "BE68539007547034"
_TO: Final = Recipient("Exemple & Voorbeeld", ("Exemple & Voorbeeld", "Rue de l'Exemple 1", "1000 Bruxelles"))


def example(*, sender: Sender, head: Head, language: str, tone: Tone, text: str, on: date) -> Letter:
    """A reminder of two invoices in this tone, with this text (blank: the house's own)."""
    late = tone != "pre_due"
    items = tuple(
        _item(number, open_, on, late=late) for number, open_ in (("2026-0117", 1_210_00), ("2026-0134", 363_00))
    )
    paper = Reminder(
        creditor=sender.name, house=sender.name, tone=tone, iban=IBAN, bic="", items=items, text=text, on=on,
        pay_by=on + timedelta(days=15), country=sender.country,
    )  # fmt: skip
    return Letter(paper, Frame(sender, _TO, language, "0000-0000-0000", on), head)


def _item(number: str, open_: int, on: date, *, late: bool) -> ReminderItem:
    due = on + timedelta(days=-20 if late else 5)
    interest = Money(open_ * 57 // 10_000 if late else 0)
    costs = Money(40_00 if late else 0)
    return ReminderItem(number, due - timedelta(days=30), due, Money(open_), "", interest, costs, 20 if late else 0, 1)
