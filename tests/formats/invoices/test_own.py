"""Our own JSON: what ``cessie read --json`` prints is read again; nothing about money or days is guessed."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats import as_json, reading
from cessie.formats.invoices import own, ubl
from cessie.formats.values import InvoiceDocument, Refused
from cessie.lib.reasons import Refusal
from tests.formats import samples

PAPER: dict[str, Any] = {
    "kind": "invoice",
    "number": "2026-0117",
    "issue_date": "2026-11-20",
    "currency": "EUR",
    "seller": {"name": "Fonderie de la Meuse SA", "vat": "BE 0403.170.701", "country": "BE"},
    "buyer": {"name": "Électricité du Nord SAS", "register": "303265045", "register_scheme": "0002"},
    "totals": {"net": "1000.00", "vat": "210.00", "gross": "1210.00"},
    "payment": {"iban": "BE68 5390 0754 7034", "reference": "+++090/9337/55493+++"},
    "notes": ["Cédée."],
}


def _bytes(**changes: Any) -> bytes:
    return json.dumps(PAPER | changes).encode()


def test_what_stands_there_is_read() -> None:
    (document,) = own.read(_bytes())
    assert (document.number, document.issue_date, document.due_date) == ("2026-0117", date(2026, 11, 20), None)
    assert (document.totals.gross, document.payment.account) == (Decimal("1210.00"), "BE68539007547034")
    assert (document.seller.vat, document.seller.address.country) == ("BE0403170701", "BE")
    assert (document.type_code, document.warnings) == ("380", ())
    (found,) = reading.read(_bytes(), "photo.jpg")
    assert isinstance(found, InvoiceDocument)
    assert found.format == "json"


def test_what_we_print_we_read() -> None:
    (document,) = reading.read(ubl.write(samples.invoice()))
    printed = as_json.document(document, "x.xml", 1)
    (again,) = own.read(json.dumps(printed).encode())
    assert as_json.document(again, "x.xml", 1)["totals"] == printed["totals"]
    assert isinstance(document, InvoiceDocument)
    assert (again.number, again.issue_date, again.payment.account) == (
        document.number,
        document.issue_date,
        document.payment.account,
    )


def test_a_list_holds_many() -> None:
    documents = own.read(json.dumps([PAPER, PAPER | {"kind": "credit_note"}]).encode())
    assert [document.kind for document in documents] == ["invoice", "credit_note"]
    assert documents[1].type_code == "381"


def test_a_sum_that_does_not_come_out_is_told() -> None:
    (document,) = own.read(_bytes(totals={"net": "1000.00", "vat": "210.00", "gross": "1211.00"}))
    assert [warning.code for warning in document.warnings] == ["invoice.br-co-15"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_bytes(totals={"gross": 12.5}), "json.value"),
        (_bytes(totals={"gross": "12,50"}), "field.amount"),
        (_bytes(totals={"gross": "1e3"}), "field.amount"),
        (_bytes(issue_date="20/11/2026"), "field.day"),
        (_bytes(due_data="2026-12-20"), "json.unknown"),
        (_bytes(buyer=["x"]), "json.value"),
        (_bytes(number="a\0b"), "json.value"),
        (_bytes(number="\ud800"), "json.value"),
        (_bytes(kind="receipt"), "json.value"),
        (b'{"number": "1", "number": "2"}', "json.twice"),
        (b'{"number": NaN}', "json.broken"),
        (b'{"number": "1"', "json.broken"),
        (b'{"number":' + b"[" * 100_000, "json.broken"),
        (b'[{"number": "1"}' + b', {"number": "1"}' * 1000 + b"]", "json.count"),
        (b'{"number": ' + b"9" * 5000 + b"}", "json.broken"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    (document,) = reading.read(data)
    assert isinstance(document, Refused)
    assert document.reason.code == code
    document.reason.in_words()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5),
       st.sampled_from(sorted(PAPER)))  # fmt: skip
def test_any_value_in_any_place_is_read_or_refused(value: Any, name: str) -> None:
    with suppress(Refusal):
        own.read(_bytes(**{name: value}))
