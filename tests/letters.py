"""Letters for tests: a house, a client who writes in confidence, and reminders with any facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.letter import Letter
from cessie.domain.correspondence.rules.papers.reminder import Reminder, ReminderItem
from cessie.lib.money import Money
from tests.stories.road import Road

HOUSE = Sender("Huis van Krediet NV", ("Voorbeeldstraat 1", "9000 Gent"), "debiteuren@huis.example", ("BE0123456749",))
CLIENT = Sender("Drukkerij BV", ("Inktlaan 2", "9000 Gent"), "info@drukkerij.example", client="x", confidential=True)
LINK = "https://cessie.example/d/abc"


def item(
    number: str = "2026-1", open_: int = 1_210_00, interest: int = 0, costs: int = 0, late: int = 20
) -> ReminderItem:
    sums = Money(interest), Money(costs)
    return ReminderItem(number, date(2026, 3, 1), date(2026, 4, 1), Money(open_), "", *sums, late, 1)


def reminder(**changes: Any) -> Reminder:
    facts: dict[str, Any] = {
        "creditor": "Drukkerij BV", "house": "Huis van Krediet NV", "tone": "firm", "iban": "BE68539007547034",
        "bic": "", "items": (item(),), "text": "", "on": date(2026, 4, 21), "pay_by": date(2026, 5, 5),
        "country": "BE",
    }  # fmt: skip
    return Reminder(**facts | changes)


def letter(language: str = "nl", *, sender: Sender = HOUSE, mail: str = "", **changes: Any) -> Letter:
    to = Recipient("Garage Dupont", ("Garage Dupont", "Rue Neuve 1", "5000 Namur"), mail)
    return Letter(reminder(**changes), Frame(sender, to, language, "0C1D-2E3F-4A5B", date(2026, 4, 21)))


def in_confidence(road: Road) -> None:
    """The contract's terms hold that no debtor may know."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table contracts_version disable trigger user")
        change = "jsonb_set(terms, '{disclosure}', '\"CONFIDENTIAL\"')"
        cursor.execute(f"update contracts_version set terms = {change} where contract_id = %s", [road.contract_id])  # noqa: S608 - a constant
        cursor.execute("alter table contracts_version enable trigger user")
