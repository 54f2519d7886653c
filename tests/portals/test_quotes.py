"""A quote from its draft to the contract: sent with its paper, answered by its link, replaced, lapsed, taken."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cessie.domain.contracts.models import Contract, Version
from cessie.domain.onboarding.answer_quote import answer_quote, lapse_quotes
from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.parties.models import Client as ClientRow
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, system
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.terms.contract import Terms
from cessie.workflows.purchases.quoting import send, take
from tests.portals.brokered import EMAIL, brokered
from tests.portals.house import Stage, visit
from tests.portals.quoted import TO, TOLD, accepted, drafted
from tests.portals.test_broker import a_rival

TYPED = {
    "product": "american", "commission_percent": "2,25", "commission_minimum": "25", "yearly_minimum": "0,00",
    "facility": "90.000,00", "advance_percent": "85", "fee_month": "30", "insurance": "FACTOR_POLICY",
    "to_name": "Jan Voorbeeld", "to_email": "jan@klant.example", "language": "nl", "country": "BE", "note": "Tot dan.",
}  # fmt: skip


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """A broker's customer with a ledger and a score stands before the desk."""
    stage.things |= brokered(stage.house.staff.administrator, stage.at)
    return stage


def _accept(stage: Stage) -> None:
    staff = stage.house.staff
    accepted(stage.things["assessment_id"], staff.credit, staff.second_credit, stage.at)


def _sent(stage: Stage, **more: Any) -> tuple[Quote, str]:
    """A quote that was sent, and the secret of its link."""
    staff = stage.house.staff
    row = drafted(stage.things["applicant_id"], staff.credit, stage.at, **more)
    gone = send(quote_id=row.pk, by=staff.credit, at=stage.at)
    assert not gone.mailed  # the house of these tests has no mail server
    return gone.quote, gone.link.rsplit("/", 1)[1]


def test_from_the_form_to_the_contract_nothing_is_typed_twice(asked: Stage) -> None:
    desk, key = visit("credit1@factor.example"), asked.things["applicant_id"]
    until = (asked.today + timedelta(days=30)).isoformat()
    there = desk.post(reverse("staff:quote_new", args=[key]), TYPED | {"valid_until": until})["Location"]
    row = Quote.objects.get()
    assert there == reverse("staff:quote", args=[row.pk])
    assert (str(row), row.state) == (f"Q{asked.today.year}-00001/1", "drafted")
    assert row.replayed["costs"] | {"commission": 0, "service": 0} == dict.fromkeys(row.replayed["costs"], 0)
    # 2.25 percent of 12,100.00 and of 6,050.00; two months at 30.00
    assert (row.replayed["costs"]["commission"], row.replayed["costs"]["service"]) == (408_38, 60_00)
    shown = desk.post(reverse("staff:quote_act", args=[row.pk, "send"]), follow=True).content.decode()
    assert "People must accept the company by its newest figures" in shown
    _accept(asked)
    shown = desk.post(reverse("staff:quote_act", args=[row.pk, "send"])).content.decode()
    (link,) = re.findall(r'<code id="secret">[^<]*(/quote/[^<]+)</code>', shown)
    company = Client()
    page = company.get(link).content.decode()
    assert "2,25 %" in page
    assert "Jan Voorbeeld" not in page  # whoever has the link is not told who else has it
    assert "408,38" in page
    assert company.get(f"{link}/paper.pdf").content.startswith(b"%PDF")
    said = {"answer": "accept", "name": "Jan Voorbeeld", "role": "zaakvoerder"}
    assert company.post(link, said | {"role": " "}).status_code == 400
    assert "Jan Voorbeeld" in company.post(link, said, follow=True).content.decode()
    assert company.post(link, said | {"answer": "decline"}).status_code == 400
    given = {"code": "C900", "number": "F900", "from": asked.today.isoformat()}
    desk.post(reverse("staff:quote_act", args=[row.pk, "take"]), given)
    row.refresh_from_db()
    contract = Contract.objects.get(number="F900")
    assert (row.state, row.contract_id, row.answered_name) == ("accepted", contract.pk, "Jan Voorbeeld")
    terms = Version.objects.get(contract=contract).terms
    assert Terms.from_json(terms) == Terms.from_json(row.terms)
    assert (row.terms["advance_rate"], row.terms["holdback_rate"], row.terms["vat_country"]) == ("85", "15", "BE")
    assert ClientRow.objects.get(code="C900").company.name == "GEHEIM Klant NV"
    assert "Entry conditions" in desk.get(reverse("staff:contract", args=[contract.pk])).content.decode()
    again = take(
        quote_id=row.pk, code="X", number="X", valid_from=asked.today, by=asked.house.staff.credit, at=asked.at
    )
    assert again == contract


