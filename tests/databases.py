"""The databases of the tests: one for each worker, copied from one that was brought up to date once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from cessie.config import home, house
from cessie.config.localpg import LocalServer

TREE = Path(__file__).resolve().parents[1]
#: What a fresh database depends on: its steps, the chart that is written after them, and the packages' own steps.
MADE_OF = ("cessie/**/migrations/*.py", "cessie/ledger/*.py", "cessie/config/settings.py", "requirements.lock")
PATTERN = "cessie_tests_"
LOCK = 0x_7E_57

#: Empties the tables that hold anything. Ledger and audit refuse TRUNCATE by trigger: only this may do it. The chart of
#: accounts stays as a migration wrote it.
EMPTY = """
    DO $$ DECLARE t regclass; filled bool; full_ text[] := '{}'; guarded text[]; BEGIN
      FOR t IN SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
          AND relnamespace = current_schema()::regnamespace
          AND relname NOT IN ('django_migrations', 'ledger_account') LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', t) INTO filled;
        IF filled THEN full_ := full_ || t::text; END IF;
      END LOOP;
      IF full_ = '{}' THEN RETURN; END IF;
      SELECT array_agg(DISTINCT tgrelid::regclass::text) INTO guarded FROM pg_trigger
        WHERE NOT tgisinternal AND tgparentid = 0 AND tgtype & 32 = 32;
      FOREACH t IN ARRAY guarded LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', t); END LOOP;
      EXECUTE format('TRUNCATE %s CASCADE', array_to_string(full_, ', '));
      FOREACH t IN ARRAY guarded LOOP EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', t); END LOOP;
    END $$"""


def trust_the_machine(server: LocalServer) -> None:
    """The tests' books need not survive a power cut, nor be tidied up. A killed process still loses nothing."""
    with closing(psycopg.connect(server.address(), autocommit=True)) as at:
        for switch in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            at.execute(f"ALTER SYSTEM SET {switch} = off")
        at.execute("SELECT pg_reload_conf()")


@contextmanager
def fresh(name: str) -> Iterator[None]:
    """Django works on a new database ``name``, which goes in the end."""
    with closing(psycopg.connect(house.address("postgres"), autocommit=True)) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if home.database_url():
            _make(server, name)  # nothing is left on somebody's own server
        else:
            _copy(server, name)
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(server: psycopg.Connection, name: str) -> None:
    """From the one of these very migrations, which whoever comes first makes; those of older ones go."""
    wanted = PATTERN + _fingerprint()
    server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        there = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PATTERN}%"]).fetchall()
        if (wanted,) not in there:
            for (old,) in there:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            draft = f"{PATTERN}draft"
            _make(server, draft)
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(wanted))
            )
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(wanted)))
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _make(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
    connection.settings_dict["NAME"] = name
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    connection.close_pool()  # its spare connections would keep the draft from getting its name


def _fingerprint() -> str:
    made = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(TREE.glob(pattern)):
            made.update(str(path.relative_to(TREE)).encode() + path.read_bytes())
    return made.hexdigest()[:16]
