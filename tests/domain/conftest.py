"""The people and companies that the tests of the road share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.parties.register import register_client, register_company, register_debtor, relate
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer, system

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def staff(name: str, *roles: str) -> Viewer:
    """A colleague with roles, who exists as a user."""
    user = User.objects.create(
        email=f"{name}@huis.example", name=name.title(), kind="staff", roles=list(roles), created_at=AT
    )
    return Viewer(key=f"user:{user.pk}", kind="staff", name=user.name, roles=frozenset(roles), user_id=user.pk)


def of_client(*client_ids: UUID, signs: bool = True) -> Viewer:
    """An owner of these clients."""
    own = frozenset(client_ids)
    return Viewer(
        key="user:owner", kind="client", client_ids=own, acts_for=own, signs_for=own if signs else frozenset()
    )


NOBODY = Viewer(key="user:nobody", kind="nobody")
SYSTEM = system("test")


@pytest.fixture
def store_folder(tmp_path: Path, settings: Settings) -> Path:
    """An empty store of originals."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def an(db: None) -> Viewer:
    """Credit desk."""
    return staff("an", "credit")


@pytest.fixture
def bob(db: None) -> Viewer:
    """Treasury, and whatever needs a second person."""
    return staff("bob", "treasury")


@pytest.fixture
def seller(db: None) -> Company:
    return register_company(
        name="Fonderie de la Meuse SA", country="BE", identifiers={"vat": "BE0403170701"}, by=SYSTEM, at=AT
    )


@pytest.fixture
def client_(seller: Company) -> Client:
    return register_client(company_id=seller.pk, code="FDM", by=SYSTEM, at=AT)


@pytest.fixture
def other_client(db: None) -> Client:
    company = register_company(
        name="Bakkerij De Gouden Aar BV", country="NL", identifiers={"nl.kvk": "12345678"}, by=SYSTEM, at=AT
    )
    return register_client(company_id=company.pk, code="AAR", by=SYSTEM, at=AT)


@pytest.fixture
def debtor(client_: Client) -> Debtor:
    company = register_company(
        name="Électricité du Nord SAS", country="FR", identifiers={"vat": "FR40303265045"}, by=SYSTEM, at=AT
    )
    row = register_debtor(company_id=company.pk, by=SYSTEM, at=AT)
    relate(client_id=client_.pk, debtor_id=row.pk, reference="411EDN", by=SYSTEM, at=AT)
    return row
