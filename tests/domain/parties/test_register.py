"""A company is one row, whoever names it and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from cessie.domain.parties.models import Client, Company, Debtor, Identifier, Relation
from cessie.domain.parties.queries import find_by_identifier
from cessie.domain.parties.register import (
    AnotherCompany,
    register_client,
    register_company,
    register_debtor,
    relate,
)
from cessie.domain.parties.rules.identifiers import FalseNumber
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM, staff

pytestmark = pytest.mark.django_db


def meuse(**more: str) -> Company:
    return register_company(
        name="Fonderie de la Meuse SA", country="be", identifiers={"be.enterprise": "0403.170.701", **more},
        by=SYSTEM, at=AT,
    )  # fmt: skip


def test_a_company_is_found_by_any_of_its_numbers() -> None:
    first = meuse(vat="BE 0403.170.701")
    again = register_company(name="F.M. sa", country="BE", identifiers={"vat": "be403170701"}, by=SYSTEM, at=AT)
    assert again == first
    assert again.name == "Fonderie de la Meuse SA"
    assert again.sort_name == "fonderie de la meuse sa"
    assert find_by_identifier("be.enterprise", "403 170 701") == first


def test_a_number_that_a_known_company_lacks_is_added() -> None:
    first = meuse()
    assert set(Identifier.objects.values_list("scheme", flat=True)) == {"be.enterprise"}
    meuse(vat="BE0403170701")
    assert set(first.identifiers.values_list("scheme", flat=True)) == {"be.enterprise", "vat"}


def test_a_french_vat_number_and_a_siren_name_one_company() -> None:
    by_vat = register_company(name="Électricité", country="FR", identifiers={"vat": "FR40303265045"}, by=SYSTEM, at=AT)
    by_siren = register_company(name="Elec", country="FR", identifiers={"fr.siren": "303 265 045"}, by=SYSTEM, at=AT)
    assert by_vat == by_siren


def test_wrong_check_digits_are_refused_and_kept_only_when_a_person_says_so() -> None:
    false = {"name": "QVK", "country": "BE", "identifiers": {"be.enterprise": "0403170702"}, "by": SYSTEM, "at": AT}
    with pytest.raises(FalseNumber, match="0403170702"):
        register_company(**false)
    assert not Company.objects.exists()
    company = register_company(**false, keep_false=True)
    assert [i.valid for i in company.identifiers.all()] == [False]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " . "}, "parties.no_name"),
        ({"identifiers": {"vat": " "}}, "parties.no_number"),
        ({"identifiers": {"xx.club": "1"}}, "parties.unknown_scheme"),
    ],
)
def test_what_is_missing_is_named(given: dict[str, object], code: str) -> None:
    arguments = {"name": "A", "country": "BE", "identifiers": {"vat": "BE0403170701"}, "by": SYSTEM, "at": AT} | given
    with pytest.raises(Refusal) as no:
        register_company(**arguments)  # type: ignore[arg-type]
    assert no.value.code == code


def test_numbers_of_two_companies_are_refused() -> None:
    meuse()
    register_company(name="Aar", country="NL", identifiers={"nl.kvk": "12345678"}, by=SYSTEM, at=AT)
    with pytest.raises(AnotherCompany):
        meuse(**{"nl.kvk": "12345678"})


def test_a_second_number_in_a_register_that_gives_one_is_another_company() -> None:
    meuse(vat="BE0403170701")
    with pytest.raises(AnotherCompany, match=r"be\.enterprise"):
        register_company(
            name="X", country="BE", identifiers={"vat": "BE0403170701", "be.enterprise": "0123456749"}, by=SYSTEM, at=AT
        )


def test_only_the_desk_registers() -> None:
    with pytest.raises(NotAllowed):
        register_company(
            name="A", country="BE", identifiers={"vat": "BE0403170701"}, by=staff("eve", "collection"), at=AT
        )


@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_give_one_company() -> None:
    barrier = Barrier(4)

    def one(number: int) -> UUID:
        try:
            barrier.wait()
            more = {"vat": "BE0403170701"} if number % 2 else {"lei": "5493001KJTIIGC8Y1R12"}
            return meuse(**more).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(one, range(4)))
    assert len(keys) == Company.objects.count() == 1
    assert set(Identifier.objects.values_list("scheme", flat=True)) == {"be.enterprise", "vat", "lei"}


def test_roles_are_given_once(seller: Company) -> None:
    client = register_client(company_id=seller.pk, code="FDM", by=SYSTEM, at=AT)
    assert register_client(company_id=seller.pk, code="FDM", by=SYSTEM, at=AT) == client
    debtor = register_debtor(company_id=seller.pk, by=SYSTEM, at=AT)
    assert register_debtor(company_id=seller.pk, by=SYSTEM, at=AT) == debtor
    relate(client_id=client.pk, debtor_id=debtor.pk, by=SYSTEM, at=AT)
    relation = relate(client_id=client.pk, debtor_id=debtor.pk, reference="400012", by=SYSTEM, at=AT)
    assert relation.reference == "400012"
    assert Client.objects.count() == Debtor.objects.count() == Relation.objects.count() == 1


def test_a_code_is_one_clients(client_: Client, debtor: Debtor) -> None:
    with pytest.raises(Refusal) as no:
        register_client(company_id=debtor.company_id, code="FDM", by=SYSTEM, at=AT)
    assert no.value.code == "parties.code_taken"


def test_an_unknown_company_gets_no_role() -> None:
    with pytest.raises(NotFound):
        register_debtor(company_id=uuid7(), by=SYSTEM, at=AT)
