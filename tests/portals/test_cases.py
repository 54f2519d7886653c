"""Lawyers and bailiffs see what is given to them, take it and report; the desk gives, decides and begins."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from cessie.domain.proceedings.models import Assignment, Case, Cost, Partner, Person, Step, Word
from cessie.domain.users.create import create
from tests.portals.house import Stage, visit

pytestmark = pytest.mark.django_db


def a_lawyer(stage: Stage, email: str = "lawyer@partner.example") -> Client:
    """Somebody of the law firm to which the made-up house offered its case."""
    user = create(
        email=email, name="Maître", kind="partner", language="en", password="correct horse staple",
        by=stage.house.staff.administrator, at=stage.at,
    )  # fmt: skip
    Person.objects.create(partner=Partner.objects.get(), user=user, since_at=stage.at)
    return visit(email)


def test_a_lawyer_takes_his_case_reports_and_asks(full: Stage) -> None:
    lawyer, case_id = a_lawyer(full), full.things["case_id"]
    page = reverse("partner:case", args=[case_id])
    assert page in lawyer.get(reverse("partner:cases")).content.decode()
    assert lawyer.get("/")["Location"] == reverse("partner:cases")
    shown = lawyer.get(page).content.decode()
    assert "Do you take this case?" in shown
    assert "Report an act" not in shown
    Case.objects.filter(pk=case_id).update(state="lawyer_review")

    def tell(where: str, /, **given: str) -> str:
        address = reverse("partner:case_act", args=[case_id, where])
        return lawyer.post(address, given, follow=True).content.decode()

    today = full.today.isoformat()
    assert "Take the case first." in tell("report", act="reject", on=today, words="no contract")
    tell("answer", take="yes")
    assert Assignment.objects.get().state == "accepted"
    tell("ask", words="Where is the contract?")
    assert Word.objects.filter(side="lawyer").count() == 1
    tell("cost", act="reject", on=today, amount="120,00")
    assert (Cost.objects.get().state, Cost.objects.get().amount_cents) == ("asked", 120_00)  # no tariff is set
    tell("report", act="reject", on=today, words="no contract")
    assert Step.objects.get().side == "lawyer"
    assert Case.objects.get(pk=case_id).state == "amicable"


def test_a_case_that_is_not_his_does_not_exist(full: Stage) -> None:
    lawyer, case_id = a_lawyer(full), full.things["case_id"]
    Assignment.objects.update(state="refused")
    assert lawyer.get(reverse("partner:case", args=[case_id])).status_code == 404
    assert lawyer.get(reverse("partner:case_package", args=[case_id])).status_code == 404
    assert lawyer.post(reverse("partner:case_act", args=[case_id, "ask"]), {"words": "x"}).status_code == 404
    assert full.own.actor.name not in lawyer.get(reverse("partner:cases")).content.decode()
    assert lawyer.get(reverse("staff:cases")).status_code == 404


def test_the_package_is_a_zip_that_opens(full: Stage) -> None:
    lawyer = a_lawyer(full)
    answer = lawyer.get(reverse("partner:case_package", args=[full.things["case_id"]]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert {"README.txt", "case.json", "claim.csv", "papers/reply_form-nl.pdf"} <= set(files.namelist())
