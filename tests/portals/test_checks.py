"""The page of the checks: found in three languages, proposed by one, confirmed by another."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.invoices.models import PolicyChange
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def test_two_people_turn_a_check(stage: Stage) -> None:
    desk, second, treasurer = (visit(f"{who}@factor.example") for who in ("credit1", "credit2", "treasury1"))
    page = reverse("staff:check", args=["M20"])
    said = {
        "severity": "hold", "people": "1", "role": ["credit"], "verify_above": "50.000,00", "verify_first": "1",
        "verify_sample": "5", "from": stage.today.isoformat(), "note": "The board wants more confirmations.",
    }  # fmt: skip
    propose = reverse("staff:check_propose", args=["M20"])
    assert treasurer.post(propose, said, follow=True).status_code == 200
    assert not PolicyChange.objects.exists(), "it is not his trade"
    desk.post(propose, {**said, "verify_above": "a lot"})
    desk.post(propose, {**said, "verify_sample": "500"})
    desk.post(propose, {**said, "verify_sample": "²"})
    assert not PolicyChange.objects.exists()
    desk.post(propose, said)
    change = PolicyChange.objects.get()
    confirm = reverse("staff:check_decide", args=["M20", change.pk, "confirm"])
    desk.post(confirm)
    assert policy_at(stage.at).version == 0, "not by whoever proposed it"
    assert "50000.00" in second.get(page).content.decode()
    second.post(confirm)
    policy = policy_at(stage.at)
    assert policy.version == 1
    assert policy.verify_above is not None
    assert (policy.verify_above.cents, policy.verify_first, policy.verify_sample) == (50_000_00, True, 5)
    assert policy_at(stage.at - timedelta(days=1)).version == 0
    assert desk.get(reverse("staff:check", args=["M99"])).status_code == 404
    assert second.post(reverse("staff:check_decide", args=["M20", change.pk, "explode"])).status_code == 404


def test_a_check_is_found_in_any_of_the_three_languages(stage: Stage) -> None:
    desk = visit("treasury2@factor.example")
    for text in ("deposit", "voorschot", "acompte", "m18"):
        found = read(desk.get(reverse("staff:checks"), {"q": text}))
        assert "M18" in found, text
        assert "M21" not in found, text
    assert "No check fits" in read(desk.get(reverse("staff:checks"), {"q": "zzz"}))
    assert "M18" not in read(desk.get(reverse("staff:checks"), {"which": "changed"}))
