"""A debtor with a mandate, and the people of the house who collect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.invariants import CHECKS
from cessie.domain.mandates.models import Collection, Creditor, Mandate
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.register import register
from cessie.domain.mandates.release import release
from cessie.domain.mandates.rules.timing import CutOff
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.parties.models import Debtor
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.conftest import AT, SYSTEM, staff
from tests.domain.matching.conftest import bought, collection, contract_id, receives

__all__ = ["bought", "collection", "contract_id", "receives"]

DEBTOR_IBAN = "BE43068999999501"
TOLD = date(2026, 2, 20)


@dataclass
class Stage:
    """The creditor, the debtor's mandate and the two people."""

    creditor: Creditor
    mandate: Mandate
    clerk: Viewer
    second: Viewer


@pytest.fixture
def on(collection: Account, debtor: Debtor) -> Stage:
    chief, clerk, second = (
        staff("boss", "administrator"),
        staff("collector", "treasury"),
        staff("controller", "treasury"),
    )
    creditor = set_up_creditor(
        account_id=collection.pk,
        identifier="BE81 ZZZ 0123456749",
        notice_days=5,
        cut_off=CutOff(1, time(16)),
        by=chief,
        at=AT,
    )
    mandate = register(
        creditor_id=creditor.pk, debtor_id=debtor.pk, scheme="CORE", iban=DEBTOR_IBAN, holder="Piet Peeters",
        signed_date=date(2026, 1, 15), scan=b"%PDF-a mandate", name="mandate.pdf", by=clerk, at=AT,
    )  # fmt: skip
    with pytest.raises(SamePerson):
        activate(mandate_id=mandate.pk, by=clerk, at=AT)
    return Stage(creditor, activate(mandate_id=mandate.pk, by=second, at=AT), clerk, second)


def ask(on: Stage, invoice: Invoice) -> Collection:
    """All of the invoice is to be fetched."""
    return propose(invoice_id=invoice.pk, mandate_id=on.mandate.pk, notified_date=TOLD, by=SYSTEM, at=AT)


def leave(on: Stage, at: datetime = AT) -> str:
    """Prepared by one, released by the other; the file's number."""
    batch = prepare(creditor_id=on.creditor.pk, by=on.clerk, at=at)
    with pytest.raises(SamePerson):
        release(batch_id=batch.pk, by=on.clerk, at=at)
    return release(batch_id=batch.pk, by=on.second, at=at).number


def sound() -> None:
    """All that must hold between mandates, files and bank lines holds."""
    assert [reason.in_words() for check in CHECKS for reason in check()] == []
