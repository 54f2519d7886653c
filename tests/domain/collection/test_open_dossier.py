"""Claims come into one dossier of a principal and a debtor; what cannot be collected does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from cessie.domain.collection.models import Claim, Dossier, Turn
from cessie.domain.collection.open_dossier import NewClaim, NotTaken, open_dossier
from cessie.domain.collection.rules.taking import Offered, why_not
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.references import normal_rf
from tests.domain.conftest import NOBODY, SYSTEM, of_client
from tests.domain.owed import Owed

LATE = datetime(2026, 6, 1, 9, tzinfo=UTC)


def opened(owed: Owed, *invoices: Invoice, by: Viewer = SYSTEM, at: datetime = LATE) -> Dossier:
    return open_dossier(
        client_id=owed.client.pk, debtor_id=owed.debtor.pk, contract_id=owed.contract,
        claims=[NewClaim(invoice.pk) for invoice in invoices], source="upload", by=by, at=at,
    )  # fmt: skip


def test_a_dossier_has_a_number_a_reference_and_what_was_open(owed: Owed) -> None:
    invoice = owed.invoice("F-1", 500_00)
    owed.less(invoice, 120_00)
    dossier = opened(owed, invoice)
    assert (dossier.number, dossier.state) == (2026000001, "opened")
    assert normal_rf(dossier.reference) == dossier.reference  # a French debtor
    assert dossier.claims.get().principal_cents == 380_00
    assert list(Turn.objects.order_by("at", "pk").values_list("event", flat=True)) == ["open", "add"]


def test_the_same_again_changes_nothing_and_more_joins_it(owed: Owed) -> None:
    first, second = owed.invoice("F-1"), owed.invoice("F-2")
    dossier = opened(owed, first)
    assert opened(owed, first) == dossier
    assert opened(owed, first, second) == dossier
    assert Claim.objects.filter(dossier=dossier).count() == 2
    assert Dossier.objects.count() == 1


def test_numbers_follow_each_other_and_begin_anew_each_year(owed: Owed) -> None:
    first = opened(owed, owed.invoice("F-1"))
    Dossier.objects.filter(pk=first.pk).update(state="closed_paid", closed_at=LATE, closed_by="user:an")
    second = opened(owed, owed.invoice("F-2"))
    Dossier.objects.filter(pk=second.pk).update(state="closed_paid", closed_at=LATE, closed_by="user:an")
    assert second.number == 2026000002
    assert opened(owed, owed.invoice("F-3"), at=LATE + timedelta(days=365)).number == 2027000001


@pytest.mark.parametrize(
    ("due", "at", "code"),
    [
        (date(2026, 7, 1), LATE, "collection.not_due"),
        (date(2026, 6, 1), LATE, "collection.not_due"),
        (date(2026, 4, 1), datetime(2031, 4, 2, 9, tzinfo=UTC), "collection.time_barred"),
    ],
)
def test_what_is_not_late_or_too_old_is_not_taken(owed: Owed, due: date, at: datetime, code: str) -> None:
    with pytest.raises(NotTaken) as no:
        opened(owed, owed.invoice("F-1", due=due), at=at)
    assert no.value.reason.code == code
    if code == "collection.time_barred":
        assert no.value.reason.facts["guard"] == "LAW-GEN-01"
        assert no.value.reason.facts["article"] == "C. com. L110-4"
    assert not Dossier.objects.exists()


def test_what_is_paid_or_of_an_insolvent_debtor_is_not_taken(owed: Owed) -> None:
    paid = owed.invoice("F-1")
    owed.less(paid, 100_00)
    with pytest.raises(NotTaken, match="Nothing is open"):
        opened(owed, paid)
    offered = Offered("F-2", date(2026, 4, 1), Money(1), "BE", "b2b", insolvent=True)
    no = why_not(offered, date(2026, 6, 1))
    assert no is not None
    assert no.facts["guard"] == "LAW-GEN-03"


def test_only_his_own_principal_or_the_collection_desk_opens_one(owed: Owed, an: Viewer) -> None:
    invoice = owed.invoice("F-1")
    with pytest.raises(NotFound):
        opened(owed, invoice, by=of_client(UUID(int=7)))
    for by in (an, NOBODY):
        with pytest.raises(NotAllowed):
            opened(owed, invoice, by=by)
    assert opened(owed, invoice, by=of_client(owed.client.pk)).client == owed.client