def test_a_changed_quote_is_a_new_version_and_the_old_one_answers_nothing(asked: Stage) -> None:
    _accept(asked)
    first, secret = _sent(asked)
    second, newer = _sent(asked, told=TOLD | {"commission_percent": "2"})
    assert [(each.number, each.version) for each in (first, second)] == [(first.number, 1), (first.number, 2)]
    first.refresh_from_db()
    assert first.state == "replaced"
    page = Client().get(reverse("quote", args=[secret])).content.decode()
    assert "2,25 %" in page
    assert 'name="answer"' not in page
    with pytest.raises(WrongState):
        answer_quote(secret=secret, accept=True, name="Jan", role="boss", words="", at=asked.at)
    again = send(quote_id=second.pk, by=asked.house.staff.credit, at=asked.at)  # a new link for the same version
    assert again.quote.paper_id == second.paper_id
    with pytest.raises(NotFound):
        answer_quote(secret=newer, accept=True, name="Jan", role="boss", words="", at=asked.at)
    secret = again.link.rsplit("/", 1)[1]
    assert answer_quote(secret=secret, accept=False, name="Jan", role="boss", words="", at=asked.at).state == "declined"
    with pytest.raises(Refusal, match="not accepted this quote"):
        take(quote_id=second.pk, code="C9", number="F9", valid_from=asked.today, by=asked.house.staff.credit,
             at=asked.at)  # fmt: skip
    third, _secret = _sent(asked)
    assert (third.number, third.version) == (first.number, 3)


def test_what_nobody_answers_lapses(asked: Stage) -> None:
    _accept(asked)
    row, secret = _sent(asked, valid_until=asked.today)
    later = asked.at + timedelta(days=1)
    with pytest.raises(Refusal, match="stood until"):
        answer_quote(secret=secret, accept=True, name="Jan", role="boss", words="", at=later)
    assert lapse_quotes(by=system("night"), at=asked.at) == 0
    assert [lapse_quotes(by=system("night"), at=later) for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert row.state == "lapsed"
    assert "kan" in Client().get(reverse("quote", args=[secret])).content.decode()
    assert Client().get(reverse("quote", args=["no-such-secret"])).status_code == 404


def test_against_the_advice_it_waits_for_the_second_person(asked: Stage) -> None:
    staff = asked.house.staff
    row = drafted(asked.things["applicant_id"], staff.credit, asked.at)
    Assessment.objects.filter(pk=asked.things["assessment_id"]).update(
        state="against_advice", advice="against", wish="accept", note="x", proposed_by=staff.credit.key,
        proposed_at=asked.at,
    )  # fmt: skip
    for by in (staff.credit, staff.second_credit):
        with pytest.raises(Refusal, match="People must accept"):
            send(quote_id=row.pk, by=by, at=asked.at)
    for by in (staff.treasury, system("night")):
        with pytest.raises(NotAllowed):
            send(quote_id=row.pk, by=by, at=asked.at)


def test_what_makes_no_quote_is_refused_by_name(asked: Stage) -> None:
    key, by = asked.things["applicant_id"], asked.house.staff.credit
    for wrong, words in (
        ({"told": TOLD | {"advance_percent": "140"}}, "GEHEIM Klant NV"),
        ({"told": {name: TOLD[name] for name in ("product",)}}, "yearly minimum"),
        ({"to": replace(TO, email="nobody")}, "no mail address"),
        ({"valid_until": booking_day(asked.at) - timedelta(days=1)}, "stands from today"),
        ({"told": TOLD | {"variants": {"a": [{"label": "1"}, {"label": "2"}]}}}, "nothing open"),
    ):
        with pytest.raises(Refusal, match=words):
            drafted(key, by, asked.at, **wrong)
    same = drafted(key, by, asked.at)
    assert drafted(key, by, asked.at) == same
    assert "GEHEIM" not in str(same.told)  # the figures stay when the company is forgotten
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=same.pk).update(state="accepted", answered_at=asked.at)  # by nobody, never sent


def test_the_broker_who_brought_it_reads_it_and_no_other(asked: Stage) -> None:
    _accept(asked)
    staff = asked.house.staff
    draft = drafted(asked.things["applicant_id"], staff.credit, asked.at)
    broker, rival = visit(EMAIL), a_rival(asked)
    page = reverse("broker:customer", args=[asked.things["customer_id"]])
    paper = reverse("broker:quote_paper", args=[draft.pk])
    assert draft.number not in broker.get(page).content.decode()
    assert broker.get(paper).status_code == 404  # a draft is the house's own
    send(quote_id=draft.pk, by=staff.credit, at=asked.at)
    assert draft.number in broker.get(page).content.decode()
    assert broker.get(paper).content.startswith(b"%PDF")
    assert rival.get(paper).status_code == 404
