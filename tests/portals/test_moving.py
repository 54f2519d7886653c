"""A house moves in by its page: looked at first, taken once a second person agreed, all of it or nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cessie.domain.documents.models import HouseFiles
from cessie.domain.parties.models import BankAccount, Client, Debtor
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.ledger import queries as ledger
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.workflows.house.moving_day import step
from cessie.workflows.house.waiting import watches
from tests.portals.house import Stage, visit
from tests.workflows.test_moving_in import FILES

ADMIN, TREASURY = "admin@factor.example", "treasury1@factor.example"


def bring(stage: Stage, **changed: str) -> HouseFiles:
    """An administrator lays the files down, the job looks at them."""
    texts = FILES | {name.replace("_", "."): text for name, text in changed.items()}
    files = [SimpleUploadedFile(name.upper(), text.encode()) for name, text in texts.items()]
    answer: Any = visit(ADMIN).post(reverse("staff:moving"), {"files": files})
    key = UUID(answer["Location"].rpartition("/")[2])
    assert ProcrastinateJob.objects.filter(queueing_lock=f"house:{key}", args__files=str(key)).exists()
    return work(key)


def work(key: UUID) -> HouseFiles:
    return step(files_id=key, by=system("house"), at=timezone.now())


def act(who: str, row: HouseFiles, what: str) -> str:
    page = reverse("staff:moving_act", args=[row.pk, what])
    return visit(who).post(page, follow=True).content.decode()


def waiting(kind: str) -> list[str]:
    (watch,) = [watch for watch in watches() if watch.kind == kind]
    return [found.subject[1] for found in watch.look(timezone.now())]


def test_nothing_is_changed_before_a_second_person_agrees(stage: Stage) -> None:
    before = Client.objects.count(), Debtor.objects.count(), Entry.objects.count()
    row = bring(stage)
    assert (row.state, waiting("house.files")) == ("ready", [str(row.pk)])
    assert (Client.objects.count(), Debtor.objects.count(), Entry.objects.count()) == before
    page = visit(TREASURY).get(reverse("staff:moving_files", args=[row.pk])).content.decode()
    assert "Trial balance as it would be" in page
    assert "invoices.csv" in page
    assert "1,500.50" in page
    assert "Another person than the one who laid the files down must agree." in act(ADMIN, row, "agree")
    assert work(row.pk).state == "ready"
    assert "taken in behind this page" in act(TREASURY, row, "agree")
    assert work(row.pk).state == "taken"
    assert ledger.balance("1100") == Money(1_500_50)
    added = BankAccount.objects.get(company__name="Fonderie de la Meuse SA")
    assert (added.state, added.added_by) == ("claimed", f"user:{User.objects.get(email=ADMIN).pk}")
    assert waiting("house.files") == []


def test_agreed_to_and_worked_on_twice_it_is_taken_once(stage: Stage) -> None:
    row = bring(stage)
    act(TREASURY, row, "agree")
    work(row.pk)
    entries = Entry.objects.count()
    act("treasury2@factor.example", row, "agree")
    assert work(row.pk).state == "taken"
    assert Entry.objects.count() == entries
    again = bring(stage)
    assert [known for _, new, known in again.report["rows"] if new == 0] == [2, 1, 1, 2, 1]


def test_one_wrong_row_is_named_and_nobody_can_agree(stage: Stage) -> None:
    row = bring(stage, invoices_csv=FILES["invoices.csv"].replace("500,00;500,00", "500,00;501,00"))
    assert (row.state, row.report["wrong_rows"]) == ("wrong", 1)
    page = visit(ADMIN).get(reverse("staff:moving_files", args=[row.pk])).content.decode()
    assert "501.00 cannot be open of" in page
    assert "nothing was taken" in page
    assert "This cannot be done now" in act(TREASURY, row, "agree")


def test_what_is_no_file_of_a_house_is_said(stage: Stage) -> None:
    row = bring(stage, people_csv="a\n")
    assert row.state == "wrong"
    page = visit(ADMIN).get(reverse("staff:moving_files", args=[row.pk])).content.decode()
    assert "PEOPLE.CSV is none of the files of a house" in page


def test_withdrawn_files_are_never_taken(stage: Stage) -> None:
    row = bring(stage)
    act(ADMIN, row, "withdraw")
    assert "This cannot be done now" in act(TREASURY, row, "agree")
    assert work(row.pk).state == "withdrawn"


def test_who_left_the_house_brings_nothing_in(stage: Stage) -> None:
    row = bring(stage)
    act(TREASURY, row, "agree")
    User.objects.filter(email=ADMIN).update(roles=["collection"])
    after = work(row.pk)
    assert after.state == "wrong"
    assert after.report["wrong"][0]["reason"]["code"] == "users.not_allowed"
    assert not Client.objects.filter(code="FDM").exists()


def test_only_an_administrator_lays_files_down(stage: Stage) -> None:
    for who in (TREASURY, "credit1@factor.example"):
        files = [SimpleUploadedFile("debtors.csv", b"name,country\n")]
        answer = visit(who).post(reverse("staff:moving"), {"files": files}, follow=True)
        assert "Your role does not allow this" in answer.content.decode()
        assert "Lay files down" not in visit(who).get(reverse("staff:moving")).content.decode()
    row = bring(stage)
    assert "Your role does not allow this" in act("credit1@factor.example", row, "agree")


def test_the_database_wants_two_people_too(stage: Stage) -> None:
    row = bring(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseFiles.objects.filter(pk=row.pk).update(state="agreed", agreed_by=row.laid_by)
