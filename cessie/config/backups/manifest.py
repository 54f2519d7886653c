"""What a backup says of itself: written last, so that a folder without it is no backup; read before anything is done.

A backup is a folder: ``manifest.json``, ``database.dump`` (PostgreSQL's own archive of one moment), ``documents.list``
(hash and size of each original that the dump names), ``documents/`` (the originals), and the keys that the house keeps
in its home: ``secret_key``, and those that sign its mails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from cessie.lib.reasons import N_, Refusal

FORMAT = 1
NAME, DUMP, LIST, DOCUMENTS, KEY = "manifest.json", "database.dump", "documents.list", "documents", "secret_key"
#: What signs mails, by the setting that says where it is kept; kept in a backup under these names.
MAIL_KEYS = {"DKIM_KEY": "dkim.pem", "DKIM_SECOND_KEY": "dkim-ed25519.pem"}


class Damaged(Refusal):
    """The backup is not whole, or not what was written."""


@dataclass(frozen=True)
class Manifest:
    """``files``: SHA-256 by name of all but the originals, whose names are their hashes. Amounts in cents.

    ``books``: how many entries there are, and the balance of each account, at the moment of the backup.
    """

    format: int
    version: str
    taken_at: str
    house: str
    schema: str
    migrations: tuple[str, ...]
    documents: int
    entries: int
    books: Mapping[str, int]
    files: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Put it into the folder, whole."""
        draft = folder / f".{NAME}"
        draft.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", "utf-8")
        draft.rename(folder / NAME)


def read(folder: Path) -> Manifest:
    """The manifest of a backup; ``Damaged`` where there is none or none that can be read."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        words = N_("{folder} is no backup, or one that was not finished: it has no {name}.")
        raise Damaged("backup.none", words, folder=str(folder), name=NAME) from None
    except (OSError, ValueError) as problem:
        raise _damaged(NAME, str(problem)) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        words = N_("This backup was written by another version of Cessie ({version}), which this one cannot read.")
        version = str(said.get("version")) if isinstance(said, dict) else "?"
        raise Damaged("backup.format", words, version=version)
    try:
        return Manifest(**said | {"migrations": tuple(said["migrations"])})
    except (KeyError, TypeError) as problem:
        raise _damaged(NAME, str(problem)) from None


def hash_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def originals(folder: Path) -> Iterator[tuple[str, int]]:
    """Hash and size in bytes of each original that the backup holds."""
    with (folder / LIST).open(encoding="ascii") as lines:
        for line in lines:
            digest, size = line.split()
            yield digest, int(size)


def path_of(folder: Path, digest: str) -> Path:
    """Where a backup keeps the original with this hash."""
    return folder / DOCUMENTS / digest[:2] / digest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read everything once: ``Damaged`` names the first file that is missing or is not what was written."""
    for name, digest in manifest.files.items():
        _same(folder / name, digest)
    count = 0
    for digest, _ in originals(folder):
        _same(path_of(folder, digest), digest)
        count += 1
    if count != manifest.documents:
        raise _damaged(LIST, f"{count} != {manifest.documents}")


def books_of(cursor: CursorWrapper) -> tuple[int, dict[str, int]]:
    """How many entries the books have, and the balance of each account in cents, as the database says now."""
    cursor.execute("SELECT count(*) FROM ledger_entry")
    (entries,) = cursor.fetchone()
    cursor.execute("SELECT account, currency, sum(amount_cents) FROM ledger_line GROUP BY 1, 2 ORDER BY 1, 2")
    return int(entries), {f"{account} {currency}": int(cents) for account, currency, cents in cursor.fetchall()}


def _same(file: Path, digest: str) -> None:
    try:
        found = hash_of(file)
    except OSError as problem:
        raise _damaged(file.name, problem.strerror or str(problem)) from None
    if found != digest:
        raise _damaged(file.name, found[:12])


def _damaged(name: str, words: str) -> Any:
    return Damaged("backup.damaged", N_("The backup is damaged: {name} ({words})."), name=name, words=words)
