"""Entry scores on pages: the desk notes a company, scores it, two people decide; a broker shows his customer."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cessie.domain.comparison.models import Customer
from cessie.domain.contracts.models import Contract
from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.lib.reasons import Refusal
from cessie.portals.frame.entry_score import typed_figures
from tests.formats.annual_accounts.test_annual_accounts import CSV
from tests.formats.annual_accounts.test_books import xaf
from tests.portals.brokered import EMAIL, brokered
from tests.portals.house import Stage, visit


def test_what_is_typed_is_read_as_it_is_meant() -> None:
    said = {"turnover": "1.000,00", "result": "−12,50", "dso": "45", "late": "2,5", "equity": " "}
    assert typed_figures(said) == {"turnover": 1_000_00, "result": -12_50, "dso": 45, "late": 250}
    for wrong in ({"dso": "-1"}, {"turnover": "1.000"}, {"late": "much"}):
        with pytest.raises(Refusal):
            typed_figures(wrong)


def test_the_desk_scores_a_company_and_two_people_decide(stage: Stage) -> None:
    one, two = visit("credit1@factor.example"), visit("credit2@factor.example")
    made = one.post(reverse("staff:applicants"), {"name": "Made up NV", "number": "BE 0417.497.106"})
    row = Applicant.objects.get()
    assert made["Location"] == reverse("staff:applicant", args=[row.pk])

    def act(who, name: str, **said: object) -> str:  # type: ignore[no-untyped-def]  # a test's client
        return who.post(reverse("staff:applicant_act", args=[row.pk, name]), said, follow=True).content.decode()

    assert "Type at least one figure" in act(one, "score", days="30")
    shown = act(one, "score", days="30", accounts=SimpleUploadedFile("nbb.csv", CSV), dso="50")
    assert "annual accounts" in shown
    assert "as stated" in shown
    (score,) = Assessment.objects.all()
    assert (score.advice, score.accounts_date.isoformat()) == ("for", "2025-12-31")
    act(one, "score", days="30", equity="-1,00", total_assets="100,00", turnover="250.000,00", dso="120", late="30")
    bad = Assessment.objects.get(state="scored")
    assert bad.advice == "against"
    shown = act(one, "decide", assessment=bad.pk, wish="accept", note="guaranteed by its group")
    assert "a second person must agree" in shown
    assert "another person must agree" in act(one, "agree", assessment=bad.pk)
    assert "accepted as a client" in act(two, "agree", assessment=bad.pk)
    act(one, "join", client=stage.own.client_id)
    contract = two.get(
        reverse("staff:contract", args=[Contract.objects.get(client_id=stage.own.client_id).pk])
    ).content.decode()
    assert "Entry conditions" in contract
    assert "accepted as a client" in contract
    paper = one.get(reverse("staff:assessment_paper", args=[bad.pk]))
    assert paper.content.startswith(b"%PDF")
    file = one.get(reverse("staff:applicants"), {"csv": "1", "q": "made"}).content.decode()
    assert "Made up NV;0417497106" in file


def test_the_desk_says_what_accounts_are_that_bear_no_code(stage: Stage) -> None:
    one = visit("credit1@factor.example")
    one.post(reverse("staff:applicants"), {"name": "Made up BV", "number": ""})
    books = SimpleUploadedFile("2025.xaf", xaf().replace(b"rgs-i_BSchCreHac", b""))
    place = [Applicant.objects.get().pk]
    shown = one.post(
        reverse("staff:applicant_act", args=[*place, "score"]), {"days": "30", "accounts": books}, follow=True
    ).content.decode()
    assert "1 accounts have no RGS code (1600 A)" in shown
    assert 'name="code:1600"' in shown
    one.post(reverse("staff:applicant_act", args=[*place, "chart"]), {"code:1600": "BSch"})
    books.seek(0)
    one.post(reverse("staff:applicant_act", args=[*place, "score"]), {"days": "30", "accounts": books})
    assert Assessment.objects.get().facts["total_assets"] == 1660_00


def test_a_broker_scores_and_shows_and_nobody_sees_it_before(stage: Stage) -> None:
    brokered(stage.house.staff.administrator, stage.at)
    desk, credit = visit(EMAIL), visit("credit1@factor.example")
    desk.post(reverse("broker:customers"), {"name": "Nieuw BV", "number": ""})
    customer = Customer.objects.get(name="Nieuw BV")
    page = desk.post(
        reverse("broker:score", args=[customer.pk]), {"equity": "30,00", "total_assets": "100,00"}, follow=True
    )
    assert "too little is known" in page.content.decode()
    score = Assessment.objects.get(applicant__name="Nieuw BV")
    assert "Nieuw BV" not in credit.get(reverse("staff:applicants")).content.decode()
    assert credit.get(reverse("staff:applicant", args=[score.applicant_id])).status_code == 404
    assert credit.get(reverse("staff:assessment_paper", args=[score.pk])).status_code == 404
    assert desk.get(reverse("broker:score_paper", args=[score.pk])).content.startswith(b"%PDF")
    desk.post(reverse("broker:score_show", args=[customer.pk]))
    assert "Nieuw BV" in credit.get(reverse("staff:applicants")).content.decode()
