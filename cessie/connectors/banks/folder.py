"""Folders that the bank's own program empties and fills: the channel that every house has from the first day.

Below the root, all on one file system:

``out``   what the bank's program takes away; a file appears there whole, in one rename
``in``    what the bank's program puts down: statements, status reports
``sent``  our memory of what was delivered: one name a file, for ever
``done``  what came in and was stored

A delivery writes ``sent/.NAME.part``, gives it the second name ``sent/NAME`` (a hard link) and then renames the part
into ``out``. The rename is at once the delivery and the end of the part. So after a kill anywhere: no ``sent/NAME``
means that nothing was delivered, ``sent/NAME`` with its part means that the last step is missing, ``sent/NAME`` alone
means delivered, even when the bank took the file from ``out`` long ago.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cessie.connectors.banks import LARGEST
from cessie.connectors.errors import ConnectorError, NotFound, Rejected, Temporary

#: File names of ours: letters, digits, dot, dash, underscore; no path, no hidden file.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Files that another program is still writing.
UNFINISHED = (".part", ".tmp", ".filepart", ".partial", ".crdownload")


class Folder:
    """The channel over a root folder, which is made with its sub-folders when they are missing.

    ``incoming``: what the other side calls the folder in which it puts things down. ``largest``: bytes of a file above
    which it is cut one byte later, so that it is refused without being read whole.
    """

    def __init__(self, root: Path, name: str = "folder", incoming: str = "in", largest: int = LARGEST) -> None:
        self.name, self.largest = name, largest
        self.root = root
        self.out, self.sent, self.done = (root / part for part in ("out", "sent", "done"))
        self.in_ = root / incoming
        with self._errors("open"):
            for path in (self.out, self.in_, self.sent, self.done):
                path.mkdir(parents=True, exist_ok=True)

    def deliver(self, name: str, data: bytes) -> None:
        """Hand ``data`` to the bank under ``name``, once; other bytes under a used name are refused (``Rejected``)."""
        if not PLAIN.fullmatch(name):
            raise Rejected(self.name, "deliver", f"not a plain file name: {name!r}")
        part, record, target = self.sent / f".{name}.part", self.sent / name, self.out / name
        with self._errors("deliver"), self._alone():
            if record.exists():
                if record.read_bytes() != data:
                    raise Rejected(self.name, "deliver", f"{name} was delivered with other content")
                if not part.exists():
                    return
            else:
                _write(part, data)
                os.link(part, record)
                _sync(self.sent)
            os.rename(part, target)
            _sync(self.out)
            _sync(self.sent)

    def collect(self) -> Iterator[tuple[str, bytes]]:
        """Each finished file of ``in`` by name; hidden and unfinished files wait."""
        with self._errors("collect"):
            names = sorted(entry.name for entry in os.scandir(self.in_) if entry.is_file(follow_symlinks=False))
        for name in names:
            if name.startswith(".") or name.endswith(UNFINISHED):
                continue
            with self._errors("collect"):
                try:
                    with (self.in_ / name).open("rb") as file:
                        data = file.read(self.largest + 1)
                except FileNotFoundError:
                    continue  # another run has taken it since
            yield name, data

    def acknowledge(self, name: str) -> None:
        """Move ``name`` from ``in`` to ``done``; a second file of the same name gets a number."""
        source = self.in_ / name
        if source.parent != self.in_ or name.startswith("."):
            raise Rejected(self.name, "acknowledge", f"not a file of this channel: {name!r}")
        with self._errors("acknowledge"), self._alone():
            if not source.exists():
                if (self.done / name).exists():
                    return
                raise NotFound(self.name, "acknowledge", name)
            os.rename(source, _free(self.done, name))
            _sync(self.done)
            _sync(self.in_)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time; the lock goes with the process, however it ends."""
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _errors(self, operation: str) -> Iterator[None]:
        """The disk's errors in the family's words: full, read-only or gone is temporary until a person looks."""
        try:
            yield
        except ConnectorError:
            raise
        except OSError as error:
            raise Temporary(self.name, operation, str(error), code=str(error.errno)) from error


def _write(path: Path, data: bytes) -> None:
    """Write from the beginning and wait for the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Wait until the disk knows the folder's names."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _free(folder: Path, name: str) -> Path:
    """``name`` in ``folder``, with a number if the bank used the name before."""
    path, count = folder / name, 1
    while path.exists():
        count += 1
        path = folder / f"{name}.{count}"
    return path
