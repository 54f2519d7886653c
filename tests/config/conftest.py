"""What several tests of the house's own doings stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from cessie.config import house


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Django works on a database of its own in which nothing is; yields the name of the one that was migrated."""
    name, before = f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), closing(psycopg.connect(house.address("postgres"), autocommit=True)) as server:
        connection.close()
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
        connection.settings_dict["NAME"] = name
        try:
            yield str(before)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
