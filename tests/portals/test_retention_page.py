"""The page of legal holds: put and lifted by an administrator, seen by the staff, and it keeps what it holds."""

from __future__ import annotations

import re

from django.urls import reverse

from cessie.domain.audit.models import Event
from cessie.domain.documents.hold import lift
from cessie.domain.documents.models import LegalHold
from tests.domain.conftest import staff
from tests.portals.house import Stage, visit


def test_a_hold_is_put_with_its_reason_and_lifted(stage: Stage) -> None:
    stage.hand_in("HOLD-1")
    boss, page = visit("admin@factor.example"), reverse("staff:retention")
    act, client = reverse("staff:hold_act", args=["hold"]), {"client": str(stage.own.client_id)}
    refused = boss.post(act, client | {"reason": " "}, follow=True).content.decode()
    assert "Say in a few words why nothing may be erased." in refused
    denied = visit("treasury1@factor.example").post(act, client | {"reason": "court"}, follow=True).content.decode()
    assert "Your role does not allow this" in denied
    assert not LegalHold.objects.exists()
    boss.post(act, client | {"reason": "Court of Ghent"})
    boss.post(act, client | {"reason": "again"})
    shown = visit("treasury1@factor.example").get(page, {"look": "1"}).content.decode()
    assert "Court of Ghent" in shown
    assert "A legal hold lasts on their client" in shown
    assert 'A legal hold lasts on their client</th><td class="num">1</td>' in re.sub(r">\s+<", "><", shown)
    for _ in range(2):
        boss.post(reverse("staff:hold_act", args=["lift"]), client)
    assert LegalHold.objects.get().ended_at is None
    assert "Waits for a second person" in boss.get(page).content.decode()
    lift(client_id=stage.own.client_id, by=staff("second", "administrator"), at=stage.at)
    assert LegalHold.objects.get().ended_at is not None
    assert "No legal hold lasts" in boss.get(page).content.decode()
    assert Event.objects.filter(action__in=["documents.hold", "documents.ask_lift", "documents.lift"]).count() == 3
