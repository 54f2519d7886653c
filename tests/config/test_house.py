"""The database of the house: there, with its tables, and asked by the health page."""

import pytest
from django.db import connection
from django.test import Client

from cessie.config import current, house
from cessie.lib.reasons import Refusal


@pytest.mark.django_db
def test_tables_are_there() -> None:
    assert "procrastinate_jobs" in connection.introspection.table_names()


@pytest.mark.django_db
def test_health_page_tells_that_the_database_answers() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert len(response.headers["X-Request-ID"]) == 36


@pytest.mark.django_db(transaction=True)
def test_what_is_up_to_date_is_known_without_loading_the_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert current.is_current()
    assert not house.pending_migrations()
    known = current.on_disk()
    assert {("ledger", "0001_initial"), ("auth", "0001_initial"), ("procrastinate", "0001_initial")} <= known
    monkeypatch.setattr(current, "on_disk", lambda: known | {("ledger", "9999_new")})
    assert not current.is_current()


@pytest.mark.django_db
def test_database_of_another_history_is_refused_in_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'contenttypes'")
    with pytest.raises(Refusal) as no:
        house.migrate()
    assert no.value.code == "database.other_history"
