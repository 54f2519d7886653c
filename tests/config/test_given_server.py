"""A server that runs elsewhere (``CESSIE_DATABASE_URL``): what is said when it is not what is needed."""

from contextlib import closing
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cessie.config import home, house
from cessie.config.postgres.binaries import OLDEST
from cessie.lib.reasons import Refusal


def test_oldest_server_is_the_one_that_the_readme_names() -> None:
    house._check_version(SimpleNamespace(info=SimpleNamespace(server_version=150020)))
    with pytest.raises(Refusal) as no:
        house._check_version(SimpleNamespace(info=SimpleNamespace(server_version=149999)))
    assert (no.value.code, OLDEST) == ("database.too_old", 15)


@pytest.mark.parametrize("address", ["postgres//user:geheim@host/db", "mysql://user:geheim@host/db", "geheim"])
def test_what_is_no_address_is_refused_without_telling_its_password(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CESSIE_DATABASE_URL", address)
    with pytest.raises(Refusal) as no:
        home.database()
    assert no.value.code == "database.address"
    assert "geheim" not in str(no.value)


def test_address_without_a_database_means_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CESSIE_DATABASE_URL", "postgresql://someone@127.0.0.1:5999/")
    assert (home.database()["NAME"], home.given_database()["dbname"]) == ("cessie", "cessie")


@pytest.mark.django_db
def test_server_is_asked_whether_it_has_the_database() -> None:
    there = house.address()
    assert not house.lacks_database(there)
    assert house.lacks_database(make_conninfo(there, dbname="cessie_never_made"))
    assert not house.lacks_database(make_conninfo(there, user="nobody_here")), "it cannot be asked"


@pytest.mark.django_db
def test_user_who_may_not_make_the_database_is_told_to_have_it_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "cessie_never_made")
    own = house.address
    unable = {"options": "-c default_transaction_read_only=on"}
    monkeypatch.setattr(house, "address", lambda *a: make_conninfo(own(*a), **unable))
    with pytest.raises(Refusal) as no:
        house._make_database()
    assert no.value.code == "database.not_made"
    assert house.lacks_database(own())


@pytest.mark.django_db
def test_database_that_cannot_hold_every_name_is_refused() -> None:
    given = conninfo_to_dict(house.address())
    with closing(psycopg.connect(make_conninfo(**{**given, "dbname": "postgres"}), autocommit=True)) as server:
        server.execute("DROP DATABASE IF EXISTS cessie_latin")
        server.execute("CREATE DATABASE cessie_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        try:
            with (
                closing(psycopg.connect(make_conninfo(**{**given, "dbname": "cessie_latin"}))) as there,
                pytest.raises(Refusal) as no,
            ):
                house._check_server(there)
        finally:
            server.execute("DROP DATABASE cessie_latin")
    assert no.value.code == "database.encoding"
