"""What the credit desk decides on its pages about invoices that are not paid."""

from __future__ import annotations

from django.urls import reverse

from cessie.domain.credit.models import Claim, Policy
from cessie.ledger.queries import trial_balance
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def books() -> dict[str, str]:
    return {line.account: str(line.balance.decimal) for line in trial_balance()}


def test_a_disputed_invoice_goes_back_and_comes_again(full: Stage) -> None:
    bought, desk = full.things["bought_id"], visit("credit1@factor.example")
    page = reverse("staff:nonpayment", args=[bought])
    before = books()
    said = read(desk.post(reverse("staff:nonpayment_act", args=[bought, "back"]), {"cause": "dispute"}, follow=True))
    assert "Say why you decide so" in said
    form = {"cause": "dispute", "note": "the goods never came"}
    said = read(desk.post(reverse("staff:nonpayment_act", args=[bought, "back"]), form, follow=True))
    assert "went back to the client" in said
    assert books() != before
    mine = read(visit("owner1@client.example").get(reverse("client:invoice", args=[bought])))
    assert "Invoice charged back" in mine
    desk.post(reverse("staff:nonpayment_act", args=[bought, "undo"]), {"note": "another invoice"})
    assert books() == before
    said = read(visit("treasury1@factor.example").get(page))
    assert "The credit desk decides on this" in said


def test_a_policy_a_claim_and_the_insurers_word(full: Stage) -> None:
    bought, one, two = full.things["bought_id"], visit("credit1@factor.example"), visit("credit2@factor.example")
    policy = {
        "insurer": "Verzekeraar", "number": "POL-9", "iban": "NL91 ABNA 0417 1643 00", "percent": "90", "basis": "NET",
        "arrears": "60", "waiting": "6", "from": "2020-01-01",
    }  # fmt: skip
    assert "The policy is noted" in read(one.post(reverse("staff:policy_add"), policy, follow=True))
    assert "is no figure" in read(one.post(reverse("staff:policy_add"), policy | {"percent": "x"}, follow=True))
    assert Policy.objects.filter(number="POL-9").count() == 1

    def act(who: object, name: str, **form: str) -> str:
        return read(who.post(reverse("staff:claim_act", args=[bought, name]), form, follow=True))  # type: ignore[attr-defined]

    assert "The claim is filed" in act(one, "claim", note="bankrupt", reference="REF-7")
    assert "another person notes the decision" in act(one, "accept", note="letter", relief="yes")
    assert "decision is booked" in act(two, "accept", note="letter", relief="yes")
    assert "still to come" in act(two, "accept", note="letter", relief="yes")
    assert "POL-9-0001" in read(two.get(reverse("staff:insurance"), {"state": "accepted"}))
    assert "The acceptance is undone" in act(two, "reopen", note="wrong letter")
    assert "The claim is withdrawn" in act(two, "withdraw", note="paid")
    assert Claim.objects.get().state == "withdrawn"
