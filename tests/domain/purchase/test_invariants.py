"""Each invariant of purchases sees the breach that it is for."""

from __future__ import annotations

import pytest

from cessie.domain.credit.models import Reservation
from cessie.domain.purchase import invariants
from cessie.domain.purchase.models import Cession, Proposal
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.purchase.conftest import Accepted, Agree
from tests.domain.purchase.test_purchase import offer, take


@pytest.fixture(autouse=True)
def _sound() -> None:
    """These tests break things on purpose."""


def codes() -> set[str]:
    return {breach.code for check in invariants.CHECKS for breach in check()}


def test_every_breach_is_named(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    contract = agree()
    bought, offered = accepted(contract, "A1", 1_000_00), offer(accepted(contract, "A2", 500_00))
    proposal = offer(bought)
    take(proposal, owner)
    assert codes() == set()
    Reservation.objects.filter(invoice=bought).update(state="freed")
    assert codes() == {"purchase.room"}
    Reservation.objects.filter(invoice=bought).update(state="used")
    Cession.objects.filter(invoice=bought).delete()
    assert codes() == {"purchase.cession"}
    Proposal.objects.filter(pk=offered.pk).update(state="purchased", decided_at=offered.offered_at, decided_by="x")
    assert codes() == {"purchase.cession", "purchase.deed", "purchase.books", "purchase.room"}
    proposal.items.update(face_cents=900_00, approved_cents=900_00, financed_cents=810_00, holdback_cents=90_00)
    assert {"purchase.fingerprint", "purchase.open", "purchase.sum"} <= codes()
