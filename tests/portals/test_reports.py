"""The reports as pages and files: for the staff all clients, for a client its own figures alone."""

from __future__ import annotations

import io
from decimal import Decimal
from unittest.mock import patch

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cessie.domain.reports.queries import kinds
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.lib.money import Money
from tests.portals.house import Stage, visit
from tests.portals.test_client import read

AGREES = "Agrees with the books to the cent."


def test_each_report_agrees_with_the_books_by_everything_it_can_be_asked(full: Stage) -> None:
    desk, mine = visit("treasury1@factor.example"), visit("owner1@client.example")
    for code, kind in kinds().items():
        for by in kind.BY:
            for person, portal in ((desk, "staff"), (mine, "client")):
                with CaptureQueriesContext(connection) as asked:
                    page = read(person.get(reverse(f"{portal}:report", args=[code]), {"by": by}))
                assert AGREES in page, f"{code} by {by} for {portal}"
                assert len(asked) <= 20, "the questions do not grow with the rows"
    other = read(visit("owner2@client.example").get(reverse("client:report", args=["ageing"])))
    assert "Nothing to show" in other
    assert "GEHEIM" not in other


def test_files_hold_what_the_page_shows_searched_and_sorted(full: Stage) -> None:
    desk, address = visit("treasury1@factor.example"), reverse("staff:report_file", args=["ageing", "xlsx"])
    rows = _sheet(desk.get(address, {"client": str(full.own.client_id)}).content)
    owed = Money.total(ledger.balance(code) for code in BOUGHT)
    assert (rows[0][0], rows[-1][0]) == ("Client", "Total")
    assert Decimal(str(rows[-1][6])) == owed.decimal > 0
    own = _sheet(visit("owner1@client.example").get(reverse("client:report_file", args=["ageing", "xlsx"])).content)
    assert own == rows
    address = reverse("staff:report_file", args=["turnover", "csv"])
    lines = desk.get(address, {"by": "debtor"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Debtor;Bought;Credit notes;Turnover;Share"
    assert lines[1].startswith(full.buyer.actor.name)
    assert lines[-1].startswith("Total;")
    assert len(desk.get(address, {"by": "debtor", "q": "nobody of this name"}).content.decode().splitlines()) == 1
    assert desk.get(reverse("staff:report_file", args=["turnover", "exe"])).status_code == 404
    assert desk.get(reverse("staff:report", args=["nonsense"])).status_code == 404


def test_what_is_wrong_is_told_before_any_figure(stage: Stage) -> None:
    desk = visit("treasury1@factor.example")
    for query in ({"until": "x"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"until": "0001-01-01"}):
        answer = desk.get(reverse("staff:report", args=["turnover"]), query)
        assert "note bad" in answer.content.decode(), query
    with patch("cessie.domain.reports.kinds.ageing.books", return_value=Money(1)):
        page = desk.get(reverse("staff:report", args=["ageing"])).content.decode()
    assert "Differs from the books" in page
    assert AGREES not in page


def _sheet(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
