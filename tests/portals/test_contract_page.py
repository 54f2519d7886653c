"""Two people end a contract on its page; the client sees it; the wrong people and a second click change nothing."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from cessie.domain.contracts.models import Contract, Ending, TermsChange
from cessie.domain.contracts.queries import terms_on
from cessie.lib.days import booking_day
from cessie.terms.contract import LateClaims
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def test_two_people_end_a_contract_and_let_it_go_on(stage: Stage) -> None:
    contract = Contract.objects.get(client_id=stage.own.client_id)
    page = reverse("staff:contract", args=[contract.pk])
    end, go_on = (reverse("staff:contract_propose", args=[contract.pk, wish]) for wish in ("end", "go_on"))
    agree = reverse("staff:contract_decide", args=[contract.pk, "agree"])
    one, two, treasurer = (visit(f"{name}@factor.example") for name in ("credit1", "credit2", "treasury1"))
    today = booking_day(stage.at)
    said = {
        "ground": "notice", "given_by": "client", "given": f"{today}", "last_day": f"{today + timedelta(days=90)}",
        "note": "He sells abroad now.",
    }  # fmt: skip
    treasurer.post(end, said)
    one.post(end, {**said, "last_day": f"{today + timedelta(days=3)}"})
    one.post(end, {**said, "last_day": "soon"})
    assert not Ending.objects.exists()
    for _ in range(2):
        one.post(end, said)
    wish = Ending.objects.get()
    assert "He sells abroad now." in read(two.get(page))
    one.post(agree, {"ending": wish.pk})
    assert Contract.objects.get(pk=contract.pk).state == "running", "he proposed it himself"
    assert one.post(agree, {"ending": contract.pk}).status_code == 404
    for _ in range(2):
        two.post(agree, {"ending": wish.pk})
    assert Contract.objects.get(pk=contract.pk).state == "ending"
    owner = visit("owner1@client.example")
    assert f"contract {contract.number} ends" in read(owner.get(reverse("client:dashboard")))

    two.post(go_on, {"note": "He stays."})
    one.post(agree, {"ending": Ending.objects.get(act="go_on").pk})
    assert Contract.objects.get(pk=contract.pk).state == "running"
    assert f"contract {contract.number} ends" not in read(owner.get(reverse("client:dashboard")))


def test_two_people_say_what_becomes_of_late_interest_and_costs(stage: Stage) -> None:
    contract = Contract.objects.get(client_id=stage.own.client_id)
    page = reverse("staff:contract", args=[contract.pk])
    propose, agree = (
        reverse("staff:contract_propose", args=[contract.pk, "late_claims"]),
        reverse("staff:contract_decide", args=[contract.pk, "agree"]),
    )
    one, two = visit("credit1@factor.example"), visit("credit2@factor.example")
    today = booking_day(stage.at)
    said = {"income": "CLIENT", "imputation": "LAW", "exact": "GIVEN_UP", "from": f"{today}", "note": "As agreed."}
    one.post(propose, {**said, "exact": "SOMETHING"})
    assert not TermsChange.objects.exists()
    for _ in range(2):
        one.post(propose, said)
    wish = TermsChange.objects.get()
    assert "As agreed." in read(two.get(page))
    one.post(agree, {"change": wish.pk})
    assert terms_on(contract.pk, today)[1].late_claims == LateClaims(), "he proposed it himself"
    for _ in range(2):
        two.post(agree, {"change": wish.pk})
    assert terms_on(contract.pk, today)[1].late_claims == LateClaims("CLIENT", "LAW", "GIVEN_UP")
