"""Take a backup of one moment while the house goes on working."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from cessie import __version__
from cessie.config import home
from cessie.config.backups import manifest, programs
from cessie.config.backups.manifest import DOCUMENTS, DUMP, FORMAT, KEY, LIST, MAIL_KEYS, Manifest
from cessie.domain.documents import originals
from cessie.domain.documents.erasing import KEEP_BYTES
from cessie.lib.reasons import N_, Refusal


def take(folder: Path) -> Manifest:
    """Write a backup into a folder that is new or empty.

    Everything is of one moment: database and list of originals are read in one snapshot. Originals are never changed
    and are on disk before a row names them; erasure waits until the copy is made (``KEEP_BYTES``).
    Refusals: ``backup.not_empty``, ``backup.folder``, a lost or changed original (``documents.missing``,
    ``documents.changed``), those of ``pg_dump``.
    """
    _make(folder)
    with _originals_stay(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # pg_dump and the copying may take hours
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot, schema = cursor.fetchone()
        documents = _list(cursor, folder / LIST)
        entries, books = manifest.books_of(cursor)
        migrations, house = _migrations(cursor), _house(cursor)
        programs.dump(folder / DUMP, schema=schema, snapshot=snapshot)
        _copy(folder)
    files = [DUMP, LIST, *_copy_key(folder), *copy_mail_keys(folder)]
    _sync(folder, files)
    done = Manifest(
        format=FORMAT,
        version=__version__,
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        house=house,
        schema=schema,
        migrations=tuple(migrations),
        documents=documents,
        entries=entries,
        books=books,
        files={name: manifest.hash_of(folder / name) for name in files},
    )
    done.write(folder)
    _sync(folder, [manifest.NAME])
    return done


@contextmanager
def _originals_stay() -> Iterator[None]:
    """No original is erased meanwhile. Taken before the snapshot: what was erased before it, the snapshot knows of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [KEEP_BYTES])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [KEEP_BYTES])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            words = N_("{folder} is not empty: name a new folder for each backup.")
            raise Refusal("backup.not_empty", words, folder=str(folder))
        folder.chmod(0o700)
    except OSError as problem:
        words = N_("No backup can be written to {folder}: {words}")
        raise Refusal("backup.folder", words, folder=str(folder), words=problem.strerror or str(problem)) from None


def _list(cursor: CursorWrapper, file: Path) -> int:
    """Write hash and size of each original whose bytes are kept; how many they are."""
    cursor.execute("SELECT sha256, size FROM documents_document WHERE erased_at IS NULL ORDER BY sha256")
    count = 0
    with file.open("w", encoding="ascii") as lines:
        while rows := cursor.fetchmany(5000):
            lines.writelines(f"{digest} {size}\n" for digest, size in rows)
            count += len(rows)
    return count


def _migrations(cursor: CursorWrapper) -> Sequence[str]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _house(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT c.name FROM parties_house h JOIN parties_company c ON c.id = h.company_id")
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def _copy(folder: Path) -> None:
    """Copy each original, checked against its hash."""
    (folder / DOCUMENTS).mkdir(mode=0o700)
    for digest, _ in manifest.originals(folder):
        target = manifest.path_of(folder, digest)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with target.open("wb") as file:
            file.write(originals.read(digest))
            file.flush()
            os.fsync(file.fileno())


def _copy_key(folder: Path) -> list[str]:
    """The key that signs links and sessions goes with the house, unless the environment gives it."""
    if os.environ.get("CESSIE_SECRET_KEY"):
        return []
    shutil.copyfile(home.folder() / "secret_key", folder / KEY)
    (folder / KEY).chmod(0o600)
    return [KEY]


def copy_mail_keys(folder: Path) -> list[str]:
    """The keys that sign mails go with the house too, unless they are kept elsewhere than in its home: without them
    its mails would leave unsigned until new ones are published."""
    found = []
    for setting, name in MAIL_KEYS.items():
        path = Path(getattr(settings, setting))
        if path.parent == home.folder() and path.is_file():
            shutil.copyfile(path, folder / name)
            (folder / name).chmod(0o600)
            found.append(name)
    return found


def _sync(folder: Path, names: Sequence[str]) -> None:
    for path in (*(folder / name for name in names), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
