"""A client who draws on request: full service with a guarantee fund of 10 %, one debtor, and what was bought of him."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cessie.domain.availability.invariants import CHECKS
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.purchase.accept import accept
from cessie.domain.purchase.propose import propose
from cessie.domain.users.rules.viewer import Viewer
from cessie.terms.contract import EligibilityRule
from tests.domain.conftest import AT, SYSTEM
from tests.domain.purchase.conftest import Accepted, Agree, accepted, agree, owner

__all__ = ["accepted", "agree", "owner"]

LATER = datetime(2026, 3, 2, 10, tzinfo=UTC)
RULES = (EligibilityRule("HOLD"), EligibilityRule("DISPUTED"), EligibilityRule("OVERDUE", days=90),
         EligibilityRule("CONTRA"), EligibilityRule("OVER_LIMIT"))  # fmt: skip
POOLED = {"reserve_model": "POOL", "fund_rate": "10", "holdback_rate": "0", "draw_mode": "ON_REQUEST",
          "eligibility": RULES}  # fmt: skip

Sell = Callable[..., None]


@pytest.fixture
def sell(accepted: Accepted, owner: Viewer) -> Sell:
    """Sell invoices of these faces under a contract."""

    def sold(contract_id: UUID, **faces: int) -> None:
        invoices = [accepted(contract_id, number, face) for number, face in faces.items()]
        offer = propose(client_id=invoices[0].client_id, invoice_ids=[row.pk for row in invoices], by=SYSTEM, at=AT)
        accept(proposal_id=offer.pk, digest=offer.digest, by=owner, at=LATER)

    return sold


@pytest.fixture
def more() -> dict[str, object]:
    """Terms beside ``POOLED``; a test that wants others says so."""
    return {}


@pytest.fixture
def drawing_contract(agree: Agree, client_: Client, an: Viewer, bob: Viewer, more: dict[str, object]) -> UUID:
    """100 % advance, fund 10 %, commission 1 %; the client's account is confirmed long since."""
    long_ago = datetime(2026, 1, 5, 9, tzinfo=UTC)
    account = add_account(company_id=client_.company_id, iban="BE71096123456769", holder="Fonderie", by=an, at=long_ago)
    confirm_account(account_id=account.pk, by=bob, at=long_ago)
    return agree(100, "1", 0, **POOLED, **more)


@pytest.fixture(autouse=True)
def _sound(db: None, request: pytest.FixtureRequest) -> object:
    """Whatever a test did, the invariants of the room hold at its end."""
    yield
    assert [breach.in_words() for check in CHECKS for breach in check()] == []
