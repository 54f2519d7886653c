"""Sheets on the client's pages: looked at first, explained once, taken in whole; a file of many goes on behind it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from cessie.domain.audit.models import Event
from cessie.domain.documents.models import Arrival
from cessie.domain.invoices.models import Invoice, SheetLayout
from cessie.portals.client.screens import file as page
from cessie.workflows.incoming import intake
from tests.portals.house import Stage, visit

OWN = "Beleg;Tag;Wer;BTW;Summe\nS-1;{day};De Molen;BE0403170701;1.210,00\nS-2;{day};De Molen;BE0403170701;121,00\n"
MEANS = {"column-0": "number", "column-1": "issue_date", "column-2": "buyer_name", "column-3": "buyer_vat"}


@pytest.fixture
def owner(stage: Stage) -> Client:
    return visit("owner1@client.example")


def _words(answer: object) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]  # any answer has it
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def _upload(client: Client, name: str, data: bytes) -> str:
    """Hand in one file; the address where it goes on."""
    answer = client.post(reverse("client:upload"), {"files": [SimpleUploadedFile(name, data)]})
    assert answer.status_code == 302, _words(answer)
    return str(answer["Location"])


def test_columns_are_explained_once_and_remembered_and_forgotten(stage: Stage, owner: Client) -> None:
    data = OWN.format(day=stage.today.isoformat()).encode()
    address = _upload(owner, "november.csv", data)
    first = _words(owner.get(address))
    assert "The columns do not tell everything" in first
    assert "Hand in" not in first
    assert not Invoice.objects.exists()

    explain, take = f"{address}/explain", f"{address}/take"
    said = _words(owner.post(explain, MEANS, follow=True))
    assert "Say also which column is: Total with VAT." in said
    said = _words(owner.post(explain, MEANS | {"column-4": "gross"}, follow=True))
    assert "Invoices 2 Together € 1,331.00" in said
    assert not Invoice.objects.exists()

    owner.post(take)
    owner.post(take)
    rows = Invoice.objects.order_by("part")
    assert [(row.number, row.gross_cents, row.client_id) for row in rows] == [
        ("S-1", 121_000, stage.own.client_id), ("S-2", 12_100, stage.own.client_id),
    ]  # fmt: skip
    assert rows[0].content["stated"]["seller"]["name"] == stage.own.actor.name
    assert "S-2" in _words(owner.get(address))

    again = _upload(owner, "december.csv", data.replace(b"S-", b"T-"))
    assert "Invoices 2 Together" in _words(owner.get(again))
    assert "is forgotten" in _words(owner.post(f"{again}/forget", follow=True))
    assert not SheetLayout.objects.exists()
    assert "The columns do not tell everything" in _words(owner.get(again))
    assert set(Event.objects.values_list("action", flat=True)) >= {
        "invoices.explain_columns",
        "invoices.forget_columns",
    }


def test_a_bad_row_keeps_the_whole_sheet_out(stage: Stage, owner: Client) -> None:
    text = "Nr;Datum;Klant;Totaal\n1;2026-11-02;X;121,00\n2;2026-13-02;X;121,00\n"
    address = _upload(owner, "bad.csv", text.encode())
    said = _words(owner.get(address))
    assert "Row 3, column Datum: 2026-13-02 is not a day of the calendar." in said
    assert "Hand in" not in said
    assert "Row 3, column Datum" in _words(owner.post(f"{address}/take", follow=True))
    assert not Invoice.objects.exists()


def test_a_reader_looks_and_another_client_finds_nothing(stage: Stage, owner: Client) -> None:
    address = _upload(owner, "x.csv", OWN.format(day="2026-11-02").encode())
    stranger = visit("owner2@client.example")
    for act in ("explain", "forget", "take"):
        assert stranger.post(f"{address}/{act}", MEANS | {"column-4": "gross"}).status_code == 404
    assert stranger.get(address).status_code == 404
    assert owner.post(f"{address}/nothing").status_code == 404
    assert not SheetLayout.objects.exists()


def test_a_file_of_many_is_taken_in_behind_the_page(
    stage: Stage, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "AT_ONCE", 1)
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for number in ("Z-1", "Z-2"):
            archive.writestr(f"{number}.xml", stage.paper(number))
    address = _upload(owner, "all.zip", bundle.getvalue())
    assert "0 of 2 so far." in _words(owner.get(address))
    job = ProcrastinateJob.objects.get(task_name="cessie.workflows.jobs.take_in_file")
    arrival = Arrival.objects.get(name="all.zip")
    assert job.args["arrival"] == str(arrival.pk)
    intake.take_in_arrival(arrival_id=UUID(job.args["arrival"]), by=stage.own.owner, at=stage.at)
    part = owner.get(address, headers={"HX-Request": "true"})
    assert "2 of 2 so far." in _words(part)
    assert "<html" not in part.content.decode()
    assert {row.number for row in Invoice.objects.all()} == {"Z-1", "Z-2"}
