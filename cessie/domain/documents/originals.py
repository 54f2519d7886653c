"""The bytes of the originals: one file a hash under ``settings.DOCUMENTS``, never changed once there."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from cessie.lib.reasons import N_, Refusal


class Damaged(Refusal):
    """The bytes on disk are gone or are not those that came in."""


def path_of(digest: str) -> Path:
    """Where the bytes with this hash are: two levels of folders, so that none grows too large."""
    return Path(settings.DOCUMENTS) / digest[:2] / digest[2:4] / digest


def write(data: bytes) -> str:
    """Put the bytes on disk and give their SHA-256; they survive a power cut from here on.

    Draft, fsync, rename, fsync of the folders: a file under its final name is whole. Bytes that are there already are
    read back first and written again if they were damaged.
    """
    digest = sha256(data).hexdigest()
    path = path_of(digest)
    if _is_whole(path, digest):
        return digest
    _make_folder(path.parent)
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync(path.parent)
    return digest


def read(digest: str) -> bytes:
    """The bytes with this hash, checked against it; ``Damaged`` if they are gone or changed."""
    try:
        data = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Damaged(
            "documents.missing", N_("The original {document} is not in the store."), document=digest
        ) from None
    if sha256(data).hexdigest() != digest:
        raise Damaged("documents.changed", N_("The original {document} was changed in the store."), document=digest)
    return data


def remove(digest: str) -> None:
    """Take the bytes away; nothing happens where they are gone."""
    path_of(digest).unlink(missing_ok=True)


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it; each name is on disk before it is used."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
