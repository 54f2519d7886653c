"""The reports as pages and files: for the staff all clients, for a client its own figures alone."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import openpyxl
import pypdf
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cessie.domain.contracts.models import Version
from cessie.domain.reports.invariants import confirmations_stand
from cessie.domain.reports.letter import letter_pdf
from cessie.domain.reports.models import Confirmation
from cessie.domain.reports.queries import kinds
from cessie.domain.reports.rules.confirmed import Figures
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.dilution import credit_note
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
    for query in ({"format": "fec", "siren": "1"}, {"format": "x"}, {"since": "x"}, {"format": "twinfield"}):
        assert "note bad" in desk.get(reverse("staff:journal_file"), query, follow=True).content.decode(), query
    assert desk.get(reverse("staff:journal_file")).getvalue().startswith(b"\xef\xbb\xbfnumber;")
    with patch("cessie.domain.reports.kinds.ageing.books", return_value=Money(1)):
        page = desk.get(reverse("staff:report", args=["ageing"])).content.decode()
    assert "Differs from the books" in page
    assert AGREES not in page


def test_balances_are_confirmed_once_and_stay_provable(full: Stage) -> None:
    desk, page = visit("treasury1@factor.example"), reverse("staff:confirmations")
    assert "Make the letter" in desk.get(page, {"debtor": str(full.buyer.debtor_id)}).content.decode()
    form = {
        "side": "debtor", "party": str(full.buyer.debtor_id), "day": str(full.today), "language": "nl",
        "known_at": full.at.isoformat(), "auditor": "Revisor & Co\n<b>Gent</b>",
    }  # fmt: skip
    for _ in range(2):
        answer = desk.post(page, form, follow=True)
    assert "The books still say the same" in answer.content.decode()
    row = Confirmation.objects.exclude(debtor=None).get()
    found = {each.number: each.amount for each in Figures.from_json(row.figures).invoices}
    owed = Money.total(ledger.balance(code, Dims(debtor=full.buyer.debtor_id)) for code in BOUGHT)
    assert (sorted(found), Money.total(found.values())) == (["GEHEIM-DELTA-4444", "GEHEIM-ECHO-55555"], owed)
    letter = desk.get(reverse("staff:confirmation_letter", args=[row.pk])).content
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter)).pages)
    assert "GEHEIM-DELTA-4444" in text
    assert "Saldobevestiging" in text
    assert "<b>Gent</b>" in text
    assert letter_pdf(row) == letter, "it can be made again, byte for byte"
    assert list(confirmations_stand()) == []

    contract = Version.objects.get(contract__client_id=full.own.client_id).contract_id
    of = Dims(contract, full.own.client_id, full.buyer.debtor_id, full.things["bought_id"])
    early = Event("slipped in", full.today)
    post([credit_note(event=early, amount=Money(1_00), of=of)], by="me", at=row.known_at - timedelta(microseconds=1))
    assert [reason.code for reason in confirmations_stand()] == ["reports.confirmation_differs"]
    assert "something else" in desk.get(reverse("staff:confirmation", args=[row.pk])).content.decode()


def test_what_cannot_be_confirmed_is_refused(full: Stage) -> None:
    desk, page, now = visit("treasury1@factor.example"), reverse("staff:confirmations"), full.at
    form = {"side": "debtor", "party": str(full.buyer.debtor_id), "language": "nl", "known_at": now.isoformat()}
    before = Confirmation.objects.count()
    tomorrow, early = full.today + timedelta(days=1), full.today - timedelta(days=400)
    for day, language in ((tomorrow, "nl"), (early, "nl"), (full.today, "xx")):
        told = desk.post(page, form | {"day": str(day), "language": language}, follow=True).content.decode()
        assert "note bad" in told, (day, language)
    assert desk.post(page, form | {"day": str(full.today), "side": "x"}).status_code == 404
    assert desk.post(page, form | {"day": str(full.today), "party": str(full.own.owner.person)}).status_code == 404
    version = Version.objects.get(contract__client_id=full.own.client_id)
    hidden = version.terms | {"disclosure": "CONFIDENTIAL"}
    Version.objects.create(
        contract_id=version.contract_id, number=9, valid_from=full.today, terms=hidden, made_at=now, made_by="x"
    )
    form |= {"day": str(full.today), "known_at": full.at.isoformat()}
    assert "say nothing" in desk.post(page, form, follow=True).content.decode(), "a debtor never reads of it"
    assert Confirmation.objects.count() == before


def _sheet(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
