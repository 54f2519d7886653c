"""The database of the house: there, with its tables, and asked by the health page."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_tables_are_there() -> None:
    assert "procrastinate_jobs" in connection.introspection.table_names()


@pytest.mark.django_db
def test_health_page_tells_that_the_database_answers() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert len(response.headers["X-Request-ID"]) == 36
