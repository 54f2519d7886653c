"""What is kept of a company: shown, handed out, asked to be erased by one person and done by another."""

from __future__ import annotations

import json

from django.urls import reverse

from cessie.domain.audit.models import Event
from cessie.domain.parties.models import Company, CompanyErasure, Debtor
from cessie.portals.staff.screens.personal import TABLES
from cessie.workflows.house import forgetting
from tests.portals.house import Stage, visit


def test_each_table_that_goes_with_a_company_has_words() -> None:
    assert {each.model for each in forgetting.fading() if each.of} == TABLES.keys()


def test_a_company_is_shown_handed_out_and_kept_while_the_law_wants_it(stage: Stage) -> None:
    stage.hand_in("KEPT-1")
    company = Debtor.objects.get(pk=stage.buyer.debtor_id).company
    page = reverse("staff:personal", args=[company.pk])

    def act(who: str, what: str) -> bytes:
        return visit(who).post(reverse("staff:personal_act", args=[company.pk, what]), follow=True).content

    shown = visit("treasury1@factor.example").get(page).content.decode()
    assert "Accounting, tax and money-laundering law want it kept until" in shown
    assert "Ask that it be erased" not in shown
    assert b"Your role does not allow this" in act("treasury1@factor.example", "export")
    told = json.loads(act("admin@factor.example", "export"))
    assert told["parties.Company"][0]["name"] == company.name
    assert {"invoices.Invoice", "parties.Relation"} <= told.keys()
    act("admin@factor.example", "ask")
    asked = visit("admin@factor.example").get(page).content.decode()
    assert "Waits for a second person" in asked
    assert "Erase for good" not in asked
    assert b"cannot be forgotten yet" in act("admin@factor.example", "erase")
    assert Company.objects.get(pk=company.pk).name == company.name
    act("admin@factor.example", "withdraw")
    assert not CompanyErasure.objects.exists()
    trail = set(Event.objects.filter(subject_id=str(company.pk)).values_list("action", flat=True))
    assert {"parties.hand_out", "parties.ask_erasure", "parties.end_erasure"} <= trail
