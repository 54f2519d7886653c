"""What a creditor wants decides between lawful channels: for one debtor before for all, and the debtor before both."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.audit.models import Event
from cessie.domain.correspondence.addressed import addressed, sender_from
from cessie.domain.correspondence.models import DebtorWish, Writing
from cessie.domain.correspondence.reach import Asking
from cessie.domain.correspondence.set_wish import set_wish
from cessie.domain.correspondence.wished import wished
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, of_client, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(client_: Client, debtor: Debtor, settings: Settings) -> tuple[UUID, UUID]:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.PRINT_FOLDER = ""
    Company.objects.filter(pk=debtor.company_id).update(
        email="books@buyer.example", street="Straat", building="1", postcode="9000", town="Gent"
    )
    Company.objects.filter(pk=client_.company_id).update(email="us@seller.example")
    return client_.pk, debtor.pk


def chosen(client_id: UUID, debtor_id: UUID) -> tuple[str, str]:
    sender = sender_from(Client.objects.get(pk=client_id).company)
    to = addressed(debtor_id, sender, asking=Asking("reminder", client_id=client_id), at=AT)
    return to.channel, to.why.code


def test_the_wish_for_one_stands_before_the_wish_for_all_and_the_debtor_before_both(pair: tuple[UUID, UUID]) -> None:
    client_id, debtor_id = pair
    by = of_client(client_id)
    assert chosen(*pair)[0] == "email"
    set_wish(client_id=client_id, channel="registered_post", by=by, at=AT)
    assert chosen(*pair) == ("registered_post", "choice.wished_creditor")
    set_wish(client_id=client_id, debtor_id=debtor_id, channel="post", by=by, at=AT)
    assert chosen(*pair) == ("post", "choice.wished_relation")
    Writing.objects.create(debtor_id=debtor_id, channel="email", changed_at=AT, changed_by="x")
    assert chosen(*pair) == ("email", "choice.wished_debtor")
    Writing.objects.all().delete()
    set_wish(client_id=client_id, debtor_id=debtor_id, channel="", by=by, at=AT)
    assert chosen(*pair) == ("registered_post", "choice.wished_creditor")
    assert not DebtorWish.objects.exists()


def test_said_again_it_changes_nothing_and_a_stranger_says_nothing(pair: tuple[UUID, UUID]) -> None:
    client_id, debtor_id = pair
    desk = staff("desk", "collection")
    for _ in range(2):
        set_wish(client_id=client_id, debtor_id=debtor_id, channel="post", by=desk, at=AT)
    assert Event.objects.filter(action="correspondence.set_wish").count() == 1
    assert wished(viewer=desk, client_id=client_id, debtor_id=debtor_id, at=AT).channel == "post"
    for stranger in (NOBODY, of_client(uuid4())):
        with pytest.raises(NotFound):
            set_wish(client_id=client_id, channel="post", by=stranger, at=AT)
        assert not wished(viewer=stranger, client_id=client_id, debtor_id=debtor_id, at=AT).channel
    with pytest.raises(NotAllowed):
        set_wish(client_id=client_id, channel="post", by=staff("boss", "administrator"), at=AT)
    with pytest.raises(NotFound):
        set_wish(client_id=client_id, debtor_id=uuid4(), channel="post", by=desk, at=AT)
    with pytest.raises(Refusal, match="no such channel"):
        set_wish(client_id=client_id, channel="pigeon", by=desk, at=AT)
