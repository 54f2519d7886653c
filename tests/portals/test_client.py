"""What a client does on his pages: hands in, reads, signs, and takes his statement home."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cessie.domain.payments.models import Order
from cessie.domain.purchase.queries import offers
from cessie.ledger.models import Entry
from tests.portals.house import Stage, visit


@pytest.fixture
def owner(stage: Stage) -> Client:
    return visit("owner1@client.example")


def read(answer: object) -> str:
    """The words of a page."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]  # any answer has it
    return " ".join(html.unescape(text).split())


def upload(client: Client, *files: tuple[str, bytes]) -> str:
    sent = [SimpleUploadedFile(name, data, "application/xml") for name, data in files]
    return read(client.post(reverse("client:upload"), {"files": sent}))


def test_each_file_says_what_became_of_it(stage: Stage, owner: Client) -> None:
    good, bomb = stage.paper("A-1001"), b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    said = upload(owner, ("good.xml", good), ("bomb.xml", bomb), ("empty.xml", b""), ("note.txt", b"hello"))
    assert "good.xml Accepted A-1001" in said
    assert said.count("Refused") == 3
    again = upload(owner, ("copy.xml", good))
    assert "copy.xml Accepted A-1001" in again
    assert len(offers(viewer=stage.own.owner)) == 1


def test_an_upload_without_a_file_says_so(owner: Client) -> None:
    answer = owner.post(reverse("client:upload"))
    assert answer.status_code == 400
    assert "Choose a file first." in read(answer)


def test_a_client_never_reads_what_smelled_of_fraud(stage: Stage, owner: Client) -> None:
    said = upload(owner, ("x.xml", stage.paper("A-1002", false_payee=True)))
    page = read(owner.get(re.search(r"/client/invoices/[0-9a-f-]{36}", _list(owner)).group()))  # type: ignore[union-attr]
    for words in (said, page):
        assert "We are looking at the document" in words
        assert "not the factor's" not in words
        assert "M07" not in words


def _list(client: Client) -> str:
    return client.get(reverse("client:invoices")).content.decode()


def test_approving_twice_buys_once_and_other_figures_are_refused(stage: Stage, owner: Client) -> None:
    stage.hand_in("A-1003")
    (offer,) = offers(viewer=stage.own.owner)
    address = reverse("client:approve", args=[offer.id])
    refused = owner.post(address, {"digest": "another"}, follow=True)
    assert 'class="note bad' in refused.content.decode()
    assert not Entry.objects.filter(rule="P01").exists()
    for _ in range(2):
        owner.post(address, {"digest": offer.digest})
    assert Entry.objects.filter(rule="P01").count() == 1
    assert Order.objects.count() == 1


def test_a_declined_offer_is_closed(stage: Stage, owner: Client) -> None:
    stage.hand_in("A-1004")
    (offer,) = offers(viewer=stage.own.owner)
    said = read(owner.post(reverse("client:decline", args=[offer.id]), follow=True))
    assert "is declined" in said
    assert "This offer is closed." in said


def test_the_statement_is_the_same_on_screen_in_a_file_and_on_paper(stage: Stage, owner: Client) -> None:
    stage.hand_in("A-1005")
    stage.approve("A-1005")
    screen = read(owner.get(reverse("client:statement")))
    assert "€ 1,210.00" in screen.replace("\u00a0", " ")
    rows = owner.get(reverse("client:statement_csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[2:4] == ["A-1005", "1210.00"]
    paper = owner.get(reverse("client:statement_pdf"))
    assert paper.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in paper.content or b"ObjStm" in paper.content


@pytest.mark.parametrize("query", ["since=x", "since=2026-03-02&until=2026-03-01", "since=1900-01-01", "contract=x"])
def test_a_statement_of_impossible_days_says_so_instead_of_failing(owner: Client, query: str) -> None:
    for name in ("client:statement", "client:statement_csv", "client:statement_pdf"):
        assert owner.get(f"{reverse(name)}?{query}").status_code == 200


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_pages_speak_the_readers_language(stage: Stage, language: str) -> None:
    stage.hand_in("A-1006")
    page = visit("owner1@client.example", language=language).get(reverse("client:invoices")).content.decode()
    assert f'<html lang="{language}">' in page
    assert {"nl": "Voorstel wacht", "fr": "Offre en attente"}[language] in page
    assert {"nl": "1.210,00", "fr": "1\u202f210,00"}[language] in page.replace("\u00a0210", "\u202f210")
