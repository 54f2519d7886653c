"""Files of clients by mail and by folder: each becomes what it is, once; what cannot be used is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as house_settings
from pytest_django.fixtures import Settings

from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, House, Identifier, Membership
from cessie.domain.parties.register import register_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.workflows.incoming import client_mails
from cessie.workflows.incoming.answering import take_in_mails
from cessie.workflows.incoming.client_files import Became, take_in_client_file, take_in_folders
from tests.domain.client_ledgers.conftest import FIRST, NEXT, OPENING, Send, contract, owner, rows, send
from tests.domain.conftest import AT, SYSTEM, an, client_, other_client, seller, store_folder
from tests.workflows.test_reminding import Box

__all__ = ["an", "client_", "contract", "other_client", "owner", "seller", "send", "store_folder"]
AFTER = (("F1", "D1", 300_000), ("F2", "D2", 200_000), ("F3", "D1", 50_000))
MOMENT = datetime(2026, 9, 9, 8, tzinfo=UTC)
UBL = b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>"

File = Callable[..., Became]


@pytest.fixture
def people(client_: Client) -> Box:
    """The house with its mail server, and an owner of the client who reads French."""
    company = register_company(
        name="Het Huis NV", country="BE", identifiers={"vat": "BE0417497106"}, email="post@huis.example", by=SYSTEM,
        at=AT,
    )  # fmt: skip
    House.objects.create(company=company, founded_at=AT)
    for name, role in (("anne", "owner"), ("carl", "reader")):
        user = User.objects.create(
            email=f"{name}@client.example", name=name, kind="client", language="fr", created_at=AT
        )
        Membership.objects.create(user=user, client=client_, role=role, since_at=AT)
    return Box()


@pytest.fixture
def hand_in(client_: Client, people: Box) -> File:
    def handed(data: bytes, name: str = "2026-09-08.csv", *, at: datetime = MOMENT, about: str = "") -> Became:
        return take_in_client_file(
            client_id=client_.pk, data=data, name=name, about=about, channel="folder", by=SYSTEM, at=at, mail=people
        )

    return handed


@pytest.fixture
def opened(contract: Contract, send: Send, an: Viewer) -> Submission:
    """A ledger is in force."""
    row = send(FIRST, rows(*OPENING))
    return accept(submission_id=row.pk, note="Looked at.", by=an, at=datetime(2026, 9, 1, 17, tzinfo=UTC))


def told() -> list[str]:
    return [reason["code"] for task in Task.objects.filter(kind="client_file.unused") for reason in task.reasons]


def mail(to: str, *files: tuple[str, bytes], sender: str = "anne@client.example", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Anne <{sender}>", f"Factor <{to}>", "Balance 08/09/2026"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Voici.")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_a_ledger_in_the_folder_is_loaded_once_as_of_the_day_in_its_name(
    opened: Submission, client_: Client, people: Box, tmp_path: Path
) -> None:
    inbox = tmp_path / client_.code / "in"
    inbox.mkdir(parents=True)
    (tmp_path / "NOBODY" / "in").mkdir(parents=True)
    (tmp_path / "NOBODY" / "in" / "x.csv").write_bytes(rows(*AFTER))
    for turn in range(2):  # the second time under another name: the same bytes
        (inbox / f"{turn}_2026-09-08.csv").write_bytes(rows(*AFTER))
        assert take_in_folders(root=tmp_path, by=SYSTEM, at=MOMENT, mail=people) == 1
    row = Submission.objects.get(state="accepted")
    assert (row.as_of, row.lines, row.previous_id) == (NEXT, 3, opened.pk)
    assert Submission.objects.count() == 2
    assert not any(inbox.iterdir())
    assert len(list((tmp_path / client_.code / "done").iterdir())) == 2
    assert (tmp_path / "NOBODY" / "in" / "x.csv").exists(), "of no client: nobody's is loaded"
    assert (told(), people.mails) == ([], {})
    assert Arrival.objects.filter(channel="folder").count() == 2


def test_a_ledger_by_mail_of_an_owner_is_loaded(
    opened: Submission, client_: Client, people: Box, tmp_path: Path, settings: Settings
) -> None:
    settings.INTAKE_ADDRESS = "files@huis.example"
    own = client_mails.address_of(client_)
    (tmp_path / "in").mkdir()
    data = mail(own, ("ledger.csv", rows(*AFTER)), ("logo.png", b"\x89PNG\r\n\x1a\nlogo"))
    for name in ("a.eml", "b.eml"):
        (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "in" / "c.eml").write_bytes(mail("debiteuren@huis.example"))
    assert take_in_mails(folder=tmp_path, by=SYSTEM, at=MOMENT) == 1, "only the third is a debtor's"
    assert client_mails.take_in_client_mails(folder=tmp_path, by=SYSTEM, at=MOMENT, mail=people) == 2
    assert Submission.objects.get(state="accepted").as_of == NEXT, "the day in the subject"
    assert (told(), people.mails) == ([], {})
    assert originals.read(Arrival.objects.get(name="Balance 08-09-2026.eml").document_id) == data
    assert client_mails.take_in_client_mails(folder=tmp_path, by=SYSTEM, at=MOMENT, mail=people) == 0


@pytest.mark.parametrize(
    ("sender", "checked", "code"),
    [
        ("mallory@elsewhere.example", "", "client_file.sender"),
        ("carl@client.example", "", "client_file.sender"),  # who only reads
        ("dirk@other.example", "", "client_file.sender"),  # who is another client's
        ("anne@client.example", "mx.huis.example", "client_file.unproved"),
    ],
)
def test_who_may_not_hand_in_loads_nothing_and_the_owners_hear_of_it(
    opened: Submission, client_: Client, other_client: Client, people: Box, tmp_path: Path, settings: Settings,
    sender: str, checked: str, code: str,
) -> None:  # fmt: skip
    settings.INTAKE_ADDRESS, settings.MAIL_CHECKED_BY = "files@huis.example", checked
    dirk = User.objects.create(email="dirk@other.example", name="dirk", kind="client", language="nl", created_at=AT)
    Membership.objects.create(user=dirk, client=other_client, role="owner", since_at=AT)
    (tmp_path / "clients").mkdir()
    forged = {"Authentication_Results": "mx.elsewhere.example; dmarc=pass"}
    data = mail(client_mails.address_of(client_), ("ledger.csv", rows(*AFTER)), sender=sender, **forged)
    for name in ("a.eml", "b.eml"):
        (tmp_path / "clients" / name).write_bytes(data)
        client_mails.take_in_client_mails(folder=tmp_path, by=SYSTEM, at=MOMENT, mail=people)
    assert Submission.objects.count() == 1
    assert told() == [code]
    (said,) = people.mails.values()
    assert "anne@client.example" in said
    if checked:
        good = mail(
            client_mails.address_of(client_), ("ledger.csv", rows(*AFTER)),
            Authentication_Results=f"{checked}; spf=pass; dmarc=pass header.from=client.example",
        )  # fmt: skip
        (tmp_path / "clients" / "c.eml").write_bytes(good)
        client_mails.take_in_client_mails(folder=tmp_path, by=SYSTEM, at=MOMENT, mail=people)
        assert Submission.objects.filter(state="accepted").get().as_of == NEXT


def test_what_cannot_be_used_is_named_and_nothing_of_it_counts(
    opened: Submission, client_: Client, hand_in: File, people: Box
) -> None:
    Identifier.objects.create(company_id=client_.company_id, scheme="fr.siren", value="303265045", valid=True)
    foreign = rows(*AFTER).replace(b"Kind\n", b"Kind;Currency\n").replace(b"invoice\n", b"invoice;USD\n")
    cases = {
        "client_ledger.columns": (b"Alpha;Beta;Gamma\n1;2;3\n", "2026-09-08.csv"),
        "client_ledger.unknown": (b"\x00\x01\x02", "2026-09-08.bin"),
        "client_ledger.currency": (foreign, "2026-09-08.csv"),
        "ledgers.older": (rows(("F1", "D1", 1)), "2026-08-30.csv"),
        "ledgers.others_file": (b"JournalCode|EcritureNum\n", "999999999FEC20260908.txt"),
        "client_file.no_ledger": (
            UBL,
            "a.xml",
        ),
    }
    for code, (data, name) in cases.items():
        before = told()
        for _ in range(2):
            found = hand_in(data, name)
            assert found.state in ("unused", "refused"), code
        assert found.reasons[0].code == code
        assert set(told()) - set(before) == {code}, "once, however often it comes"
    assert Submission.objects.get(state="accepted") == opened
    assert not Invoice.objects.exists()
    assert len(people.mails) == len(cases)
    assert all("anne@client.example" in said for said in people.mails.values())


def test_a_ledger_is_never_taken_for_invoices(client_: Client, store_folder: Path, people: Box, hand_in: File) -> None:
    """Line by line: an aged list would put every open invoice up for financing once more."""
    open_contract(
        client_id=client_.pk, number="L001", preset="confidential_line", valid_from=date(2026, 1, 1), by=SYSTEM, at=AT
    )
    found = hand_in(rows(*AFTER))
    assert (found.state, [reason.code for reason in found.reasons]) == ("unused", ["ledgers.by_invoice"])
    assert not Invoice.objects.exists()
    sheet = b"Factuurnummer;Factuurdatum;Klant;Totaal\n"
    assert hand_in(sheet, "invoices.csv").reasons[0].code != "ledgers.by_invoice"
    assert house_settings.INTAKE_ADDRESS == ""
