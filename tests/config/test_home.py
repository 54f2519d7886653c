"""Where things are kept, and how the database is named: by the home, or by CESSIE_DATABASE_URL."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cessie.config import home

TREE = Path(__file__).resolve().parents[2]


def test_secret_key_is_made_once_by_whoever_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CESSIE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CESSIE_SECRET_KEY", raising=False)
    with ThreadPoolExecutor(8) as together:
        keys = list(together.map(lambda _: home.secret_key(), range(8)))
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert stat.S_IMODE((tmp_path / "home/secret_key").stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "home").iterdir()] == ["secret_key"], "a draft of the key was left behind"


def test_url_names_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CESSIE_DATABASE_URL", "postgresql://clerk:s%40cret@db.example:6543/books?sslmode=require")
    entry = home.database()
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("books", "clerk", "s@cret")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]["sslmode"]) == ("db.example", "6543", "require")


def _cessie(*words: str, url: str, at: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("CESSIE", "DJANGO"))}
    env |= {"CESSIE_DATABASE_URL": url, "CESSIE_HOME": str(at), "PYTHONPATH": str(TREE)}
    return subprocess.run(
        [sys.executable, "-m", "cessie", *words],
        env=env,
        cwd=at,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


#: Everything that a schema says, whoever made it.
SCHEMA = """
    SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default,
      collation_name, identity_generation, character_maximum_length)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid)
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', oid::regprocedure::text, pg_get_functiondef(oid)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    UNION ALL SELECT 'chart', code, needs::text || kept::text FROM ledger_account
    UNION ALL SELECT 'step', app || ' ' || name, '' FROM django_migrations ORDER BY 1, 2, 3"""


@pytest.mark.django_db(transaction=True)
def test_commands_work_on_a_server_given_by_url(tmp_path: Path) -> None:
    """The tests' own server plays the one that runs elsewhere: the database is made there, none is started here."""
    here = settings.DATABASES["default"]
    where = {"host": here["HOST"], "port": here["PORT"] or "5432", "user": here["USER"], "password": here["PASSWORD"]}
    name = "cessie_by_url"
    address = make_conninfo("", **{k: v for k, v in where.items() if v})
    url = f"postgresql:///{name}?" + "&".join(f"{k}={v}" for k, v in where.items() if v)
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        try:
            done = _cessie("check", url=url, at=tmp_path)
            assert "invariants" in done.stdout, done.stderr
            asked = _cessie("doctor", url=url, at=tmp_path)
            assert "CESSIE_DATABASE_URL" in asked.stdout
            assert asked.returncode == 0, asked.stdout
            assert not (tmp_path / "postgres").exists()
            with psycopg.connect(address, dbname=name) as built, connection.cursor() as migrated:
                assert built.execute(SCHEMA).fetchall() == migrated.execute(SCHEMA).fetchall(), "as Django makes it"
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def test_unreachable_server_is_one_clear_line(tmp_path: Path) -> None:
    done = _cessie("check", url="postgresql://nobody@127.0.0.1:1/books", at=tmp_path)
    assert done.returncode == 1
    assert "[database.unreachable]" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    done = _cessie("doctor", url="postgresql://nobody@127.0.0.1:1/books", at=tmp_path)
    assert done.returncode == 1
    assert "WRONG  server" in done.stdout
    assert "->" in done.stdout
