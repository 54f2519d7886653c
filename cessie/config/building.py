"""The first tables of an empty database, by one script instead of a hundred steps.

Step by step, Django renders anew every model that a step touches, and what refers to it: seconds of processor time that
grow with each release. ``structure.sql`` holds the statements that those steps send (``make structure`` writes it, a
test compares the outcome). Where it is not of the very migrations that lie on the disk, the steps are taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from cessie.config.current import on_disk

SCRIPT = Path(__file__).with_name("structure.sql")
_MARK = "-- migration "


def build() -> bool:
    """Make all tables; False, and nothing done, where there are some already or the script is not of this version."""
    script = SCRIPT.read_text(encoding="utf-8") if SCRIPT.exists() else ""
    if set(migrations(script)) != on_disk() or MigrationRecorder(connection).applied_migrations():
        return False
    begin(script)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return True


def begin(script: str) -> None:
    """Make the tables of a script in an empty database, and note its migrations as taken."""
    recorder = MigrationRecorder(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(script)
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in migrations(script))


def migrations(script: str) -> tuple[tuple[str, str], ...]:
    """The migrations that a script stands for, in their order, as (app, name).

    >>> migrations("-- migration audit 0001_initial\\nCREATE TABLE a (b int);")
    (('audit', '0001_initial'),)
    """
    marked = (line.removeprefix(_MARK).split() for line in script.splitlines() if line.startswith(_MARK))
    return tuple((app, name) for app, name in marked)


def written(steps: Iterable[tuple[str, str, Iterable[str]]]) -> str:
    """A script of steps, each app, name and the statements that it sends."""
    parts = []
    for app, name, statements in steps:
        parts.append(f"{_MARK}{app} {name}")
        parts += [f"{statement.strip().rstrip(';')};" for statement in statements]
    return "\n".join(parts) + "\n"
