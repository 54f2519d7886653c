"""A ZIP of e-invoices under a confidential contract line by line is one submission, and proves that none is missing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.client_ledgers.invariants import batches_add_up
from cessie.domain.client_ledgers.keep_batch import keep_batch
from cessie.domain.client_ledgers.models import BatchPart, Submission
from cessie.domain.client_ledgers.queries import batch_of, parts_of
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.correspondence.set_invoice_sending import set_invoice_sending
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Membership
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.refusals import NotBuyable
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.incoming import client_mails, intake
from cessie.workflows.incoming.client_files import take_in_client_file
from cessie.world.papers import invoice
from tests.domain.conftest import SYSTEM, of_client
from tests.stories.road import Road, build, moment
from tests.workflows.test_client_files import mail
from tests.workflows.test_lettrage_by_line import DAY, DUE


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path) -> Road:
    return build(
        tmp_path, advance=90, fee="3.5", minimum=50_00, disclosure="CONFIDENTIAL", matcher="CLIENT",
        collector="CLIENT_MANDATE", account_model="DEDICATED_CLIENT",
    )  # fmt: skip


def paper(road: Road, number: str, net: str) -> bytes:
    return invoice(road.sale(number, net, issued=DAY, due=DUE), replace(road.seller))


def packed(*files: tuple[str, bytes]) -> bytes:
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return sheet.getvalue()


def send(road: Road, data: bytes, day: date = DAY) -> Any:
    return intake.take_in_invoice(
        data=data,
        name="batch.zip",
        channel="portal",
        client_id=road.client_id,
        by=road.owner,
        at=moment(day),
    )


def told(row: Submission) -> list[tuple[str, str, str, int | None]]:
    return [(part.file, part.outcome, part.number, part.amount_cents) for part in parts_of(row)]


def test_a_batch_is_one_submission_with_each_document_and_its_sums(road: Road) -> None:
    send(road, paper(road, "2026-0001", "1000.00"))
    assert not Submission.objects.exists(), "a single invoice is no batch"
    entries = Entry.objects.count()
    data = packed(
        ("a/1.xml", paper(road, "2026-0001", "1000.00")), ("2.xml", paper(road, "2026-0002", "2000.00")),
        ("3.xml", b"<Invoice><broken"), ("4.txt", b"hello"),
    )  # fmt: skip
    send(road, data)
    row = Submission.objects.get()
    assert (row.kind, row.state, row.lines, row.problems, row.format) == ("lines", "accepted", 4, 2, "ubl")
    assert (row.invoices_cents, row.credit_notes_cents, row.closing_cents) == (2_420_00, 0, 2_420_00)
    assert told(row) == [
        ("a/1.xml", "known", "2026-0001", 1_210_00), ("2.xml", "taken", "2026-0002", 2_420_00),
        ("3.xml", "refused", "", None), ("4.txt", "refused", "", None),
    ]  # fmt: skip
    assert [len(part.why) for part in parts_of(row)] == [0, 0, 1, 1]
    assert batch_of(road.owner, row.document_id) == row
    assert batch_of(of_client(road.debtor_id), row.document_id) is None
    assert Entry.objects.count() == entries, "nothing is financed on a batch: its invoices go their own road"
    invoices = Invoice.objects.count()
    send(road, data, date(2026, 3, 3))
    assert (Submission.objects.count(), BatchPart.objects.count(), Invoice.objects.count()) == (1, 4, invoices)
    assert told(Submission.objects.get())[1][1] == "taken"
    assert list(batches_add_up()) == []
    Submission.objects.update(closing_cents=1, invoices_cents=1)
    assert [breach.code for breach in batches_add_up()] == ["ledgers.batch"]
    Submission.objects.update(closing_cents=2_420_00, invoices_cents=2_420_00)


def test_a_killed_batch_is_gone_on_with_and_what_could_not_be_read_may_come_later(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed(("1.xml", paper(road, "2026-0001", "1000.00")), ("2.xml", paper(road, "2026-0002", "2000.00")))

    def dies(*_args: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(intake, "keep_as_batch", dies)
        with pytest.raises(KeyboardInterrupt):
            send(road, data)
    assert (Invoice.objects.count(), Submission.objects.count()) == (2, 0)
    real = intake.register

    def refuses(**named: Any) -> Invoice:
        if named["part"] == 2:
            raise Refusal("test.later", "not now")
        return real(**named)

    with monkeypatch.context() as patched:
        patched.setattr(intake, "register", refuses)
        send(road, data)
    row = Submission.objects.get()
    assert (row.problems, row.closing_cents, told(row)[1][1:3]) == (1, 1_210_00, ("refused", "2026-0002"))
    send(road, data)
    row = Submission.objects.get()
    assert (row.problems, row.closing_cents, told(row)[1][1]) == (0, 3_630_00, "taken")


def test_a_hostile_archive_does_nothing_and_is_named_as_a_whole(road: Road) -> None:
    for files in ([("../../etc/x.xml", b"<a/>")], [("a.zip", packed(("b.xml", b"<a/>")))], []):
        send(road, packed(*files))
    rows = list(Submission.objects.order_by("received_at", "pk"))
    assert [(row.state, row.lines, row.problems) for row in rows] == [("refused", 1, 1)] * 3
    assert [parts_of(row)[0].why[0].code for row in rows] == ["archive.name", "archive.nested", "archive.empty"]
    assert not Invoice.objects.exists()


def test_others_keep_no_batch_of_this_client(road: Road) -> None:
    send(road, packed(("1.xml", paper(road, "2026-0001", "1000.00"))))
    row, documents = Submission.objects.get(), []
    reads_only = Viewer(key="user:reader", kind="client", client_ids=frozenset({road.client_id}))
    for by, refusal in ((of_client(road.debtor_id), NotFound), (reads_only, NotAllowed)):
        with pytest.raises(refusal):
            keep_batch(
                contract_id=row.contract_id, sha256=row.document_id, format="ubl", documents=documents, by=by,
                at=moment(DAY),
            )  # fmt: skip
    with pytest.raises(Refusal, match="no document"):
        keep_batch(
            contract_id=row.contract_id, sha256=row.document_id, format="ubl", documents=documents, by=SYSTEM,
            at=moment(DAY),
        )  # fmt: skip


def test_a_batch_by_folder_is_one_submission_too(road: Road) -> None:
    data = packed(("1.xml", paper(road, "2026-0001", "1000.00")))
    found = take_in_client_file(
        client_id=road.client_id, data=data, name="batch.zip", channel="folder", by=SYSTEM, at=moment(DAY)
    )
    assert (found.state, Submission.objects.get().lines) == ("invoices", 1)


def test_several_invoices_in_a_mail_are_one_submission_that_the_mail_proves(
    road: Road, tmp_path: Path, settings: Settings
) -> None:
    settings.INTAKE_ADDRESS = "files@huis.example"
    client = Client.objects.get()
    user = User.objects.create(email="anne@client.example", name="anne", kind="client", created_at=moment(DAY))
    Membership.objects.create(user=user, client=client, role="owner", since_at=moment(DAY))
    papers = [(f"{n}.xml", paper(road, f"2026-000{n}", f"{n}000.00")) for n in (1, 2)]
    data = mail(
        client_mails.address_of(client), *papers, ("b.zip", packed(("3.xml", paper(road, "2026-0003", "3.00"))))
    )
    (tmp_path / "clients").mkdir()
    for name in ("a.eml", "b.eml"):
        (tmp_path / "clients" / name).write_bytes(data)
        client_mails.take_in_client_mails(folder=tmp_path, by=SYSTEM, at=moment(DAY))
    kept = {row.lines: row for row in Submission.objects.all()}
    assert set(kept) == {1, 2}
    assert kept[2].document_id == sha256(data).hexdigest()
    assert [each[:2] for each in told(kept[2])] == [("1.xml", "taken"), ("2.xml", "taken")]


def test_under_balances_a_batch_is_refused(db: None, store_folder: Path, tmp_path: Path) -> None:
    """One invoice bought and in the ledger too would be financed twice."""
    road = build(
        tmp_path, advance=90, fee="3.5", minimum=50_00, disclosure="CONFIDENTIAL", matcher="CLIENT",
        collector="CLIENT_MANDATE", account_model="DEDICATED_CLIENT", transmission="BALANCE",
        roll_forward_tolerance=Money(0),
    )  # fmt: skip
    data = packed(("1.xml", paper(road, "2026-0001", "1000.00")))
    assert [part.reasons[0].code for part in send(road, data)] == ["invoices.on_balances"]
    assert not Submission.objects.exists()
    for file in (data, paper(road, "2026-0001", "1000.00")):
        with pytest.raises(Refusal, match="single documents"):
            submit(
                contract_id=road.contract_id, data=file, name="x", as_of=DAY, channel="portal", by=road.owner,
                at=moment(DAY),
            )  # fmt: skip
    set_invoice_sending(client_id=road.client_id, sends=True, by=road.owner, at=moment(DAY))
    (part,) = send(road, data)
    assert (part.state, Proposal.objects.exists()) == ("accepted", False), "the house sends it, and buys it not"
    with pytest.raises(NotBuyable, match="whole ledger"):
        propose(client_id=road.client_id, invoice_ids=[part.invoice_id], by=SYSTEM, at=moment(DAY))
