"""What a ladder hands over becomes claims of a dossier; nothing is taken twice."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.domain.banking.models import Account
from cessie.domain.collection.decide import decide
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.contracts.models import Version
from cessie.domain.documents.store import store
from cessie.domain.dunning.models import HandedOver, HandOver
from cessie.domain.invoices.models import Invoice
from cessie.terms.presets import COLLECTION
from cessie.workflows.follow_up.handing_over import take_in_late, take_over, take_over_all
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


def test_what_a_principal_hands_in_under_a_collection_contract_is_taken_once_it_is_late(owed: Owed) -> None:
    house()
    late, later = owed.invoice("F-1"), owed.invoice("F-2", due=date(2026, 7, 1))
    assert take_in_late(by=SYSTEM, at=BEGUN) == 0  # his contract is no collection
    Version.objects.create(
        contract_id=owed.contract, number=2, valid_from=date(2026, 5, 1), terms=COLLECTION.to_json(), made_at=BEGUN,
        made_by="user:an",
    )  # fmt: skip
    assert take_in_late(by=SYSTEM, at=BEGUN) == 1
    assert take_in_late(by=SYSTEM, at=BEGUN) == 0
    dossier = Dossier.objects.get()
    assert [claim.invoice_id for claim in dossier.claims.all()] == [late.pk]
    decide(dossier_id=dossier.pk, event="recall", words="geregeld", by=SYSTEM, at=BEGUN)
    assert take_in_late(by=SYSTEM, at=BEGUN + timedelta(days=40)) == 1  # the other one alone
    assert Claim.objects.filter(invoice=later).count() == Claim.objects.filter(invoice=late).count() == 1
