"""Third-party money from the debtor to the principal, as EX13 of the worked examples has it, by the public verbs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

from cessie.domain.documents.queries import content
from cessie.domain.payments.models import Order
from cessie.domain.trust.models import Remittance
from cessie.domain.trust.queries import received
from cessie.domain.trust.remit import remit
from cessie.ledger.queries import bookings, entry_id
from cessie.lib.money import Money
from cessie.workflows.follow_up import trusting
from tests.domain.conftest import SYSTEM
from tests.trust_money import agency, books, breaches, noon

MAY = date(2026, 5, 31)
JUNE = date(2026, 6, 1)


def test_ex13(db: None, store_folder: Path) -> None:
    """700.00 and 752.00 come in; 12 % and its VAT are set off and moved; 1,241.17 is passed on; nothing is left."""
    on = agency()
    claim = uuid4()
    on.paid(date(2026, 5, 6), 700_00, claim)
    on.paid(date(2026, 5, 27), 752_00, claim)
    assert books("1020", "2200") == {"1020": Money(1_452_00), "2200": Money(-1_452_00)}
    assert breaches() == []

    made = remit(contract_id=on.contract.pk, until=MAY, by=SYSTEM, at=noon(JUNE))
    assert made is not None
    assert remit(contract_id=on.contract.pk, until=MAY, by=SYSTEM, at=noon(JUNE)) is None
    assert (made.net_cents, made.vat_cents, made.paid_cents) == (174_24, 36_59, 1_241_17)
    assert _days("P30 commission_invoiced", made) == _days("P31 commission_set_off", made) == MAY
    assert books("1020", "1410", "2200", "2400", "4040") == {
        "1020": Money(1_452_00), "1410": Money(0), "2200": Money(-1_241_17), "2400": Money(-36_59),
        "4040": Money(-174_24),
    }  # fmt: skip
    assert breaches() == []

    assert trusting.write_statements(by=SYSTEM, at=noon(JUNE)) == 1
    assert trusting.write_statements(by=SYSTEM, at=noon(JUNE)) == 0
    made.refresh_from_db()
    data = json.loads(content(made.data_document_id or "", SYSTEM))
    assert (data["opening"], data["passed_on"], data["closing"]) == ("0.00", "1241.17", "0.00")
    assert [(line["kind"], line["amount"], line["balance"]) for line in data["lines"]] == [
        ("receipt", "700.00", "700.00"), ("receipt", "752.00", "1452.00"), ("commission", "-174.24", "1277.76"),
        ("vat", "-36.59", "1241.17"), ("passed_on", "-1241.17", "0.00"),
    ]  # fmt: skip
    assert content(made.document_id or "", SYSTEM).startswith(b"%PDF")

    orders = on.let_go(JUNE)
    assert {(row.rule, row.amount_cents) for row in orders} == {("P32", 210_83), ("P33", 1_241_17)}
    assert books("1020", "2200") == {"1020": Money(1_452_00), "2200": Money(-1_241_17)}  # nothing before the bank
    assert breaches() == []
    on.executed(JUNE, orders)
    assert {row.state for row in Order.objects.all()} == {"executed"}
    assert books("1005", "1020", "1035", "1410", "2200", "2400", "4040") == {
        "1005": Money(1_000_00 + 210_83), "1020": Money(0), "1035": Money(0), "1410": Money(0), "2200": Money(0),
        "2400": Money(-36_59), "4040": Money(-174_24),
    }  # fmt: skip
    assert [row.amount for row in received([claim])[claim]] == [Money(700_00), Money(752_00)]
    assert breaches() == []


def _days(key: str, made: Remittance) -> date:
    (entry,) = bookings(entry_ids=[found] if (found := entry_id(f"{key} remittance/{made.pk}")) else [])
    return entry.booking_date
