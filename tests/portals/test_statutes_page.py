"""The page of the statutory rates: a file by one person, its effect, the other confirms; then the law answers by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cessie.domain.invoices.models import Invoice
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.money import Money, half_up
from cessie.workflows.house.statutes import effect
from tests.portals.house import Stage, fill, visit

HEAD = "country,kind,first,last,percent,status,confidence,source\n"
ROW = "LU,legal_interest,2025-01-01,2025-12-31,4.25,published,verified,Memorial B\n"


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rates.csv", text.encode(), content_type="text/csv")


def test_two_people_take_in_a_file_and_the_calculator_follows(stage: Stage) -> None:
    first, second = visit("treasury1@factor.example"), visit("treasury2@factor.example")
    page, question = reverse("staff:statutes"), {
        "what": "interest", "country": "LU", "segment": "b2c", "principal": "1000", "due": "2025-01-31",
        "until": "2025-03-31",
    }  # fmt: skip
    assert Client().get("/law", question).status_code == 400  # the rate of that year is not known
    told = first.post(page, {"file": _file(HEAD + ROW.replace("4.25", "425"))}, follow=True).content.decode()
    assert "Row 2" in told
    assert not StatutoryRate.objects.exists()
    first.post(page, {"file": _file(HEAD + ROW)})
    row = StatutoryRate.objects.get()
    confirm = reverse("staff:statutes_decide", args=["confirm"])
    first.post(confirm, {"rate": [str(row.pk)]})
    assert StatutoryRate.objects.get().state == "entered", "not by whoever entered it"
    shown = second.get(page).content.decode()
    assert "Memorial B" in shown
    assert "LU Legal interest" in " ".join(shown.split()), "in words, not by its code"
    second.post(confirm, {"rate": [str(row.pk)]})
    assert rates_in_force().on("LU", "legal_interest", date(2025, 6, 1)).percent == Decimal("4.25")
    answer = Client().get("/law", question)
    assert answer.status_code == 200
    assert "Memorial B" in answer.content.decode()


def test_the_effect_is_the_interest_of_what_is_open_and_overdue(stage: Stage) -> None:
    fill(stage)
    Invoice.objects.update(issue_date=date(2026, 7, 1), due_date=date(2026, 7, 31))
    day, house = date(2026, 12, 31), system("test")
    (found, *_others) = effect(viewer=house, changes=[], today=day)
    assert found.before is not None
    assert found.before == found.after
    row = rates_in_force().on(found.country, "b2b_late_interest", day)
    dearer = replace(row, percent=row.percent + 1)
    (changed, *_others) = effect(viewer=house, changes=[dearer], today=day)
    assert changed.difference is not None
    a_point = Money(half_up(Decimal(found.owed.cents) * 153 / 36500))  # one percent from 1 August to 31 December
    assert abs((changed.difference - a_point).cents) <= found.invoices  # each claim is rounded
    assert effect(viewer=house, changes=[], today=date(2028, 1, 1))[0].before is None
    assert effect(viewer=_outsider(), changes=[], today=day) == ()


def _outsider() -> Viewer:
    return Viewer(key="user:x", kind="client", name="X")
