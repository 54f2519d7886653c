"""Decisions on debtors: dated, kept, never rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event
from cessie.domain.credit import exposure
from cessie.domain.credit.models import Limit
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.models import Debtor
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM, of_client, staff
from tests.domain.credit.conftest import DAY, EUR, decide

pytestmark = pytest.mark.django_db


def test_a_decision_is_kept_with_who_and_why(debtor: Debtor, an: Viewer) -> None:
    limit = set_limit(
        debtor_id=debtor.pk, kind="insured", amount=EUR("25000"), valid_from=DAY, source="policy 7, decision 12",
        by=an, at=AT,
    )  # fmt: skip
    assert (limit.decided_by, limit.source) == (an.key, "policy 7, decision 12")
    assert exposure.room(debtor.pk, DAY, cover_required=True).limit == EUR("25000")
    assert Event.objects.get(action="credit.set_limit").data["amount"] == {"cents": 2_500_000, "currency": "EUR"}


def test_the_same_decision_again_is_one(debtor: Debtor) -> None:
    assert decide(debtor, "100") == decide(debtor, "100")
    decide(debtor, "90")
    decide(debtor, "100")
    assert Limit.objects.count() == 3


def test_zero_withdraws(debtor: Debtor) -> None:
    decide(debtor, "100")
    decide(debtor, "0", valid_from=date(2026, 4, 1))
    assert exposure.room(debtor.pk, date(2026, 3, 31)).room == EUR("100")
    assert exposure.room(debtor.pk, date(2026, 4, 1)).room == Money(0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "wish"}, "credit.limit_kind"),
        ({"amount": Money(-1)}, "credit.limit_negative"),
        ({"amount": Money(1, "USD")}, "credit.limit_currency"),
        ({"valid_until": date(2026, 3, 1)}, "credit.limit_ends_early"),
        ({"debtor_id": uuid7()}, "parties.unknown_debtor"),
    ],
)
def test_what_is_no_limit_is_refused(debtor: Debtor, more: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {"debtor_id": debtor.pk, "kind": "own", "amount": EUR("1"), "valid_from": DAY} | more
    with pytest.raises(Refusal) as no:
        set_limit(**facts, by=SYSTEM, at=AT)
    assert no.value.code == code
    assert not Limit.objects.exists()


def test_only_the_credit_desk_decides_and_clients_do_not_see_it(debtor: Debtor) -> None:
    decide(debtor, "100")
    client = of_client(debtor.pk)
    for viewer in (staff("tom", "treasury"), client):
        with pytest.raises(NotAllowed):
            set_limit(debtor_id=debtor.pk, kind="own", amount=EUR("1"), valid_from=DAY, by=viewer, at=AT)
    assert exposure.limits(viewer=SYSTEM, debtor_id=debtor.pk).count() == 1
    assert not exposure.limits(viewer=client, debtor_id=debtor.pk).exists()


def test_the_database_keeps_decisions_as_they_are(debtor: Debtor) -> None:
    limit = decide(debtor, "100")
    for change in (lambda: Limit.objects.update(amount_cents=1), limit.delete):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
