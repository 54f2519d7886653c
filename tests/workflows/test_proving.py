"""Of a sample the client's people hear once, by mail in their own language; who cannot be mailed reads the page."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Company, Membership
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.draw_sample import draw_sample
from cessie.workflows.balances.proving import mail_asked
from tests.connectors.channels.mail_server import Post, running
from tests.domain.availability.conftest import LATER, accepted, agree, drawing_contract, more, owner, sell
from tests.domain.conftest import AT, SYSTEM, an, bob, client_, debtor, seller, store_folder
from tests.domain.verification.test_verification import bought

__all__ = [
    "accepted", "agree", "an", "bob", "bought", "client_", "debtor", "drawing_contract", "more", "owner", "sell",
    "seller", "store_folder",
]  # fmt: skip
pytestmark = pytest.mark.django_db


def _people(contract: UUID) -> None:
    client = Contract.objects.get(pk=contract).client_id
    for name, role, language in (("anne", "owner", "fr"), ("bob", "bookkeeper", "nl"), ("carl", "reader", "en")):
        user = User.objects.create(
            email=f"{name}@client.example", name=name, kind="client", language=language, created_at=AT
        )
        Membership.objects.create(user=user, client_id=client, role=role, since_at=AT)


def test_owner_and_bookkeeper_are_mailed_once_each_in_his_language(
    bought: UUID, an: Viewer, settings: Settings, store_folder: Path
) -> None:
    _people(bought)
    draw_sample(contract_id=bought, seed="x", by=an, at=LATER)
    settings.SMTP_URL = ""
    assert mail_asked(by=SYSTEM, at=LATER) == 0, "a house that cannot mail asks on the page alone"
    Company.objects.filter(name="Huis NV").update(email="post@huis.example")
    post = Post(["ok"])
    with running(post) as port:
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
        assert [mail_asked(by=SYSTEM, at=LATER + timedelta(hours=n)) for n in (1, 2)] == [2, 0]
    mails = [message_from_bytes(mail, policy=default) for mail in post.mails]
    words = {mail["To"]: mail.get_body().get_content() for mail in mails}
    assert set(words) == {"anne <anne@client.example>", "bob <bob@client.example>"}
    assert "2 factures" in words["anne <anne@client.example>"]
    assert "2 facturen" in words["bob <bob@client.example>"]
    assert all(f"{settings.PUBLIC_URL}/client/proofs" in each for each in words.values())
