"""What an invoice says was delivered, for a sentence of a letter."""

from __future__ import annotations

from datetime import date
from typing import Any

from cessie.domain.invoices.rules.delivered import MOST, WHOLE, delivered, sentence
from cessie.formats.values import InvoiceDocument, InvoiceLine


def read(*lines: InvoiceLine, **changes: Any) -> InvoiceDocument:
    facts = {"format": "ubl", "kind": "invoice", "number": "1", "issue_date": date(2026, 3, 2), "currency": "EUR"}
    return InvoiceDocument(**facts | {"lines": lines} | changes)


def test_the_names_of_its_lines_each_once() -> None:
    lines = (
        InvoiceLine(name="Room \n 12"),
        InvoiceLine(name="Room 12"),
        InvoiceLine(description="Care"),
        InvoiceLine(),
    )
    assert delivered(read(*lines, notes=("Our terms hold.",))) == ["Room 12", "Care"]
    many = [InvoiceLine(name=f"Thing {number}") for number in range(20)]
    assert len(delivered(read(*many))) == MOST


def test_of_a_sheet_its_note_unless_it_is_terms() -> None:
    assert delivered(read(format="csv", notes=("A repair",))) == ["A repair"]
    assert delivered(read(format="csv", notes=("x" * 200,))) == []
    assert delivered(read()) == []


def test_a_sentence_holds_so_much() -> None:
    said = sentence([[f"Thing number {number}"] for number in range(100)])
    assert said.endswith(", …")
    assert len(said) <= WHOLE + 3
