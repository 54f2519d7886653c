"""A letter of the agency: it speaks in its own name, and the account's holder stands with the account alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.blocks import Block, Paragraph, Sums
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.papers.demand import Demand
from cessie.domain.correspondence.rules.papers.reminder import ReminderItem
from cessie.lib.money import Money

ON = date(2026, 6, 2)
ITEM = ReminderItem(
    "A-1", date(2026, 3, 4), date(2026, 4, 3), Money(4_840_00), "", Money(94_68), Money(40_00), 60, 0
)  # fmt: skip


BASE: dict[str, Any] = {
    "creditor": "Bakkerij BV", "house": "Incasso BV, derdengelden", "tone": "firm", "iban": "BE68539007547034",
    "bic": "", "items": (ITEM,), "text": "", "on": ON, "pay_by": ON, "mandate": True, "stage": "firm",
    "dossier": "2026-000001", "payment": "202600000192", "paid": Money(100_00), "country": "BE", "segment": "b2b",
}  # fmt: skip


def blocks(language: str, **more: Any) -> tuple[Block, ...]:
    demand = Demand(**BASE | more)
    frame = Frame(Sender("Incasso BV", ()), Recipient("Jan", ("Jan",)), language, "1", ON)
    return demand.said(frame).blocks


@pytest.mark.parametrize(("language", "words"), [
    ("nl", "Incasso BV schrijft u namens Bakkerij BV."), ("fr", "Incasso BV vous écrit au nom de Bakkerij BV."),
    ("en", "Incasso BV writes to you on behalf of Bakkerij BV."),
])  # fmt: skip
def test_the_house_writes_in_its_own_name(language: str, words: str) -> None:
    found = str(blocks(language))
    assert words in found
    assert found.count("Incasso BV, derdengelden") >= 1  # whose account it is


def test_what_was_paid_is_no_second_total() -> None:
    found = blocks("nl")
    (said,) = [each for each in found if isinstance(each, Paragraph) and "Reeds betaald" in str(each)]
    assert "100,00" in str(said)
    assert not any(isinstance(each, Sums) and "Reeds betaald" in str(each) for each in found)


def test_only_a_consumer_is_told_who_helps_with_many_debts() -> None:
    consumer, business = (str(blocks("fr", stage="first", segment=segment)) for segment in ("b2c", "b2b"))
    assert ("CPAS" in consumer, "échelonnement" in consumer) == (True, True)
    assert ("CPAS" in business, "échelonnement" in business) == (False, True)


@pytest.mark.parametrize(("count", "words"), [(1, "la facture impayée"), (2, "les factures impayées")])
def test_the_french_basis_is_one_invoice_or_several(count: int, words: str) -> None:
    said = str(blocks("fr", country="FR", items=(ITEM,) * count))
    assert f"Fondement : {words}" in said.replace("\xa0", " ").replace("\u202f", " ")
