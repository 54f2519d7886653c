"""Lawyers and bailiffs see what is given to them, take it and report; the desk gives, decides and begins."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cessie.domain.collection.models import Claim, ContactRule, Dossier
from cessie.domain.collection.rules.contact import Contact
from cessie.domain.collection.standing import contact_in_force
from cessie.domain.invoices.models import Invoice
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
    cost = Cost.objects.get(act="reject")
    assert (cost.state, cost.amount_cents) == ("asked", 120_00)  # no tariff is set
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


def test_the_desk_lets_a_partners_people_in_and_decides_what_they_ask(full: Stage) -> None:
    """By an administrator; the link is handed over where the house cannot mail. Whoever is let out sees nothing."""
    admin, partner_id = visit("admin@factor.example"), full.things["partner_id"]
    page = reverse("staff:partner", args=[partner_id])
    shown = admin.post(page, {"name": "An Claes", "email": "an@recht.example", "language": "nl"}).content.decode()
    assert "/invitation/" in shown
    person = Person.objects.get()
    assert (person.user.kind, person.user.email, person.partner_id) == ("partner", "an@recht.example", partner_id)
    again = admin.post(page, {"name": "An Claes", "email": "an@recht.example", "language": "nl"})
    assert "/invitation/" not in again.content.decode()
    out = reverse("staff:partner_person", args=[partner_id, "out"])
    admin.post(out, {"person": str(person.pk)})
    person.refresh_from_db()
    assert person.ended_at is not None
    desk = visit("collection1@factor.example")
    assert "12.00" in desk.get(reverse("staff:partner_costs")).content.decode()
    decide = reverse("staff:partner_cost_decide", args=[full.things["cost_id"]])
    desk.post(decide, {"agree": "yes"})
    assert Cost.objects.get().state == "asked"  # not without words
    desk.post(decide, {"agree": "yes", "words": "As the court set it."})
    assert Cost.objects.get().state == "agreed"
    desk.post(page, {"name": "Bo", "email": "bo@recht.example", "language": "nl"})  # no administrator
    assert Person.objects.count() == 1


def test_two_people_change_the_limits_of_contact(full: Stage) -> None:
    desk, admin = visit("collection1@factor.example"), visit("admin@factor.example")
    page = reverse("staff:contact")
    rule = {"a_week": "2", "calls_a_week": "1", "rest": "7", "from_hour": "9", "until_hour": "18", "note": "Calmer."}
    desk.post(page, rule | {"calls_a_week": "9"})
    assert not ContactRule.objects.exists()
    desk.post(page, rule)
    confirm = reverse("staff:contact_confirm", args=[1])
    desk.post(confirm)
    assert contact_in_force() == Contact()
    admin.post(confirm)
    assert contact_in_force() == Contact(2, 1, 7, 9, 18)


def test_a_dossier_is_opened_by_hand_for_one_debtor(full: Stage) -> None:
    desk, page = visit("collection1@factor.example"), reverse("staff:dossier_new")
    Claim.objects.all().update(live=False, removed_at=full.at)
    Dossier.objects.update(number=2025000001, state="closed_recalled", closed_at=full.at, closed_by="test")
    invoice = Invoice.objects.get(pk=full.things["bought_id"])
    Invoice.objects.filter(pk=invoice.pk).update(due_date=full.today - timedelta(days=30))
    shown = desk.get(page, {"client": str(full.own.client_id)}).content.decode()
    assert invoice.number in shown
    sent = {"client": str(full.own.client_id)}
    assert "Choose invoices of one debtor" in desk.post(page, sent, follow=True).content.decode()
    there = desk.post(page, sent | {"invoice": str(invoice.pk)})["Location"]
    made = Dossier.objects.get(state="opened")
    assert there == reverse("staff:dossier", args=[made.pk])
    assert (made.source, made.claims.get().number) == ("staff", invoice.number)
    assert invoice.number not in desk.get(page, {"client": str(full.own.client_id)}).content.decode()
