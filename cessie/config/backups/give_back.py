"""Give a backup back to an empty place: all of it, or the place stays shut until it is finished."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cessie.config import home
from cessie.config.backups import manifest, programs
from cessie.config.backups.manifest import DUMP, KEY, MAIL_KEYS, Manifest
from cessie.config.house import UNFINISHED, migrate, reach_database
from cessie.domain.documents import originals
from cessie.lib.reasons import N_, Refusal


class NotEmpty(Refusal):
    """There is something where the backup should go."""


class Newer(Refusal):
    """The backup is of a newer version than this one."""


def give_back(folder: Path) -> Manifest:
    """Restore the backup in ``folder`` into this home and its database, both empty, and bring it to this version.

    Everything of the backup is read and checked first. Until all is done a mark in the home keeps every other command
    out; the same restore again goes on where it was cut off. Nobody stays logged in.
    Refusals: ``Damaged``, ``Newer``, ``NotEmpty``, ``backup.other_books``, those of the database.
    """
    told = manifest.read(folder)
    manifest.check_files(folder, told)
    reach_database()
    _check_version(told)
    mark, name = home.folder() / UNFINISHED, manifest.hash_of(folder / manifest.NAME)
    halfway = mark.exists()
    if halfway and mark.read_text("ascii") != name:
        raise NotEmpty("backup.other_unfinished", N_("Another restore was not finished here: use an empty home."))
    _check_empty(folder, tables_allowed=halfway)
    mark.write_text(name, "ascii")
    _documents(folder)
    if not _tables():
        _check_schema(told)
        with tempfile.TemporaryDirectory() as scratch:
            programs.restore(folder / DUMP, Path(scratch))
    migrate()
    _check_books(told)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    put_keys(folder, told)
    return told


def finish() -> None:
    """The last step was made: open the house."""
    (home.folder() / UNFINISHED).unlink(missing_ok=True)


def _check_version(told: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    ours = {name for name in told.migrations if name.partition(".")[0] in {app.partition(".")[0] for app in known}}
    if ours - known:
        words = N_("This backup is of Cessie {version}, which is newer than this one: install that version first.")
        raise Newer("backup.newer", words, version=told.version)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _check_empty(folder: Path, *, tables_allowed: bool) -> None:
    if _tables() and not tables_allowed:
        words = N_("The database is not empty: a backup is given back to an empty one. Choose another CESSIE_HOME.")
        raise NotEmpty("backup.database_used", words)
    store = Path(settings.DOCUMENTS)
    found = {file.name for file in store.rglob("*") if file.is_file() and not file.name.startswith(".")}
    if found - {digest for digest, _ in manifest.originals(folder)}:
        words = N_("{folder} holds originals of another house: choose another CESSIE_HOME.")
        raise NotEmpty("backup.documents_used", words, folder=str(store))


def _check_schema(told: Manifest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
    if schema != told.schema:
        words = N_("The backup is of the schema {theirs}, this database works in {ours}.")
        raise Refusal("backup.schema", words, theirs=told.schema, ours=str(schema))


def _documents(folder: Path) -> None:
    for digest, _ in manifest.originals(folder):
        originals.write(manifest.path_of(folder, digest).read_bytes())


def _check_books(told: Manifest) -> None:
    with connection.cursor() as cursor:
        entries, books = manifest.books_of(cursor)
    if (entries, books) != (told.entries, dict(told.books)):
        raise Refusal("backup.other_books", N_("The books that came back are not those that were saved."))


def put_keys(folder: Path, told: Manifest) -> None:
    """The house's own keys take the place of those that this home just made; where the surroundings say where a key is
    kept, theirs stays."""
    if KEY in told.files and not os.environ.get("CESSIE_SECRET_KEY"):
        _put(folder / KEY, home.folder() / "secret_key")
    for setting, name in MAIL_KEYS.items():
        place = Path(getattr(settings, setting))
        if name in told.files and place.parent == home.folder():
            _put(folder / name, place)


def _put(key: Path, place: Path) -> None:
    """Whole or not at all, for its owner alone."""
    handle, draft = tempfile.mkstemp(prefix=f"{place.name}.", dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(key.read_bytes())
    os.replace(draft, place)
