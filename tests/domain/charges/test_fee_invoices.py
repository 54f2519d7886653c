"""Fee invoices: what the books charged, numbered without a gap, as an e-invoice that the official rules pass."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections, transaction

from cessie.connectors.rules import checker
from cessie.domain.charges import invoice_fees
from cessie.domain.charges.accrue import NotOver
from cessie.domain.charges.charge_month import charge_month
from cessie.domain.charges.invoice_fees import number_fees, write_fees
from cessie.domain.charges.models import FeeInvoice, Series
from cessie.domain.charges.queries import explained, fee_invoices
from cessie.domain.charges.rules.fee_lines import Booked, Tax, fee_lines
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.queries import content
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.models import Client
from cessie.domain.parties.register import register_company
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats.invoices import ubl
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.fees import fee
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.fees import FeeRule, FeeTerms
from tests.domain.charges.conftest import Fix, Sign, use
from tests.domain.charges.test_accrue import JULY, JUNE, night
from tests.domain.conftest import AT, SYSTEM, of_client

PORTAL = FeeRule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00)), "SERVICE", account="4020")
AUGUST = night(date(2026, 7, 31))


@pytest.fixture
def house(db: None) -> None:
    company = register_company(
        name="Huis NV", country="BE", identifiers={"be.enterprise": "0202239951", "vat": "BE0202239951"},
        by=SYSTEM, at=AT, street="Wetstraat", building="1", postcode="1000", town="Brussel",
    )  # fmt: skip
    found_house(company_id=company.pk, simulated=False, by=SYSTEM, at=AT)


def commission(contract: Contract, cents: int, day: date, vat: str = "20") -> None:
    """A commission of a purchase."""
    net, of = Money(cents), Dims(contract.pk, contract.client_id)
    event = Event(f"{contract.pk}/{day}/{cents}", day)
    tax = net.percent(Decimal(vat))
    entry = fee(event=event, kind="factoring_commission", net=net, vat=tax, country="FR", of=of)
    post([entry], by="test", at=night(day - timedelta(days=1), 9))


def end(contract: Contract, month: date) -> FeeInvoice:
    at = night(date(2026, 8, 1))
    charge_month(contract_ids=[contract.pk], month=month, by=SYSTEM, at=at)
    (row,), refused = number_fees(contract_ids=[contract.pk], month=month, by=SYSTEM, at=at)
    assert refused == {}
    write_fees(invoices=[row], by=SYSTEM, at=at)
    return FeeInvoice.objects.get(pk=row.pk)


@pytest.mark.django_db
def test_an_invoice_says_what_the_books_charged(
    sign: Sign, fix: Fix, house: None, store_folder: Path, client_: Client, other_client: Client
) -> None:
    contract = sign(fee_plan=(PORTAL,))
    fix("2.035", JUNE)
    fix("2.035", JULY)
    use(contract, 36_000_00, JUNE, night(date(2026, 5, 31)))
    commission(contract, 100_03, date(2026, 6, 8))
    commission(contract, 100_04, date(2026, 6, 9))
    june = end(contract, JUNE)
    assert june.number == "2026-000001"
    assert [(line["kind"], line["count"], line["net"], line["vat"]) for line in june.lines] == [
        ("factoring_commission", 2, 200_07, 40_02), ("interest_capitalised", 1, 109_60, 0),
        ("service_fee", 1, 45_00, 9_00),
    ]  # fmt: skip
    (paper,) = ubl.read(content(june.xml_id or "", of_client(client_.pk)))
    assert checker.check(paper) == ()
    assert (paper.totals.gross, paper.totals.payable, paper.seller.name) == (
        Decimal("403.69"),
        Decimal("0.00"),
        "Huis NV",
    )
    again, _ = number_fees(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=AUGUST)
    assert [row.pk for row in again] == [june.pk]
    july = end(contract, JULY)
    told = explained(viewer=of_client(client_.pk), invoice_id=july.pk)
    assert [(each.line.kind, each.before.cents, each.change.cents) for each in told.lines] == [
        ("interest_capitalised", 109_60, told.lines[0].line.net.cents - 109_60), ("service_fee", 45_00, 0),
    ]  # fmt: skip
    assert told.gone == (("factoring_commission", Money(200_07)),)
    parts = [why.facts["amount"] for why in told.lines[0].why]
    assert Money.total(part for part in parts if isinstance(part, Money)) == told.lines[0].change
    assert [why.code for why in told.lines[0].why] == ["differs.days", "differs.volume"]
    assert [(look.month, look.total) for look in told.looks] == [(JULY, told.lines[0].line.net)]
    assert list(fee_invoices(viewer=of_client(other_client.pk))) == []
    with pytest.raises(NotFound):
        explained(viewer=of_client(other_client.pk), invoice_id=july.pk)
    with pytest.raises(NotOver):
        number_fees(contract_ids=[contract.pk], month=JULY, by=SYSTEM, at=night(date(2026, 7, 30)))


@pytest.mark.django_db
def test_more_given_back_than_charged_is_a_credit_note(sign: Sign, fix: Fix, house: None, store_folder: Path) -> None:
    contract = sign()
    fix("2.035", JUNE)
    fix("2.035", JULY)
    use(contract, 36_000_00, JUNE, night(date(2026, 5, 31)))
    end(contract, JUNE)
    use(contract, -36_000_00, JUNE, night(date(2026, 8, 1)), booked=date(2026, 7, 2), rule="P08")
    july = end(contract, JULY)
    assert july.net_cents < 0
    (paper,) = ubl.read(content(july.xml_id or "", SYSTEM))
    assert (paper.kind, checker.check(paper)) == ("credit_note", ())


@pytest.mark.django_db
def test_who_cannot_have_an_invoice_takes_no_number(
    sign: Sign, house: None, other_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine, wrong = sign(vat_country="FR"), sign(client=other_client)
    commission(fine, 100_00, JUNE)
    commission(wrong, 100_00, JUNE, vat="6")
    both = [fine.pk, wrong.pk]
    rows, refused = number_fees(contract_ids=both, month=JUNE, by=SYSTEM, at=AUGUST)
    assert [row.serial for row in rows] == [1]
    assert {key: reason.code for key, reason in refused.items()} == {wrong.pk: "charges.vat_mixed"}
    assert Series.objects.get().last == 1


@pytest.mark.django_db
def test_a_number_that_was_taken_by_a_transaction_that_fails_is_given_again(
    sign: Sign, house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = sign()
    commission(contract, 100_00, JUNE)
    monkeypatch.setattr(invoice_fees, "record_many", _fails)
    with pytest.raises(RuntimeError):
        number_fees(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=AUGUST)
    monkeypatch.undo()
    rows, _ = number_fees(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=AUGUST)
    assert [row.number for row in rows] == ["2026-000001"]


def _fails(**_: object) -> None:
    raise RuntimeError


def test_vat_in_the_books_that_the_table_does_not_say_is_refused() -> None:
    with pytest.raises(Refusal, match="6"):
        fee_lines([Booked("factoring_commission", Money(-100_00), Money(-6_00), 1)], lambda kind: Tax(Decimal(20), ""))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_no_gap() -> None:
    """The series is the one door to a number: what both take is 1 to 20, each once."""
    taken: list[int] = []

    def take() -> None:
        for _ in range(10):
            with transaction.atomic():
                new = [FeeInvoice()]
                invoice_fees._number(new, 2026)
            taken.append(new[0].serial)
        connections.close_all()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 21))
