"""What a ladder hands over becomes claims of a dossier; nothing is taken twice."""

from __future__ import annotations

from cessie.domain.banking.models import Account
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.documents.store import store
from cessie.domain.dunning.models import HandedOver, HandOver
from cessie.domain.invoices.models import Invoice
from cessie.workflows.handing_over import take_over, take_over_all
from tests.domain.collection.life import BEGUN, house
from tests.domain.conftest import SYSTEM
from tests.domain.owed import Owed


def handed(owed: Owed, *invoices: Invoice) -> HandOver:
    kept = store(data=b"PK", name="claim.zip", channel="own", client_id=owed.client.pk, by=SYSTEM, at=BEGUN)
    row = HandOver.objects.create(
        client=owed.client, contract_id=owed.contract, debtor=owed.debtor, document=kept.document, handed_at=BEGUN,
        handed_by="user:an",
    )  # fmt: skip
    for invoice in invoices:
        HandedOver.objects.create(hand_over=row, invoice=invoice, open_cents=100_00, interest_cents=0, costs_cents=0)
    return row


def test_a_hand_over_becomes_a_dossier_once(owed: Owed) -> None:
    house()
    row = handed(owed, owed.invoice("F-1"), owed.invoice("F-2"))
    assert take_over_all(by=SYSTEM, at=BEGUN) == 1
    assert take_over_all(by=SYSTEM, at=BEGUN) == 0
    dossier = Dossier.objects.get()
    assert (dossier.source, dossier.contract_id) == ("hand_over", owed.contract)
    assert set(Claim.objects.values_list("number", "hand_over")) == {("F-1", row.pk), ("F-2", row.pk)}
    assert take_over(hand_over_id=row.pk, by=SYSTEM, at=BEGUN) == dossier


def test_what_was_paid_meanwhile_stays_out(owed: Owed) -> None:
    house()
    paid, late = owed.invoice("F-1"), owed.invoice("F-2")
    row = handed(owed, paid, late)
    owed.less(paid, 100_00)
    take_over(hand_over_id=row.pk, by=SYSTEM, at=BEGUN)
    assert list(Claim.objects.values_list("number", flat=True)) == ["F-2"]


def test_a_house_that_collects_for_nobody_takes_nothing_over(owed: Owed) -> None:
    house()
    Account.objects.update(ledger_code="1000", purpose="collection")
    handed(owed, owed.invoice("F-1"))
    assert take_over_all(by=SYSTEM, at=BEGUN) == 0
