"""The script that makes the tables of an empty database makes what the migrations make."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from cessie.config import building, current, house

#: All that a schema consists of, as the database itself writes it down.
CATALOGUE = """
    SELECT 'column', c.relname || '.' || a.attname,
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                     pg_get_expr(d.adbin, d.adrelid))
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'constraint', coalesce(k.conrelid::regclass::text, '') || '.' || k.conname, pg_get_constraintdef(k.oid)
      FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', t.tgrelid::regclass || '.' || t.tgname, pg_get_triggerdef(t.oid)
      FROM pg_trigger t WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind <> 'a'
    UNION ALL
    SELECT 'type', t.typname, coalesce((SELECT string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder)
                                          FROM pg_enum e WHERE e.enumtypid = t.oid), '')
      FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'relation', c.relname, concat_ws(' ', c.relkind, c.reloptions, c.relrowsecurity)
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'migration', app, name FROM django_migrations
"""


def _catalogue(database: str | None = None) -> set[tuple[str, str, str]]:
    with closing(psycopg.connect(house.address(database))) as there:
        return set(there.execute(CATALOGUE).fetchall())


def test_the_script_is_of_these_very_migrations() -> None:
    steps = building.migrations(building.SCRIPT.read_text(encoding="utf-8"))
    assert set(steps) == current.on_disk(), "a migration came or went: run `make structure`"
    assert len(steps) == len(set(steps))


def test_it_makes_what_the_migrations_make(empty: str) -> None:
    assert building.build()
    assert current.is_current()
    assert not building.build(), "there are tables already"
    assert _catalogue() == _catalogue(empty), "a migration was changed: run `make structure`"


@pytest.mark.usefixtures("empty")
def test_a_script_of_other_migrations_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "structure.sql"
    monkeypatch.setattr(building, "SCRIPT", old)
    assert not building.build(), "there is none"
    old.write_text(building.written([("audit", "0001_initial", ["CREATE TABLE audit_event (id int)"])]))
    assert not building.build()
    with closing(psycopg.connect(house.address())) as there:
        assert there.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
