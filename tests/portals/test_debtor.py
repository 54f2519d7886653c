"""The debtor's page: what he owes one client behind a link, and nothing else; of a confidential contract no house."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cessie.domain.contracts.models import Contract, Version
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.debtor_link import LIFE, debtor_link
from cessie.domain.keys.models import DebtorLink
from cessie.domain.keys.revoke_links import revoke_links
from cessie.domain.keys.visitors import by_link
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Receipt
from cessie.domain.users.rules.viewer import NotFound, system
from cessie.lib.money import Money
from cessie.portals.debtor import door
from cessie.portals.debtor.debts import debts_of
from cessie.terms.contract import Terms
from tests.bank_files import Row
from tests.portals.house import Stage

DESK = system("letters")


def link_of(stage: Stage, client: str = "own") -> str:
    """The path of a new link of the debtor to one of the two clients."""
    client_id = getattr(stage, client).client_id
    whole = debtor_link(client_id=client_id, debtor_id=stage.buyer.debtor_id, by=DESK, at=stage.at)
    return whole.removeprefix("http://localhost:8000")


def secret_of(path: str) -> str:
    return path.rsplit("/", 1)[1]


@pytest.fixture
def bought(stage: Stage) -> Stage:
    """Each client sold the debtor one invoice; a third is not bought yet."""
    stage.hand_in("BRAVO-22", 1_000_00)
    stage.approve("BRAVO-22")
    stage.hand_in("ONLY-OFFERED", 500_00)
    stage.hand_in("GEHEIM-9", 2_000_00, seller=stage.other)
    return stage


def test_the_link_shows_what_he_owes_this_client_and_no_other(bought: Stage) -> None:
    path = link_of(bought)
    assert path == reverse("debtor:owed", args=[secret_of(path)])
    shown = Client().get(path, headers={"accept-language": "en"})
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "BRAVO-22" in words
    assert "1.210,00" in words or "1,210.00" in words
    assert bought.house.collection_iban[-4:] in words
    assert "ONLY-OFFERED" not in words
    assert "GEHEIM" not in words
    assert bought.other.actor.name not in words
    assert 'class="qr"' in words
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_paid_and_left_add_up_to_the_invoice(bought: Stage) -> None:
    bought.take_in(bought.statement(Row(1_000_00, text="BRAVO-22", iban=bought.buyer.actor.iban)))
    (receipt,) = Receipt.objects.all()
    (invoice,) = Invoice.objects.filter(number="BRAVO-22")
    allocate(
        receipt_id=receipt.pk, allocations={invoice.pk: Money(1_000_00)}, by=bought.house.staff.treasury, at=bought.at
    )
    visitor = by_link(secret_of(link_of(bought)), at=bought.at)
    assert visitor is not None
    (debt,) = debts_of(visitor, bought.today).rows
    assert [(word, amount.cents) for word, amount in debt.lowered] == [("Paid", 1_000_00)]
    assert debt.face - debt.open == debt.lowered[0][1]
    assert debts_of(visitor, bought.today).total.cents == 210_00


def test_under_a_confidential_contract_nothing_names_the_house(bought: Stage) -> None:
    version = Version.objects.get(contract=Contract.objects.get(client_id=bought.own.client_id))
    hidden = replace(Terms.from_json(version.terms), disclosure="CONFIDENTIAL")
    later = Version.objects.create(
        contract=version.contract, number=2, valid_from=bought.today, terms=hidden.to_json(), made_at=bought.at,
        made_by="system:test",
    )  # fmt: skip
    assert later.pk
    words = Client().get(link_of(bought)).content.decode()
    assert "BRAVO-22" in words
    assert bought.own.actor.name in words
    assert bought.house.actor.name not in words
    assert "Cessie" not in words


def test_false_old_and_ended_links_open_nothing(bought: Stage) -> None:
    path = link_of(bought)
    secret = secret_of(path)
    assert DebtorLink.objects.get().digest != secret
    assert by_link(secret, at=bought.at) is not None
    assert by_link(secret, at=bought.at + LIFE) is None
    changed = ("A" if secret[0] != "A" else "B") + secret[1:]
    assert Client().get(path.replace(secret, changed)).status_code == 404
    client, debtor = bought.own.client_id, bought.buyer.debtor_id
    assert revoke_links(client_id=client, debtor_id=debtor, by=DESK, at=bought.at) == 1
    assert revoke_links(client_id=client, debtor_id=debtor, by=DESK, at=bought.at) == 0
    assert Client().get(path).status_code == 404


def test_only_its_own_people_make_a_link(bought: Stage) -> None:
    client, debtor = bought.own.client_id, bought.buyer.debtor_id
    with pytest.raises(NotFound):
        debtor_link(client_id=client, debtor_id=debtor, by=bought.other.owner, at=bought.at)
    visitor = by_link(secret_of(link_of(bought)), at=bought.at)
    assert visitor is not None
    with pytest.raises(NotFound):
        debtor_link(client_id=client, debtor_id=debtor, by=visitor.viewer, at=bought.at)


def test_who_asks_too_often_waits(bought: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PER_MINUTE", 6)
    path, visitor = link_of(bought), Client()
    assert visitor.get(path).status_code == 200
    late = visitor.get(path)
    assert late.status_code == 429
    assert 0 < int(late["Retry-After"]) <= 10
    assert timedelta(seconds=int(late["Retry-After"])) < timedelta(minutes=1)


def test_the_page_speaks_his_language(bought: Stage) -> None:
    path = link_of(bought)
    visitor = Client()
    visitor.cookies["django_language"] = "fr"
    assert '<html lang="fr">' in visitor.get(path).content.decode()
