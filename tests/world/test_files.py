"""What the made-up programs and banks write is read back to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument, StatementFile
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.world import cast
from cessie.world.belgian_bank import BelgianBank
from cessie.world.dutch_bank import Movement
from cessie.world.other_papers import cii, csv, facturx
from tests.world.test_cast import a_sale

REFERENCE = shown_ogm(make_ogm(7))


def test_cii_and_factur_x_say_what_was_sold() -> None:
    sale, factor = a_sale(3, REFERENCE)
    for paper, name, form in ((cii(sale, factor), "a.xml", "cii"), (facturx(sale, factor), "a.pdf", "facturx")):
        (found,) = read(paper, name)
        assert isinstance(found, InvoiceDocument)
        assert (found.format, found.number, found.warnings) == (form, sale.number, ())
        assert (found.issue_date, found.due_date) == (sale.issue_date, sale.due_date)
        assert (found.totals.net, found.totals.gross) == (sale.net.decimal, sale.gross.decimal)
        assert (found.seller.vat, found.buyer.vat) == (sale.seller.vat, sale.buyer.vat)
        assert (found.payment.account, found.payment.reference) == (factor.iban, sale.reference)


def test_a_sheet_holds_each_sale_as_a_row() -> None:
    sale, _ = a_sale(3)
    sales = [sale, replace(sale, number="2026-0002", net=Money(7))]
    found = read(csv(sales), "day.csv")
    assert [(one.number, one.totals.gross, one.buyer.vat) for one in found if isinstance(one, InvoiceDocument)] == [
        (one.number, one.gross.decimal, one.buyer.vat) for one in sales
    ]


def test_coda_follows_its_balances(tmp_path: Path) -> None:
    factor, payer = cast.factor(1)[0], cast.buyers(1, 1)[0]
    bank = BelgianBank.of(1, factor)
    bank.book(
        date(2026, 3, 2), [Movement(Money(121_00), make_ogm(7), payer), Movement(Money(-7_50), "kosten")], tmp_path
    )
    bank.book(date(2026, 3, 3), [Movement(Money(1), "dank u", payer)], tmp_path)
    opening = Money(0).decimal
    for path, closing in zip(sorted(tmp_path.iterdir()), (Money(113_50), Money(113_51)), strict=True):
        (found,) = read(path.read_bytes(), path.name)
        assert isinstance(found, StatementFile)
        (statement,) = found.statements
        assert statement.warnings == ()
        assert statement.account.iban == bank.iban
        assert (statement.opening.amount, statement.closing.amount) == (opening, closing.decimal)
        opening = closing.decimal
