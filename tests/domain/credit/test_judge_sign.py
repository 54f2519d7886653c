"""What the staff says of a sign is kept with its facts, and makes it quiet until they change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.domain.credit.judge_sign import Share, judge_sign, shares, words_on
from cessie.domain.credit.models import SignFeedback, Suspicion
from cessie.domain.credit.suspect import suspect
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import Refusal
from tests.domain.conftest import SYSTEM, of_client
from tests.domain.credit.conftest import Make
from tests.domain.credit.test_suspect import NIGHT, link

pytestmark = pytest.mark.django_db


def test_a_heavy_sign_is_quiet_when_two_say_so_and_until_it_changes(
    invoice: Make, debtor: Debtor, client_: Client, an: Viewer, bob: Viewer
) -> None:
    invoice()
    link(client_, debtor)
    suspect(by=SYSTEM, at=NIGHT)
    (sign,) = Suspicion.objects.get().signals
    say = {"client_id": client_.pk, "rule": "F03", "about": sign["about"], "note": "One bookkeeper.", "at": NIGHT}
    with pytest.raises(NotAllowed):
        judge_sign(**say, verdict="known", by=SYSTEM)
    with pytest.raises(Refusal):
        judge_sign(**say, verdict="nonsense", by=an)
    with pytest.raises(Refusal):
        judge_sign(**{**say, "note": " "}, verdict="known", by=an)
    with pytest.raises(NotFound):
        judge_sign(**{**say, "about": "nobody"}, verdict="known", by=an)
    assert judge_sign(**say, verdict="known", by=an).score == 40
    assert judge_sign(**say, verdict="known", by=an).score == 40, "he said it twice, but is one"
    assert judge_sign(**say, verdict="wrong", by=bob).score == 0
    assert suspect(by=SYSTEM, at=NIGHT + timedelta(days=1)) == 0, "seen as before, and still quiet"
    assert judge_sign(**say, verdict="right", by=bob).score == 40, "his last word counts"
    judge_sign(**say, verdict="known", by=bob)
    debtor.company.email = client_.company.email = "office@gietwerk.example"
    debtor.company.save()
    client_.company.save()
    assert suspect(by=SYSTEM, at=NIGHT + timedelta(days=2)) == 1
    assert Suspicion.objects.order_by("-seen_at")[0].score == 40, "other facts are another sign"
    assert shares(viewer=an) == {"F03": Share(right=1, judged=5)}
    assert len(words_on(viewer=an, client_id=client_.pk)) == 1
    outsider = of_client(client_.pk)
    assert (shares(viewer=outsider), words_on(viewer=outsider, client_id=client_.pk)) == ({}, {})
    assert SignFeedback.objects.count() == 5
